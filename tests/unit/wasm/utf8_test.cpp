#include "wasm/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

using interleave::wasm::is_utf8;

namespace {

// The bits of a code point in a form of this many bytes, shortest or not.
std::string encode(uint32_t point, int bytes) {
    if (bytes == 1) return std::string(1, static_cast<char>(point));
    std::string text;
    for (int i = 0; i < bytes - 1; ++i) {
        text.insert(text.begin(), static_cast<char>(0x80 | (point & 0x3f)));
        point >>= 6;
    }
    constexpr uint8_t Lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
    text.insert(text.begin(), static_cast<char>(Lead[bytes] | point));
    return text;
}

int shortest(uint32_t point) {
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
}

}  // namespace

TEST(Utf8, every_code_point_is_accepted_in_its_shortest_form_only) {
    for (uint32_t point = 0; point < 0x110000; ++point) {
        bool surrogate = point >= 0xd800 && point <= 0xdfff;
        for (int bytes = 1; bytes <= 4; ++bytes) {
            if (bytes < shortest(point) || (bytes == 2 && point >= 0x800)) continue;
            bool expected = bytes == shortest(point) && !surrogate;
            ASSERT_EQ(is_utf8(encode(point, bytes)), expected) << point << " in " << bytes;
        }
    }
}

TEST(Utf8, bad_points_above_the_last_are_refused) {
    EXPECT_TRUE(is_utf8(encode(0x10ffff, 4)));
    EXPECT_FALSE(is_utf8(encode(0x110000, 4)));
    EXPECT_FALSE(is_utf8("\xf5\x80\x80\x80"));
    EXPECT_FALSE(is_utf8("\xff"));
}

TEST(Utf8, bad_texts_that_end_within_a_character_are_refused) {
    for (std::string_view text : {"\xc3", "\xe2\x82", "\xf0\x9f\x98", "a\xe2"}) {
        EXPECT_FALSE(is_utf8(text));
    }
    EXPECT_FALSE(is_utf8("\x80"));
    EXPECT_FALSE(is_utf8("\xc3("));
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("Zähler → 計数 🧵"));
}
