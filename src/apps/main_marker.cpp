// marker.wasm: interleave-symbols for programs that were compiled in the page, called by web/src/compile/marker.ts.
//
//   address = marker_allocate(size)      the program goes there
//   marker_mark(address, size)           1, or 0 with marker_error's text
//   marker_program/_size, marker_symbols/_size, marker_error/_size: what came of the last call

#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "dwarf/debug_info.hpp"
#include "dwarf/line_marks.hpp"
#include "dwarf/symbols.hpp"

namespace {

using namespace interleave;

std::vector<uint8_t> program;
std::string symbols;
std::string error;

base::Result<dwarf::MarkedModule> mark(std::vector<uint8_t> bytes) {
    base::Result<dwarf::DebugInfo> info = dwarf::DebugInfo::read(std::move(bytes));
    if (!info.ok()) return info.error();
    base::Result<dwarf::MarkedModule> marked = dwarf::mark_lines(*info);
    if (marked.ok()) symbols = dwarf::symbols_json(*info, *marked);
    return marked;
}

}  // namespace

extern "C" {

uint8_t* marker_allocate(uint32_t size) { return static_cast<uint8_t*>(std::malloc(size)); }

// Frees `bytes`, which came from marker_allocate.
int marker_mark(uint8_t* bytes, uint32_t size) {
    std::vector<uint8_t> module(bytes, bytes + size);
    std::free(bytes);
    base::Result<dwarf::MarkedModule> marked = mark(std::move(module));
    program = marked.ok() ? std::move(marked->bytes) : std::vector<uint8_t>();
    error = marked.ok() ? std::string() : marked.error().message;
    return marked.ok() ? 1 : 0;
}

const uint8_t* marker_program() { return program.data(); }
uint32_t marker_program_size() { return static_cast<uint32_t>(program.size()); }
const char* marker_symbols() { return symbols.data(); }
uint32_t marker_symbols_size() { return static_cast<uint32_t>(symbols.size()); }
const char* marker_error() { return error.data(); }
uint32_t marker_error_size() { return static_cast<uint32_t>(error.size()); }
}
