#include "conversion.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

namespace interleave::test {

namespace fs = std::filesystem;

namespace {

std::string quoted(const fs::path& path) { return "'" + path.string() + "'"; }

bool is_newer(const fs::path& result, const fs::path& source) {
    std::error_code ignored;
    return fs::exists(result) &&
           fs::last_write_time(result, ignored) > fs::last_write_time(source, ignored);
}

}  // namespace

fs::path spec_folder() {
    const char* chosen = std::getenv("INTERLEAVE_SPEC");
    return chosen != nullptr ? fs::path(chosen) : fs::path(INTERLEAVE_SPEC_FOLDER);
}

std::string how_to_get(const std::string& suite) {
    static const std::map<std::string, std::string> Sources = {
        {"core", "WebAssembly/testsuite at f3f0486, all top-level scripts but SIMD"},
        {"threads", "WebAssembly/testsuite at f3f0486, proposals/threads"},
        {"tail-call", "WebAssembly/testsuite at f3f0486, proposals/tail-call"},
        {"legacy-exceptions",
         "WebAssembly/exception-handling at af287a7, test/legacy/exceptions/core"},
        {"threads-harness", "WebAssembly/threads at 979d0fc, test/core/threads"},
    };
    return "no scripts in " + (spec_folder() / suite).string() + ": put " + Sources.at(suite) +
           " there, or set INTERLEAVE_SPEC to the folder that has the suites";
}

std::vector<fs::path> scripts_of(const std::string& suite) {
    std::vector<fs::path> scripts;
    std::error_code missing;
    for (const fs::directory_entry& entry :
         fs::directory_iterator(spec_folder() / suite, missing)) {
        if (entry.path().extension() == ".wast") scripts.push_back(entry.path());
    }
    std::sort(scripts.begin(), scripts.end());
    return scripts;
}

base::Result<fs::path> convert(const fs::path& script, const std::string& flags,
                               const fs::path& folder) {
    fs::path json = folder / script.stem().concat(".json");
    if (is_newer(json, script)) return json;
    fs::path log = folder / script.stem().concat(".log");
    std::string command = quoted(INTERLEAVE_WAST2JSON) + " " + flags + " " + quoted(script) +
                          " -o " + quoted(json) + " >" + quoted(log) + " 2>&1";
    if (std::system(command.c_str()) == 0) return json;
    fs::remove(json);
    std::ifstream file(log);
    std::string said{std::istreambuf_iterator<char>(file), {}};
    return base::Error{"wast2json cannot convert " + script.string() + ": " + said};
}

fs::path output_folder(const std::string& name) {
    fs::path folder = fs::path(INTERLEAVE_SPEC_OUTPUT) / name;
    fs::create_directories(folder);
    return folder;
}

}  // namespace interleave::test
