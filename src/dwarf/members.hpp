#pragma once
// Members of classes, by name and place; the printer of standard types is built on it.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "dwarf/entries.hpp"

namespace interleave::dwarf {

// A non-static data member or a base class.
struct Member {
    EntryId entry = NoEntry;
    EntryId type = NoEntry;
    std::string_view name;    // empty for bases and anonymous members
    uint32_t offset = 0;      // bytes from the start of the object it was asked of
    uint32_t bit_offset = 0;  // of a bit field, from `offset`
    uint32_t bit_size = 0;    // 0: not a bit field
    bool is_base = false;
};

// In the order of declaration, bases first. Empty for other types and incomplete classes.
std::vector<Member> members_of(const Entries& entries, EntryId type);

// The member of that name in the class, its bases, its anonymous members or (last) its members'
// classes; offsets add up.
std::optional<Member> find_member(const Entries& entries, EntryId type, std::string_view name);

// The same, one name after the other: {"__size_", "__value_"}.
std::optional<Member> find_member(const Entries& entries, EntryId type,
                                  std::initializer_list<std::string_view> path);

// The n-th template type argument of a class (also inside a parameter pack), NoEntry if there is none.
EntryId template_argument(const Entries& entries, EntryId type, size_t index);

}  // namespace interleave::dwarf
