#pragma once
// The debugging information entries (DIEs) of chosen units as one flat array in pre-order.
//
// Only the tree's shape is kept; attributes are decoded from the section whenever they are asked for,
// since most of them never are. Immutable after `read`: safe to share between threads.
//
// Invariants:
//  1. children of entry e are e + 1 … end(e) - 1, and `end` of a child never passes its parent's
//     (so every walk over siblings or parents terminates);
//  2. a reference resolves to an entry of a chosen unit or to nothing (hostile references included).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dwarf/unit.hpp"

namespace interleave::dwarf {

using EntryId = uint32_t;
constexpr EntryId NoEntry = UINT32_MAX;

struct AddressRange {
    uint32_t start = 0, end = 0;
    bool contains(uint32_t offset) const { return offset >= start && offset < end; }
};

class Entries {
public:
    // Reads the entries of the units for which `chosen` is true. `sections` and `units` must outlive
    // the result. Errors: offset in .debug_info.
    static base::Result<Entries> read(const DebugSections& sections, const std::vector<Unit>& units,
                                      const std::vector<bool>& chosen);

    size_t size() const { return m_entries.size(); }
    Tag tag(EntryId id) const { return m_entries[id].shape->tag; }
    EntryId parent(EntryId id) const { return m_entries[id].parent; }
    EntryId end(EntryId id) const { return m_entries[id].end; }
    const Unit& unit(EntryId id) const { return (*m_units)[m_entries[id].unit]; }
    uint32_t unit_index(EntryId id) const { return m_entries[id].unit; }
    const DebugSections& sections() const { return m_sections; }

    // Calls visit(child) for each direct child, in order.
    template <typename Visit>
    void each_child(EntryId id, Visit visit) const {
        for (EntryId child = id + 1; child < end(id); child = end(child)) visit(child);
    }

    std::optional<Value> value(EntryId id, At attribute) const;
    std::string_view text(EntryId id, At attribute) const;
    std::optional<int64_t> constant(EntryId id, At attribute) const;
    bool flag(EntryId id, At attribute) const;
    EntryId reference(EntryId id, At attribute) const;
    EntryId at_offset(uint64_t info_offset) const;

    // The entry that has the attribute: this one, or what it completes (DW_AT_specification) or is an
    // instance of (DW_AT_abstract_origin). NoEntry if none has.
    EntryId holder(EntryId id, At attribute) const;
    std::string_view inherited_text(EntryId id, At attribute) const;
    std::optional<int64_t> inherited_constant(EntryId id, At attribute) const;
    EntryId inherited_reference(EntryId id, At attribute) const;

    // The code of a function, block or unit: DW_AT_low_pc/high_pc or DW_AT_ranges. Empty ranges and
    // ranges that start at 0 or end after `code_size` (functions dropped by the linker) are left out.
    std::vector<AddressRange> ranges(EntryId id, uint32_t code_size) const;

private:
    struct Entry {
        uint32_t offset;
        uint32_t attributes;  // position of the first attribute
        EntryId parent;
        EntryId end;
        uint32_t unit;
        const Abbreviation* shape;
    };

    void finish(EntryId id) { m_entries[id].end = static_cast<EntryId>(m_entries.size()); }
    base::Status read_unit(uint32_t unit_index);

    DebugSections m_sections;
    const std::vector<Unit>* m_units = nullptr;
    std::vector<Entry> m_entries;
};

// The ranges of a unit's root entry, without reading the others.
std::vector<AddressRange> unit_ranges(const Unit& unit, const DebugSections& sections,
                                      uint32_t code_size);

}  // namespace interleave::dwarf
