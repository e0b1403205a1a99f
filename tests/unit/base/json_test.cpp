#include "base/json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "base/utf8.hpp"

using interleave::base::JsonWriter;
using interleave::base::utf8_sequence_length;

TEST(Json, nested_values_read_back_as_written) {
    JsonWriter json;
    json.begin_object().key("name").value("a\"b\\c\n\x01").key("list").begin_array();
    json.value(1).value(-2).value(true).null().begin_object().end_object().end_array();
    json.key("big").value(uint64_t{18446744073709551615u}).key("third").value(1.0 / 3).end_object();
    nlohmann::json read = nlohmann::json::parse(json.text());
    EXPECT_EQ(read["name"], "a\"b\\c\n\x01");
    EXPECT_EQ(read["list"].size(), 5u);
    EXPECT_EQ(read["list"][1], -2);
    EXPECT_EQ(read["big"], 18446744073709551615u);
    EXPECT_NEAR(read["third"].get<double>(), 0.333333, 1e-6);
}

TEST(Json, bad_utf8_becomes_the_replacement_character) {
    JsonWriter json;
    json.value(std::string_view("a\xff\xc3(\xed\xa0\x80z", 8));
    std::string read = nlohmann::json::parse(json.text()).get<std::string>();
    EXPECT_EQ(read, "a\xef\xbf\xbd\xef\xbf\xbd(\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
}

TEST(Utf8, lengths_of_valid_sequences_and_zero_for_bad_ones) {
    EXPECT_EQ(utf8_sequence_length("a"), 1u);
    EXPECT_EQ(utf8_sequence_length("ß"), 2u);
    EXPECT_EQ(utf8_sequence_length("→"), 3u);
    EXPECT_EQ(utf8_sequence_length("🧵"), 4u);
    EXPECT_EQ(utf8_sequence_length(""), 0u);
    EXPECT_EQ(utf8_sequence_length("\xc0\xaf"), 0u);
    EXPECT_EQ(utf8_sequence_length("\xf4\x90\x80\x80"), 0u);
    EXPECT_EQ(utf8_sequence_length("\xe2\x86"), 0u);
}
