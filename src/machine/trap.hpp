#pragma once
// Why a guest's computation came to an end of its own doing (core spec, 4: "trap").

#include <cstdint>
#include <string_view>

namespace interleave::machine {

enum class TrapKind : uint8_t {
    None,
    Unreachable,
    IntegerDivideByZero,
    IntegerOverflow,
    InvalidConversionToInteger,
    OutOfBoundsMemoryAccess,
    OutOfBoundsTableAccess,
    UndefinedElement,      // call_indirect with an index outside of the table
    UninitializedElement,  // call_indirect through null
    IndirectCallTypeMismatch,
    CallStackExhausted,  // frames or slots above the store's limits
    UnalignedAtomic,
    ExpectedSharedMemory,  // memory.atomic.wait on an unshared memory
};

// The words of the specification's test suite: "integer divide by zero".
std::string_view describe(TrapKind trap);

}  // namespace interleave::machine
