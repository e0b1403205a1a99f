#include "dwarf/text_format.hpp"

#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "base/utf8.hpp"

namespace interleave::dwarf {
namespace {

template <typename Number>
std::string shortest(Number value) {
    char text[64];
    std::to_chars_result result = std::to_chars(text, text + sizeof text, value);
    std::string number(text, result.ptr);
    // 3 is an int's value; a double's is 3.0.
    bool looks_whole = number.find_first_not_of("-0123456789") == std::string::npos;
    return looks_whole ? number + ".0" : number;
}

std::string hex_escape(uint32_t value) {
    char text[16];
    std::snprintf(text, sizeof text, "\\x%02x", static_cast<unsigned>(value));
    return text;
}

std::string escape(uint32_t c, char quote) {
    switch (c) {
        case '\n':
            return "\\n";
        case '\t':
            return "\\t";
        case '\r':
            return "\\r";
        case '\\':
            return "\\\\";
        case 0:
            return "\\0";
        default:
            break;
    }
    if (c == static_cast<uint32_t>(quote)) return std::string("\\") + quote;
    if (c < 0x20 || c >= 0x7f) return hex_escape(c);
    return std::string(1, static_cast<char>(c));
}

}  // namespace

std::string format_float(float value) { return shortest(value); }

std::string format_double(double value) { return shortest(value); }

std::string format_quad(std::span<const uint8_t, 16> bytes) {
    uint64_t low = 0, high = 0;
    std::memcpy(&low, bytes.data(), 8);
    std::memcpy(&high, bytes.data() + 8, 8);
    bool negative = high >> 63;
    int exponent = static_cast<int>(high >> 48 & 0x7fff);
    uint64_t fraction = high & 0xffff'ffff'ffffull;
    double value = 0;
    if (exponent == 0x7fff) {
        value = fraction == 0 && low == 0 ? HUGE_VAL : std::nan("");
    } else {
        double mantissa = std::ldexp(static_cast<double>(fraction), -48) +
                          std::ldexp(static_cast<double>(low), -112) + (exponent == 0 ? 0 : 1);
        value = std::ldexp(mantissa, exponent - 16383);
    }
    return format_double(negative ? -value : value);
}

std::string quote_character(uint32_t value) { return "'" + escape(value, '\'') + "'"; }

std::string quote_text(std::string_view text) {
    std::string quoted = "\"";
    while (!text.empty()) {
        size_t length = base::utf8_sequence_length(text);
        if (length > 1) {
            quoted += text.substr(0, length);
        } else {
            length = 1;
            quoted += escape(static_cast<uint8_t>(text[0]), '"');
        }
        text.remove_prefix(length);
    }
    return quoted + '"';
}

std::string format_address(uint32_t address) {
    char text[16];
    std::snprintf(text, sizeof text, "0x%08x", static_cast<unsigned>(address));
    return text;
}

std::string shorten(std::string text, size_t length) {
    if (text.size() <= length) return text;
    // Not in the middle of a UTF-8 sequence.
    while (length > 0 && (static_cast<uint8_t>(text[length]) & 0xc0) == 0x80) --length;
    text.resize(length);
    return text + "…";
}

}  // namespace interleave::dwarf
