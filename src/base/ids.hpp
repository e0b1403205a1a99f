#pragma once
// Numbers that must not be mixed up: each kind is its own type.

#include <compare>
#include <cstdint>
#include <functional>

namespace interleave::base {

template <typename Tag, typename Number>
struct Id {
    Number value{};
    constexpr auto operator<=>(const Id&) const = default;
};

// A thread of one program; 0 is the main thread, others in order of creation.
using ThreadId = Id<struct ThreadIdTag, uint32_t>;
// A byte offset in a guest's linear memory.
using Address = Id<struct AddressTag, uint32_t>;
// An index into a module's function index space (imports first).
using FunctionIndex = Id<struct FunctionIndexTag, uint32_t>;
// A byte offset from the start of the code section's contents: what DWARF calls an address.
using CodeOffset = Id<struct CodeOffsetTag, uint32_t>;
// The position of an event in a trace, or of a step in a run, counted from 0.
using StepIndex = Id<struct StepIndexTag, uint64_t>;

}  // namespace interleave::base

template <typename Tag, typename Number>
struct std::hash<interleave::base::Id<Tag, Number>> {
    size_t operator()(const interleave::base::Id<Tag, Number>& id) const noexcept {
        return std::hash<Number>{}(id.value);
    }
};
