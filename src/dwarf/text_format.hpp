#pragma once
// Numbers, characters and strings as C++ literals.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace interleave::dwarf {

// The shortest decimal that reads back as the same number: 0.1, 2.5e-08, inf, nan.
std::string format_float(float value);
std::string format_double(double value);
// IEEE 754 binary128, which is `long double` on wasm, rounded to a double.
std::string format_quad(std::span<const uint8_t, 16> bytes);

// 'x', '\n', '\x03'.
std::string quote_character(uint32_t value);
// "text" with escapes; bytes that are no UTF-8 as \xNN.
std::string quote_text(std::string_view text);
// 0x00001880
std::string format_address(uint32_t address);
// At most `length` characters; what is cut off is shown as "…".
std::string shorten(std::string text, size_t length);

}  // namespace interleave::dwarf
