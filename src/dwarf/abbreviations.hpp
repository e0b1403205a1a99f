#pragma once
// Abbreviation declarations (DWARF 5, 7.5.3): the shape of a debugging information entry, so that the
// entry itself need only hold values.

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "dwarf/constants.hpp"

namespace interleave::dwarf {

struct AttributeSpec {
    At name{};
    Form form{};
    int64_t implicit_value = 0;  // of Form::ImplicitConst
};

struct Abbreviation {
    Tag tag{};
    bool has_children = false;
    std::vector<AttributeSpec> attributes;
};

class AbbreviationTable {
public:
    // Reads the table at `offset` of .debug_abbrev. Errors: the position is an offset in that section.
    static base::Result<AbbreviationTable> read(std::span<const uint8_t> section, uint64_t offset);

    // nullptr if the table has no such code.
    const Abbreviation* find(uint64_t code) const;

private:
    // Compilers number from 1 without holes; other codes are kept in the map.
    std::vector<Abbreviation> m_dense;
    std::map<uint64_t, Abbreviation> m_sparse;
};

}  // namespace interleave::dwarf
