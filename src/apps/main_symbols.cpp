// interleave-symbols: what a compiled program says about itself, as JSON, and the program with line marks.
//
//   interleave-symbols program.wasm [--json out.json] [--marked out.wasm]

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "dwarf/debug_info.hpp"
#include "dwarf/line_marks.hpp"
#include "dwarf/symbols.hpp"

namespace {

using namespace interleave;

constexpr const char* Usage =
    "usage: interleave-symbols program.wasm [--json out.json] [--marked out.wasm]\n";

struct Options {
    std::string input, json, marked;
};

bool parse(int count, char** arguments, Options& options) {
    for (int i = 1; i < count; ++i) {
        std::string_view argument = arguments[i];
        bool takes_file = argument == "--json" || argument == "--marked";
        if (takes_file) {
            if (i + 1 == count) return false;
            (argument == "--json" ? options.json : options.marked) = arguments[++i];
        } else if (argument.starts_with("-") || !options.input.empty()) {
            return false;
        } else {
            options.input = argument;
        }
    }
    return !options.input.empty();
}

int fail(const std::string& file, const base::Error& error) {
    std::string where = error.position == base::Error::NoPosition
                            ? std::string()
                            : " (at byte " + std::to_string(error.position) + ")";
    std::fprintf(stderr, "interleave-symbols: %s: %s%s\n", file.c_str(), error.message.c_str(),
                 where.c_str());
    return 1;
}

bool write(const std::string& path, std::string_view bytes) {
    std::ofstream out(path, std::ios::binary);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return static_cast<bool>(out.flush());
}

}  // namespace

int main(int count, char** arguments) {
    Options options;
    if (!parse(count, arguments, options)) {
        std::fputs(Usage, stderr);
        return 2;
    }
    std::ifstream in(options.input, std::ios::binary);
    if (!in) return fail(options.input, {"The file can't be opened. Give the path of a program."});
    std::vector<uint8_t> module{std::istreambuf_iterator<char>(in), {}};

    base::Result<dwarf::DebugInfo> info = dwarf::DebugInfo::read(std::move(module));
    if (!info.ok()) return fail(options.input, info.error());
    base::Result<dwarf::MarkedModule> marked = dwarf::mark_lines(*info);
    if (!marked.ok()) return fail(options.input, marked.error());

    constexpr const char* CannotWrite = "The file can't be written. Check the path and the disk.";
    if (!options.json.empty() && !write(options.json, dwarf::symbols_json(*info, *marked))) {
        return fail(options.json, {CannotWrite});
    }
    std::string_view bytes(reinterpret_cast<const char*>(marked->bytes.data()),
                           marked->bytes.size());
    if (!options.marked.empty() && !write(options.marked, bytes)) {
        return fail(options.marked, {CannotWrite});
    }
    return 0;
}
