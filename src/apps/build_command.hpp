#pragma once
// interleave build main.cpp -o program.wasm: a program for Interleave, compiled as the lessons are (guest/flags.txt), with the
// toolchain that `make` has put into build/.

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace interleave::apps {

struct BuildOptions {
    std::vector<std::string> sources;
    std::string output = "program.wasm";
    std::string optimize = "0";
    std::vector<std::string> more_flags;  // for the compiler
};

// The compiler's messages go to standard error as they are. The error says which step failed.
base::Status build_program(const BuildOptions& options);

void add_build_options(CLI::App& command, BuildOptions& options);
// Exit codes: 0 built, 3 not.
int build(const BuildOptions& options);

// Whether explore should compile it first.
bool is_source(const std::string& file);

// A compiled source that is gone when this is.
class TemporaryProgram {
public:
    static base::Result<TemporaryProgram> compile(const std::string& source);
    TemporaryProgram(TemporaryProgram&& other) noexcept;
    TemporaryProgram& operator=(TemporaryProgram&&) = delete;
    ~TemporaryProgram();
    const std::string& path() const { return m_path; }

private:
    explicit TemporaryProgram(std::string path) : m_path(std::move(path)) {}
    std::string m_path;
};

}  // namespace interleave::apps
