#include "machine/trap.hpp"

namespace interleave::machine {

std::string_view describe(TrapKind trap) {
    switch (trap) {
        case TrapKind::None:
            return "no trap";
        case TrapKind::Unreachable:
            return "unreachable";
        case TrapKind::IntegerDivideByZero:
            return "integer divide by zero";
        case TrapKind::IntegerOverflow:
            return "integer overflow";
        case TrapKind::InvalidConversionToInteger:
            return "invalid conversion to integer";
        case TrapKind::OutOfBoundsMemoryAccess:
            return "out of bounds memory access";
        case TrapKind::OutOfBoundsTableAccess:
            return "out of bounds table access";
        case TrapKind::UndefinedElement:
            return "undefined element";
        case TrapKind::UninitializedElement:
            return "uninitialized element";
        case TrapKind::IndirectCallTypeMismatch:
            return "indirect call type mismatch";
        case TrapKind::CallStackExhausted:
            return "call stack exhausted";
        case TrapKind::UnalignedAtomic:
            return "unaligned atomic";
        case TrapKind::ExpectedSharedMemory:
            return "expected shared memory";
    }
    return "unknown trap";
}

}  // namespace interleave::machine
