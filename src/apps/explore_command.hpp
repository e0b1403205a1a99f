#pragma once
// interleave explore program.wasm: all interleavings of a program, for a teacher's continuous integration.
//
// Exit codes: 0 proved, 1 a bug was found, 2 the budget ended before either, 3 bad input. With a rubric (rubric.hpp): 0 all
// rules hold, 1 one is broken, 2 none is so far, 3 bad input.

#include <CLI/CLI.hpp>
#include <string>

#include "session/explore.hpp"

namespace interleave::apps {

struct ExploreOptions {
    std::string program;
    std::string policy = "dpor";
    std::string input_file;
    std::string junit_file;
    std::string rubric_file;
    session::ExploreSettings settings;
    double seconds = 60;
    double megabytes = 4000;  // of this process
    bool json = false;
    bool ignore_output_order = false;
};

void add_explore_options(CLI::App& command, ExploreOptions& options);
int explore(ExploreOptions& options);

}  // namespace interleave::apps
