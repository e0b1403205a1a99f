#include "dwarf/range_list.hpp"

namespace interleave::dwarf {
namespace {

using base::ByteReader;

// More than any function has; keeps hostile lists from costing memory.
constexpr size_t LongestList = 100'000;

uint64_t read_address(ByteReader& reader, const Unit& unit) {
    return unit.address_size == 8 ? reader.u64() : reader.u32();
}

uint64_t highest_address(const Unit& unit) {
    return unit.address_size == 8 ? UINT64_MAX : UINT32_MAX;
}

// Where in `section` the list starts: given, or through the table of offsets after the base.
uint64_t list_offset(const Value& value, const Unit& unit, std::span<const uint8_t> section,
                     uint64_t base) {
    bool indexed = value.form == Form::Rnglistx || value.form == Form::Loclistx;
    if (!indexed) return value.number;
    uint64_t width = unit.is_64_bit_format ? 8 : 4;
    if (base > section.size() || value.number > section.size()) return UINT64_MAX;
    ByteReader reader(section, base + value.number * width);
    uint64_t relative = unit.is_64_bit_format ? reader.u64() : reader.u32();
    return reader.failed() ? UINT64_MAX : base + relative;
}

// Both kinds of list before DWARF 5: pairs of addresses relative to the base, (highest, base) changes
// the base, (0, 0) ends. Locations have a counted expression after each pair.
template <typename Add>
void read_pairs(ByteReader& reader, const Unit& unit, bool with_expressions, Add add) {
    uint64_t base = unit.low_pc;
    for (size_t i = 0; i < LongestList && !reader.failed(); ++i) {
        uint64_t start = read_address(reader, unit);
        uint64_t end = read_address(reader, unit);
        if (reader.failed() || (start == 0 && end == 0)) return;
        if (start == highest_address(unit)) {
            base = end;
            continue;
        }
        std::span<const uint8_t> expression;
        if (with_expressions) expression = reader.bytes(reader.u16());
        if (!reader.failed()) add(LocationListEntry{base + start, base + end, false, expression});
    }
}

// The encodings of 7.25 and 7.29 agree but for one number: 5 is a default location in the one table
// and what ranges call 5, 6, 7 are 6, 7, 8 in the other.
template <typename Add>
void read_encoded(ByteReader& reader, const Unit& unit, const DebugSections& sections,
                  bool with_expressions, Add add) {
    uint64_t base = unit.low_pc;
    auto address = [&] {
        std::optional<uint64_t> found = indexed_address(reader.leb_u64(), unit, sections);
        if (!found) reader.fail("an address outside .debug_addr");
        return found.value_or(0);
    };
    for (size_t i = 0; i < LongestList && !reader.failed(); ++i) {
        LocationListEntry entry;
        uint8_t kind = reader.u8();
        if (!with_expressions && kind >= 5) ++kind;
        switch (kind) {
            case 0:
                return;
            case 1:
                base = address();
                continue;
            case 2:
                entry.start = address();
                entry.end = address();
                break;
            case 3:
                entry.start = address();
                entry.end = entry.start + reader.leb_u64();
                break;
            case 4:
                entry.start = base + reader.leb_u64();
                entry.end = base + reader.leb_u64();
                break;
            case 5:
                entry.is_default = true;
                break;
            case 6:
                base = read_address(reader, unit);
                continue;
            case 7:
                entry.start = read_address(reader, unit);
                entry.end = read_address(reader, unit);
                break;
            case 8:
                entry.start = read_address(reader, unit);
                entry.end = entry.start + reader.leb_u64();
                break;
            default:
                return;
        }
        if (with_expressions) entry.expression = reader.bytes(reader.leb_u64());
        if (!reader.failed()) add(entry);
    }
}

}  // namespace

std::vector<RangeListEntry> read_range_list(const Value& value, const Unit& unit,
                                            const DebugSections& sections) {
    std::vector<RangeListEntry> list;
    auto add = [&list](const LocationListEntry& entry) {
        list.push_back({entry.start, entry.end});
    };
    if (unit.version >= 5) {
        ByteReader reader(sections.rnglists,
                          list_offset(value, unit, sections.rnglists, unit.rnglists_base));
        read_encoded(reader, unit, sections, false, add);
    } else {
        ByteReader reader(sections.ranges, value.number);
        read_pairs(reader, unit, false, add);
    }
    return list;
}

std::vector<LocationListEntry> read_location_list(const Value& value, const Unit& unit,
                                                  const DebugSections& sections) {
    std::vector<LocationListEntry> list;
    auto add = [&list](const LocationListEntry& entry) { list.push_back(entry); };
    if (unit.version >= 5) {
        ByteReader reader(sections.loclists,
                          list_offset(value, unit, sections.loclists, unit.loclists_base));
        read_encoded(reader, unit, sections, true, add);
    } else {
        ByteReader reader(sections.loc, value.number);
        read_pairs(reader, unit, true, add);
    }
    return list;
}

}  // namespace interleave::dwarf
