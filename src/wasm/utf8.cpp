#include "wasm/utf8.hpp"

#include <cstdint>

namespace interleave::wasm {

namespace {

// What a leading byte promises: how many bytes follow, and the range of the first of them, which is where
// overlong forms, surrogates and too large code points show (Unicode standard, table 3-7).
struct Lead {
    int following;  // -1: no leading byte
    uint8_t low = 0x80;
    uint8_t high = 0xbf;
};

Lead lead_of(uint8_t byte) {
    if (byte < 0x80) return {0};
    if (byte < 0xc2) return {-1};
    if (byte < 0xe0) return {1};
    if (byte == 0xe0) return {2, 0xa0, 0xbf};
    if (byte == 0xed) return {2, 0x80, 0x9f};
    if (byte < 0xf0) return {2};
    if (byte == 0xf0) return {3, 0x90, 0xbf};
    if (byte < 0xf4) return {3};
    if (byte == 0xf4) return {3, 0x80, 0x8f};
    return {-1};
}

}  // namespace

bool is_utf8(std::string_view text) {
    size_t i = 0;
    while (i < text.size()) {
        Lead lead = lead_of(static_cast<uint8_t>(text[i++]));
        if (lead.following < 0) return false;
        for (int k = 0; k < lead.following; ++k) {
            if (i == text.size()) return false;
            auto byte = static_cast<uint8_t>(text[i++]);
            uint8_t low = k == 0 ? lead.low : 0x80;
            uint8_t high = k == 0 ? lead.high : 0xbf;
            if (byte < low || byte > high) return false;
        }
    }
    return true;
}

}  // namespace interleave::wasm
