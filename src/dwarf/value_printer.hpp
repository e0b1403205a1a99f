#pragma once
// Values as a learner reads them: 42, 'x', "bob", State::Busy, {1, 2, 3}, → counter.
//
// A value is read through a callback, so the same printer works on a live machine, on a snapshot and on
// a dumped image. Any bytes may be there (uninitialised variables, dangling pointers): the result is
// bounded by ValueLimits, never recursive without end, and says what could not be read.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dwarf/debug_info.hpp"
#include "dwarf/expression.hpp"
#include "dwarf/variables.hpp"

namespace interleave::dwarf {

struct PrintedValue {
    std::string name;  // of the variable, member or element; "" for the root of print_value
    std::string type;
    std::string text;                      // one line, at most ValueLimits::text_length characters
    std::optional<base::Address> address;  // where the value is; nothing if it is in no memory
    uint32_t size = 0;                     // of its type, in bytes; 0 if it is not known
    bool is_readable = true;
    std::vector<PrintedValue> children;  // members, elements, or "*" for what a pointer points to
    uint64_t omitted = 0;                // further children that the limits left out
};

struct ValueLimits {
    uint32_t depth = 5;          // levels of children
    uint32_t elements = 32;      // children of one container
    uint32_t characters = 120;   // of a string's contents
    uint32_t text_length = 160;  // of a value's one line
    uint32_t values = 1000;      // in one whole tree
};

// What only the machine knows. Any may be null.
struct ValueHooks {
    // What a thread handle (pthread_t) is called: "thread 2".
    std::function<std::string(uint32_t handle)> thread_name;
    // A name for an address that is no global: a variable on a stack (see named_places), a block of
    // the heap. An empty answer lets the address stand.
    std::function<std::string(base::Address)> address_name;
};

class ValuePrinter {
public:
    // REQUIRES: `info` outlives the printer
    ValuePrinter(const DebugInfo& info, ReadMemory read, ValueLimits limits = {},
                 ValueHooks hooks = {});

    // The value of the type at the location (a result of `locate`).
    PrintedValue print(EntryId type, const Location& location) const;
    PrintedValue print(EntryId type, base::Address address) const;
    // A variable of the thread that stands at `offset`.
    PrintedValue print(const Variable& variable, base::CodeOffset offset,
                       const Registers& registers) const;

private:
    const DebugInfo& m_info;
    ReadMemory m_read;
    ValueLimits m_limits;
    ValueHooks m_hooks;
};

// A variable on a stack: so that addresses in it can be named.
struct NamedPlace {
    base::Address address{};
    uint32_t size = 0;
    std::string name;
    EntryId type = NoEntry;
};

// The parameters and locals in memory of the thread that stands at `offset`; for callers on its stack
// call it with their offsets and registers.
std::vector<NamedPlace> named_places(const DebugInfo& info, base::CodeOffset offset,
                                     const Registers& registers, const ReadMemory& read);

// The place and the way into it that an address belongs to, empty if it is in none.
std::string describe_address(const DebugInfo& info, base::Address address,
                             std::span<const NamedPlace> places);

// The global object and the way into it that an address belongs to: "counter", "bank.gate",
// "numbers[2]". Empty if no object of user code contains the address.
std::string describe_address(const DebugInfo& info, base::Address address);

}  // namespace interleave::dwarf
