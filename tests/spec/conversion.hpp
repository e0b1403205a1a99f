#pragma once
// From the text format to binary modules, by Debian's wabt (pinned by .setup/toolchain.sh), when a test runs.

#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace interleave::test {

// Where the official scripts are: the environment's INTERLEAVE_SPEC, else what CMake was told, else beside the
// repository.
std::filesystem::path spec_folder();

// What to tell when they are not there.
std::string how_to_get(const std::string& suite);

// The scripts of a suite in the order of their names; empty if they are not there.
std::vector<std::filesystem::path> scripts_of(const std::string& suite);

// Runs wast2json on a script; the JSON and the modules land in the folder. Returns the JSON's path. Does
// nothing if it is newer than the script.
base::Result<std::filesystem::path> convert(const std::filesystem::path& script,
                                            const std::string& flags,
                                            const std::filesystem::path& folder);

// A folder of this test program's build folder, made if needed.
std::filesystem::path output_folder(const std::string& name);

}  // namespace interleave::test
