#pragma once
// The printer's inside: one walk through one value. value_walk.cpp knows the language's types,
// standard_types.hpp those of the standard library.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dwarf/members.hpp"
#include "dwarf/value_printer.hpp"

namespace interleave::dwarf {

// Where a value's bytes are: in guest memory, or here (a value in a register or made of pieces).
struct Place {
    std::optional<uint32_t> address;
    std::vector<uint8_t> bytes;

    static Place at(uint32_t address) { return {address, {}}; }
    Place advance(uint32_t offset) const;
};

class ValueWalk {
public:
    ValueWalk(const DebugInfo& info, const ReadMemory& read, const ValueLimits& limits,
              const ValueHooks& hooks)
        : m_info(info),
          m_entries(info.entries()),
          m_read(read),
          m_limits(limits),
          m_hooks(hooks),
          m_budget(limits.values) {}

    PrintedValue print(EntryId type, const Place& place, uint32_t depth);

    // --- for the standard types ------------------------------------------------------------------

    const Entries& entries() const { return m_entries; }
    const ValueLimits& limits() const { return m_limits; }
    const ValueHooks& hooks() const { return m_hooks; }

    // False if any byte can't be read; `out` is then all zero.
    bool load(const Place& place, std::span<uint8_t> out) const;
    std::optional<uint32_t> load_u32(const Place& place) const;
    // The unsigned number in a member of that path, of the member's size.
    std::optional<uint64_t> load_member(EntryId type, const Place& place,
                                        std::initializer_list<std::string_view> path) const;

    // Adds an element "[0]", "[1]", …, counting what the limits leave out. False once nothing more will
    // be added, so that the caller may stop reading.
    bool add_element(PrintedValue& parent, EntryId type, const Place& place, uint32_t depth);
    bool add_child(PrintedValue& parent, std::string name, EntryId type, const Place& place,
                   uint32_t depth);

    void print_pointer(PrintedValue& value, EntryId pointee, uint32_t target, uint32_t depth);
    void print_class(PrintedValue& value, EntryId type, const Place& place, uint32_t depth);
    // {a, b, c} from the children; with names if they are members.
    void summarise(PrintedValue& value, bool with_names) const;
    void unreadable(PrintedValue& value) const;
    // "counter", or what the hooks call it, or 0x00001234.
    std::string name_of_address(uint32_t address) const;

private:
    void print_type(PrintedValue& value, EntryId type, const Place& place, uint32_t depth);
    void print_base_type(PrintedValue& value, EntryId type, const Place& place);
    void print_enumeration(PrintedValue& value, EntryId type, const Place& place);
    void print_array(PrintedValue& value, EntryId type, const Place& place, uint32_t depth);
    void print_dimension(PrintedValue& value, EntryId element, std::span<const uint64_t> dimensions,
                         uint32_t size, const Place& place, uint32_t depth);
    bool print_c_string(PrintedValue& value, EntryId pointee, uint32_t target);
    void add_members(PrintedValue& value, EntryId type, const Place& place, uint32_t depth);
    void add_bit_field(PrintedValue& value, const Member& member, const Place& place);

    const DebugInfo& m_info;
    const Entries& m_entries;
    const ReadMemory& m_read;
    const ValueLimits& m_limits;
    const ValueHooks& m_hooks;
    uint32_t m_budget;                                     // values that may still be made
    std::vector<std::pair<uint32_t, EntryId>> m_followed;  // pointers on the way from the root
};

// Prints the value if its type is one of the standard library's that have a printer.
bool print_standard_type(ValueWalk& walk, PrintedValue& value, EntryId type, std::string_view name,
                         const Place& place, uint32_t depth);

}  // namespace interleave::dwarf
