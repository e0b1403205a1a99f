#pragma once
// A compile unit and how the values of its entries are encoded ("forms", DWARF 5, 7.5.4 to 7.5.6).

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "dwarf/abbreviations.hpp"
#include "dwarf/sections.hpp"

namespace interleave::dwarf {

// The DWARF sections of a module; empty spans for those it hasn't.
struct DebugSections {
    std::span<const uint8_t> info, abbrev, line, str, line_str, str_offsets, addr;
    std::span<const uint8_t> ranges, rnglists, loc, loclists;

    static DebugSections of(const Sections& sections);
};

struct Unit {
    uint32_t offset = 0;       // of its header in .debug_info
    uint32_t first_entry = 0;  // of its root entry
    uint32_t end = 0;
    uint16_t version = 0;
    uint8_t address_size = 4;
    bool is_64_bit_format = false;
    AbbreviationTable abbreviations;

    // From the root entry.
    std::string name;       // the source file as given to the compiler
    std::string directory;  // where the compiler ran
    std::optional<uint64_t> line_offset;
    uint64_t low_pc = 0;
    uint64_t str_offsets_base = 0, addr_base = 0, rnglists_base = 0, loclists_base = 0;

    // `name` made absolute with `directory`.
    std::string path() const;
};

// One attribute's value as it stands in the entry.
struct Value {
    Form form{};
    uint64_t number = 0;             // offsets of references are relative to .debug_info
    std::span<const uint8_t> block;  // of blocks, expressions and inline strings

    bool is_reference() const;
    bool is_expression() const;  // a DWARF expression or block
    // A constant: sign-extended where the form is signed, nothing if it is no constant.
    std::optional<int64_t> constant() const;
};

// Reads a value of the form. A form that is not known makes the reader fail.
Value read_value(base::ByteReader& reader, const AttributeSpec& spec, const Unit& unit);

// Text of a string form; empty if the value is no string or points outside its section.
std::string_view text_of(const Value& value, const Unit& unit, const DebugSections& sections);

// Address of an address form (direct or through .debug_addr).
std::optional<uint64_t> address_of(const Value& value, const Unit& unit,
                                   const DebugSections& sections);
// Entry `index` of the unit's part of .debug_addr.
std::optional<uint64_t> indexed_address(uint64_t index, const Unit& unit,
                                        const DebugSections& sections);

// Reads the headers of all units and their root entries. Errors: offset in .debug_info.
base::Result<std::vector<Unit>> read_units(const DebugSections& sections);

// "directory/name" with "." and ".." resolved; `name` if it is absolute.
std::string join_path(std::string_view directory, std::string_view name);

}  // namespace interleave::dwarf
