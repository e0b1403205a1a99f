#pragma once
// Range lists and location lists: pieces of code that are not contiguous, and variables that move.
// DWARF 4 keeps them in .debug_ranges and .debug_loc (2.17.3, 2.6.2), DWARF 5 in .debug_rnglists and
// .debug_loclists with an encoding per entry (7.25, 7.29).

#include <cstdint>
#include <span>
#include <vector>

#include "dwarf/unit.hpp"

namespace interleave::dwarf {

// [start, end) in code offsets.
struct RangeListEntry {
    uint64_t start = 0, end = 0;
};

struct LocationListEntry {
    uint64_t start = 0, end = 0;
    bool is_default = false;  // holds wherever no other entry does
    std::span<const uint8_t> expression;
};

// The list that the value of a DW_AT_ranges names. A damaged list ends where it can't be read.
std::vector<RangeListEntry> read_range_list(const Value& value, const Unit& unit,
                                            const DebugSections& sections);

// The list that the value of a DW_AT_location names.
std::vector<LocationListEntry> read_location_list(const Value& value, const Unit& unit,
                                                  const DebugSections& sections);

}  // namespace interleave::dwarf
