#include "dwarf/text_format.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

using namespace interleave::dwarf;

TEST(TextFormat, numbers_are_as_short_as_they_can_be_and_keep_their_kind) {
    EXPECT_EQ(format_float(0.1f), "0.1");
    EXPECT_EQ(format_double(0.1), "0.1");
    EXPECT_EQ(format_double(3), "3.0");
    EXPECT_EQ(format_double(-0.0), "-0.0");
    EXPECT_EQ(format_double(std::numeric_limits<double>::infinity()), "inf");
    EXPECT_EQ(format_double(1e300), "1e+300");
}

TEST(TextFormat, quad_floats_are_read_as_doubles) {
    std::array<uint8_t, 16> one{};
    one[14] = 0xff;
    one[15] = 0x3f;
    EXPECT_EQ(format_quad(one), "1.0");
    one[15] = 0xbf;
    one[13] = 0x40;
    EXPECT_EQ(format_quad(one), "-1.25");
    EXPECT_EQ(format_quad(std::array<uint8_t, 16>{}), "0.0");
}

TEST(TextFormat, characters_and_text_are_cpp_literals) {
    EXPECT_EQ(quote_character('x'), "'x'");
    EXPECT_EQ(quote_character('\''), "'\\''");
    EXPECT_EQ(quote_character(3), "'\\x03'");
    EXPECT_EQ(quote_text("a\n\"b\""), "\"a\\n\\\"b\\\"\"");
    EXPECT_EQ(quote_text("grün"), "\"grün\"");
    EXPECT_EQ(quote_text("\xff\xc3"), "\"\\xff\\xc3\"");
}

TEST(TextFormat, shortening_cuts_between_characters) {
    EXPECT_EQ(shorten("abcdef", 6), "abcdef");
    EXPECT_EQ(shorten("abcdefg", 6), "abcdef…");
    EXPECT_EQ(shorten("aü", 2), "a…");
}
