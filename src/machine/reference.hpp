#pragma once
// What names the things of a store, and how a value looks in a slot.
//
// A slot is 64 bits: i32 and f32 in the low half with zeros above, i64 and f64 as they are, a reference
// as one number. Slots carry no type: the validator proved the types once.

#include <cstdint>
#include <variant>

#include "base/ids.hpp"

namespace interleave::machine {

using Slot = uint64_t;

using InstanceId = base::Id<struct InstanceIdTag, uint32_t>;
using MemoryId = base::Id<struct MemoryIdTag, uint32_t>;
using TableId = base::Id<struct TableIdTag, uint32_t>;
using GlobalId = base::Id<struct GlobalIdTag, uint32_t>;
using TagId = base::Id<struct TagIdTag, uint32_t>;
// Function types that are equal have equal ids within a store.
using TypeId = base::Id<struct TypeIdTag, uint32_t>;

// The null of both kinds of references.
inline constexpr Slot NullReference = ~Slot{0};

// A function of a store: one that an instance defines, or one that the host performs.
struct FunctionReference {
    static constexpr InstanceId Host{0xffff'fffe};

    InstanceId instance;
    // in the instance's index space; of the host: in order of add_host_function
    uint32_t function = 0;

    bool is_host() const { return instance == Host; }
    bool operator==(const FunctionReference&) const = default;

    Slot to_slot() const { return Slot{instance.value} << 32 | function; }
    // REQUIRES: slot != NullReference
    static FunctionReference from_slot(Slot slot) {
        return {{static_cast<uint32_t>(slot >> 32)}, static_cast<uint32_t>(slot)};
    }
};

// What an instance imports and exports.
using External = std::variant<FunctionReference, TableId, MemoryId, GlobalId, TagId>;

}  // namespace interleave::machine
