#include "dwarf/abbreviations.hpp"

namespace interleave::dwarf {

base::Result<AbbreviationTable> AbbreviationTable::read(std::span<const uint8_t> section,
                                                        uint64_t offset) {
    if (offset >= section.size()) {
        return base::Error{"A unit names abbreviations outside .debug_abbrev.", offset};
    }
    base::ByteReader reader(section, offset);
    AbbreviationTable table;
    while (!reader.failed()) {
        uint64_t code = reader.leb_u64();
        if (code == 0) break;
        Abbreviation abbreviation;
        abbreviation.tag = static_cast<Tag>(reader.leb_u64());
        abbreviation.has_children = reader.u8() != 0;
        while (!reader.failed()) {
            AttributeSpec spec;
            spec.name = static_cast<At>(reader.leb_u64());
            spec.form = static_cast<Form>(reader.leb_u64());
            if (spec.form == Form::ImplicitConst) spec.implicit_value = reader.leb_s64();
            if (static_cast<uint16_t>(spec.name) == 0 && static_cast<uint16_t>(spec.form) == 0)
                break;
            abbreviation.attributes.push_back(spec);
        }
        if (code == table.m_dense.size() + 1) {
            table.m_dense.push_back(std::move(abbreviation));
        } else {
            table.m_sparse.insert_or_assign(code, std::move(abbreviation));
        }
    }
    if (reader.failed()) {
        return base::Error{std::string(".debug_abbrev can't be read (") + reader.failure() + ").",
                           reader.failure_position()};
    }
    return table;
}

const Abbreviation* AbbreviationTable::find(uint64_t code) const {
    if (code >= 1 && code <= m_dense.size()) return &m_dense[code - 1];
    auto found = m_sparse.find(code);
    return found == m_sparse.end() ? nullptr : &found->second;
}

}  // namespace interleave::dwarf
