#pragma once
// What went wrong in a run, and why, in the field's terms: lost updates, deadlocks, waits that nobody can end. Found in what
// was recorded, so every claim names the steps that show it.
//
// A lost update is found where a thread reads a variable, another one writes it, and the first then writes it in the same
// statement: what it writes was computed from the value before. Writes that only follow a read of the same variable somewhere
// else are not reported: whether they were computed from it cannot be told from the trace.

#include <string>
#include <vector>

#include "session/history.hpp"
#include "session/lab_run.hpp"

namespace interleave::session {

struct Explanation {
    std::string kind;   // "lost-update", "deadlock", "nobody-wakes"
    std::string title;  // "An update of counter was lost"
    std::vector<std::string> sentences;
    std::string remedy;         // what would forbid it
    std::vector<size_t> steps;  // that the sentences name
};

// Of a run that has ended or goes on. REQUIRES: the run shows its frontier
std::vector<Explanation> explain(LabRun& run, const History& history);

}  // namespace interleave::session
