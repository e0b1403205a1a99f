#pragma once
// Bytes of types in the binary format (core spec, 5.3), for those who read it.

#include <cstdint>
#include <optional>

#include "wasm/types.hpp"

namespace interleave::wasm {

// The value type of this byte, nullopt if it is none that we know.
inline std::optional<ValueType> value_type_of(uint8_t byte) {
    switch (static_cast<ValueType>(byte)) {
        case ValueType::I32:
        case ValueType::I64:
        case ValueType::F32:
        case ValueType::F64:
        case ValueType::FuncRef:
        case ValueType::ExternRef:
            return static_cast<ValueType>(byte);
    }
    return std::nullopt;
}

// What to add to "malformed … type" where the byte is a type of a feature that is refused, else "".
inline const char* refused_type(uint8_t byte) {
    switch (byte) {
        case 0x7b:
            return ": v128 (SIMD) is not supported; compile without -msimd128";
        case 0x69:
            return ": exnref is not supported; compile with -mllvm -wasm-use-legacy-eh=true";
        default:
            return "";
    }
}

}  // namespace interleave::wasm
