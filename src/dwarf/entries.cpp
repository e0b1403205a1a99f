#include "dwarf/entries.hpp"

#include <algorithm>

#include "dwarf/range_list.hpp"

namespace interleave::dwarf {
namespace {

using base::ByteReader;

// How far a chain of specification and abstract origin may go; compilers make at most two steps.
constexpr int LongestChain = 8;

struct RangeAttributes {
    std::optional<Value> low, high, list;
};

std::vector<AddressRange> resolve_ranges(const RangeAttributes& attributes, const Unit& unit,
                                         const DebugSections& sections, uint32_t code_size) {
    std::vector<AddressRange> ranges;
    auto add = [&](uint64_t start, uint64_t end) {
        if (start == 0 || start >= end || end > code_size) return;
        ranges.push_back({static_cast<uint32_t>(start), static_cast<uint32_t>(end)});
    };
    if (attributes.list) {
        for (const RangeListEntry& entry : read_range_list(*attributes.list, unit, sections)) {
            add(entry.start, entry.end);
        }
    } else if (attributes.low && attributes.high) {
        std::optional<uint64_t> start = address_of(*attributes.low, unit, sections);
        if (!start) return ranges;
        std::optional<uint64_t> end = address_of(*attributes.high, unit, sections);
        // As a constant, the high pc is the size (DWARF 4, 2.17.2).
        if (!end) end = *start + static_cast<uint64_t>(attributes.high->constant().value_or(0));
        add(*start, *end);
    }
    return ranges;
}

}  // namespace

base::Status Entries::read_unit(uint32_t unit_index) {
    const Unit& unit = (*m_units)[unit_index];
    ByteReader reader(m_sections.info.first(unit.end), unit.first_entry);
    std::vector<EntryId> open;
    while (!reader.at_end()) {
        uint32_t offset = static_cast<uint32_t>(reader.position());
        uint64_t code = reader.leb_u64();
        if (reader.failed()) break;
        if (code == 0) {
            if (open.empty()) break;  // padding after the root's end
            finish(open.back());
            open.pop_back();
            if (open.empty()) break;
            continue;
        }
        const Abbreviation* shape = unit.abbreviations.find(code);
        if (shape == nullptr) {
            reader.seek(offset);
            reader.fail("an entry has no abbreviation");
            break;
        }
        Entry entry;
        entry.offset = offset;
        entry.attributes = static_cast<uint32_t>(reader.position());
        entry.parent = open.empty() ? NoEntry : open.back();
        entry.unit = unit_index;
        entry.shape = shape;
        EntryId id = static_cast<EntryId>(m_entries.size());
        entry.end = id + 1;
        m_entries.push_back(entry);
        for (const AttributeSpec& spec : shape->attributes) read_value(reader, spec, unit);
        if (shape->has_children) open.push_back(id);
        if (open.empty()) break;
    }
    for (EntryId id : open) finish(id);
    if (reader.failed()) {
        return base::Error{std::string(".debug_info can't be read (") + reader.failure() +
                               "). Compile the program again with -g.",
                           reader.failure_position()};
    }
    return base::Nothing{};
}

base::Result<Entries> Entries::read(const DebugSections& sections, const std::vector<Unit>& units,
                                    const std::vector<bool>& chosen) {
    Entries entries;
    entries.m_sections = sections;
    entries.m_units = &units;
    for (uint32_t i = 0; i < units.size(); ++i) {
        if (!chosen[i]) continue;
        if (base::Status status = entries.read_unit(i); !status.ok()) return status.error();
    }
    return entries;
}

std::optional<Value> Entries::value(EntryId id, At attribute) const {
    const Entry& entry = m_entries[id];
    const std::vector<AttributeSpec>& specs = entry.shape->attributes;
    bool present = std::any_of(specs.begin(), specs.end(), [attribute](const AttributeSpec& spec) {
        return spec.name == attribute;
    });
    if (!present) return std::nullopt;
    const Unit& of = unit(id);
    ByteReader reader(m_sections.info.first(of.end), entry.attributes);
    for (const AttributeSpec& spec : specs) {
        Value value = read_value(reader, spec, of);
        if (reader.failed()) break;
        if (spec.name == attribute) return value;
    }
    return std::nullopt;
}

std::string_view Entries::text(EntryId id, At attribute) const {
    std::optional<Value> found = value(id, attribute);
    return found ? text_of(*found, unit(id), m_sections) : std::string_view();
}

std::optional<int64_t> Entries::constant(EntryId id, At attribute) const {
    std::optional<Value> found = value(id, attribute);
    return found ? found->constant() : std::nullopt;
}

bool Entries::flag(EntryId id, At attribute) const {
    return constant(id, attribute).value_or(0) != 0;
}

EntryId Entries::at_offset(uint64_t info_offset) const {
    auto found =
        std::lower_bound(m_entries.begin(), m_entries.end(), info_offset,
                         [](const Entry& entry, uint64_t offset) { return entry.offset < offset; });
    if (found == m_entries.end() || found->offset != info_offset) return NoEntry;
    return static_cast<EntryId>(found - m_entries.begin());
}

EntryId Entries::reference(EntryId id, At attribute) const {
    std::optional<Value> found = value(id, attribute);
    return found && found->is_reference() ? at_offset(found->number) : NoEntry;
}

EntryId Entries::holder(EntryId id, At attribute) const {
    for (int step = 0; step < LongestChain && id != NoEntry; ++step) {
        if (value(id, attribute)) return id;
        EntryId next = reference(id, At::AbstractOrigin);
        id = next != NoEntry ? next : reference(id, At::Specification);
    }
    return NoEntry;
}

std::string_view Entries::inherited_text(EntryId id, At attribute) const {
    EntryId from = holder(id, attribute);
    return from == NoEntry ? std::string_view() : text(from, attribute);
}

std::optional<int64_t> Entries::inherited_constant(EntryId id, At attribute) const {
    EntryId from = holder(id, attribute);
    return from == NoEntry ? std::nullopt : constant(from, attribute);
}

EntryId Entries::inherited_reference(EntryId id, At attribute) const {
    EntryId from = holder(id, attribute);
    return from == NoEntry ? NoEntry : reference(from, attribute);
}

std::vector<AddressRange> Entries::ranges(EntryId id, uint32_t code_size) const {
    RangeAttributes attributes = {value(id, At::LowPc), value(id, At::HighPc),
                                  value(id, At::Ranges)};
    return resolve_ranges(attributes, unit(id), m_sections, code_size);
}

std::vector<AddressRange> unit_ranges(const Unit& unit, const DebugSections& sections,
                                      uint32_t code_size) {
    RangeAttributes attributes;
    ByteReader reader(sections.info.first(unit.end), unit.first_entry);
    const Abbreviation* shape = unit.abbreviations.find(reader.leb_u64());
    if (shape == nullptr) return {};
    for (const AttributeSpec& spec : shape->attributes) {
        Value value = read_value(reader, spec, unit);
        if (reader.failed()) return {};
        if (spec.name == At::LowPc) attributes.low = value;
        if (spec.name == At::HighPc) attributes.high = value;
        if (spec.name == At::Ranges) attributes.list = value;
    }
    return resolve_ranges(attributes, unit, sections, code_size);
}

}  // namespace interleave::dwarf
