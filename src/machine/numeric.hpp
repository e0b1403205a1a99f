#pragma once
// Numbers as WebAssembly defines them (core spec, 4.3), where C++ does not: division, conversion, the extremes of
// floats, NaN.
//
// NaN: where the specification lets an implementation choose the bits of a NaN result, we choose the
// canonical one with sign 0. Processors choose differently (x86 sets the sign, ARM does not), and a run must give
// the same bits everywhere.

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <type_traits>

#include "machine/reference.hpp"
#include "machine/trap.hpp"

namespace interleave::machine {

// --- slots -----------------------------------------------------------------------------------------

// Reads a value from the low bytes of a slot.
template <typename T>
inline T read_slot(const uint8_t* slot) {
    T value;
    std::memcpy(&value, slot, sizeof value);
    return value;
}

// Writes a whole slot: what is narrower than 64 bits gets zeros above.
template <typename T>
inline void write_slot(uint8_t* slot, T value) {
    uint64_t bits;
    if constexpr (std::is_same_v<T, float>) {
        bits = std::bit_cast<uint32_t>(value);
    } else if constexpr (std::is_same_v<T, double>) {
        bits = std::bit_cast<uint64_t>(value);
    } else if constexpr (std::is_signed_v<T>) {
        bits = static_cast<std::make_unsigned_t<T>>(value);
    } else {
        bits = value;
    }
    std::memcpy(slot, &bits, sizeof bits);
}

template <typename F>
inline void write_float(uint8_t* slot, F value) {
    if (value != value)
        value = std::numeric_limits<F>::quiet_NaN();  // 0x7fc00000, 0x7ff8000000000000
    write_slot(slot, value);
}

// --- integers --------------------------------------------------------------------------------------

template <typename T>
inline TrapKind divide_signed(T a, T b, T& result) {
    using S = std::make_signed_t<T>;
    if (b == 0) return TrapKind::IntegerDivideByZero;
    if (static_cast<S>(a) == std::numeric_limits<S>::min() && static_cast<S>(b) == -1) {
        return TrapKind::IntegerOverflow;
    }
    result = static_cast<T>(static_cast<S>(a) / static_cast<S>(b));
    return TrapKind::None;
}

template <typename T>
inline TrapKind divide_unsigned(T a, T b, T& result) {
    if (b == 0) return TrapKind::IntegerDivideByZero;
    result = a / b;
    return TrapKind::None;
}

template <typename T>
inline TrapKind remainder_signed(T a, T b, T& result) {
    using S = std::make_signed_t<T>;
    if (b == 0) return TrapKind::IntegerDivideByZero;
    // C++ does not define the smallest number % -1; it is 0.
    result = static_cast<S>(b) == -1 ? 0 : static_cast<T>(static_cast<S>(a) % static_cast<S>(b));
    return TrapKind::None;
}

template <typename T>
inline TrapKind remainder_unsigned(T a, T b, T& result) {
    if (b == 0) return TrapKind::IntegerDivideByZero;
    result = a % b;
    return TrapKind::None;
}

// --- floats ----------------------------------------------------------------------------------------

template <typename F>
inline F float_minimum(F a, F b) {
    if (a != a || b != b) return std::numeric_limits<F>::quiet_NaN();
    if (a == b) return std::signbit(a) ? a : b;  // -0 is less than +0
    return a < b ? a : b;
}

template <typename F>
inline F float_maximum(F a, F b) {
    if (a != a || b != b) return std::numeric_limits<F>::quiet_NaN();
    if (a == b) return std::signbit(a) ? b : a;
    return a > b ? a : b;
}

// Does truncating x give a T? REQUIRES: x is not NaN. The bounds are exact in F: below a T's smallest
// value by one where F can say so, else that value itself.
template <typename F, typename T>
inline bool truncates_into(F x) {
    constexpr F Above = static_cast<F>(std::numeric_limits<T>::max() / 2 + 1) * 2;
    if constexpr (std::is_unsigned_v<T>) {
        return x > F{-1} && x < Above;
    } else if constexpr (std::numeric_limits<F>::digits > std::numeric_limits<T>::digits) {
        return x > static_cast<F>(std::numeric_limits<T>::min()) - 1 && x < Above;
    } else {
        return x >= static_cast<F>(std::numeric_limits<T>::min()) && x < Above;
    }
}

template <typename F, typename T>
inline TrapKind truncate(F x, T& result) {
    if (x != x) return TrapKind::InvalidConversionToInteger;
    if (!truncates_into<F, T>(x)) return TrapKind::IntegerOverflow;
    result = static_cast<T>(x);
    return TrapKind::None;
}

// The bits of the result, sign extension aside.
template <typename F, typename T>
inline std::make_unsigned_t<T> truncate_saturating(F x) {
    T result;
    if (x != x) {
        result = 0;
    } else if (truncates_into<F, T>(x)) {
        result = static_cast<T>(x);
    } else {
        result = x < 0 ? std::numeric_limits<T>::min() : std::numeric_limits<T>::max();
    }
    return static_cast<std::make_unsigned_t<T>>(result);
}

}  // namespace interleave::machine
