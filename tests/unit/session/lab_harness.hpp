#pragma once
// Runs built guest programs and lessons on the lab, for tests.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include "session/lab_run.hpp"

namespace interleave::testing {

inline std::vector<uint8_t> read_bytes(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in.good()) << path << " is missing: build the guest programs first";
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::filesystem::path program_path(const std::string& name) {
    return std::filesystem::path(INTERLEAVE_TEST_ARTEFACTS) / "programs" / (name + ".debug.wasm");
}

inline std::filesystem::path lesson_path(const std::string& folder) {
    return std::filesystem::path(INTERLEAVE_TEST_ARTEFACTS) / "lessons" / folder /
           "program.debug.wasm";
}

// The same with the parameters of the lesson's check.
inline std::filesystem::path small_lesson_path(const std::string& folder) {
    return std::filesystem::path(INTERLEAVE_TEST_ARTEFACTS) / "lessons" / folder /
           "small.debug.wasm";
}

inline session::Program load(const std::filesystem::path& path) {
    base::Result<session::Program> program = session::Program::load(read_bytes(path));
    if (!program) {
        ADD_FAILURE() << path << ": " << program.error().message;
        return {};
    }
    return *program;
}

inline std::unique_ptr<session::LabRun> begin(const session::Program& program,
                                              const session::LabSettings& settings = {}) {
    base::Result<std::unique_ptr<session::LabRun>> run = session::LabRun::create(program, settings);
    if (!run) {
        ADD_FAILURE() << run.error().message;
        return nullptr;
    }
    return std::move(run).value();
}

// To the end of the run, with everything recorded in `chunk`.
inline session::LabStatus finish(session::LabRun& run, std::vector<uint8_t>* chunk = nullptr,
                                 uint64_t slice = 10'000'000) {
    session::LabStatus status;
    do {
        status = run.run(slice);
        std::vector<uint8_t> part = run.recorder().take_chunk();
        if (chunk != nullptr) chunk->insert(chunk->end(), part.begin(), part.end());
    } while (status == session::LabStatus::Running);
    return status;
}

}  // namespace interleave::testing
