#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"
#include "script.hpp"

namespace interleave::test {

// Reads what wast2json wrote; module files are beside the JSON.
base::Result<Script> read_json_script(const std::filesystem::path& json, std::string name);

}  // namespace interleave::test
