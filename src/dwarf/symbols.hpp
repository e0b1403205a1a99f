#pragma once
// The symbols of a program as JSON: what the page and the real machine know about it.
//
//   { "version": 1,
//     "source": "main.cpp",                     the file that defines main; "" if unknown
//     "objects": [{ "name", "type", "address", "size", "line" }, …],      sorted by address
//     "functions": [{ "index", "name", "start", "end", "line", "user" }, …],  sorted by index
//     "codeSectionOffset": n,                   file offset of the code section's contents
//     "lines": [[codeOffset, line], …],         sorted; line 0: from here on no line of the source
//     "unmarkedCodeSectionOffset": n, "unmarkedLines": [[codeOffset, line], …] }
//
// A library function's name comes without parameters and template arguments, which may take kilobytes.
// Offsets are "code offsets" (from the start of the code section's contents) of the *marked* module,
// but for the two unmarked entries, which hold for the module with DWARF. A position that a browser
// reports is a file offset: subtract codeSectionOffset.

#include <string>

#include "dwarf/debug_info.hpp"
#include "dwarf/line_marks.hpp"

namespace interleave::dwarf {

std::string symbols_json(const DebugInfo& info, const MarkedModule& marked);

}  // namespace interleave::dwarf
