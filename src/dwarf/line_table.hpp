#pragma once
// The line number program of a unit, run into rows (DWARF 5, 6.2).

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "dwarf/unit.hpp"

namespace interleave::dwarf {

// From `offset` to the next row's, the code belongs to this line. Line 0: to no line.
struct LineRow {
    uint32_t offset = 0;  // a code offset
    uint32_t line = 0;
    uint16_t column = 0;
    uint16_t file = 0;  // index in LineTable::files
    bool is_statement = false;
    bool prologue_end = false;
    bool end_sequence = false;  // one past the last byte of a function
};

struct LineTable {
    std::vector<std::string> files;  // absolute paths, by the table's own numbering
    std::vector<LineRow> rows;       // in the program's order: sequences, each ascending
};

// Sequences of functions that the linker dropped (their addresses are outside `code_size` or 0) are
// left out. Errors: the position is an offset in .debug_line.
base::Result<LineTable> read_line_table(const Unit& unit, const DebugSections& sections,
                                        uint32_t code_size);

}  // namespace interleave::dwarf
