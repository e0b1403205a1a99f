#include "session/message_text.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <vector>

using interleave::session::message_text;

namespace {

template <class... Values>
std::vector<uint8_t> bytes(const Values&... values) {
    std::vector<uint8_t> all;
    auto put = [&all](const auto& value) {
        const auto* begin = reinterpret_cast<const uint8_t*>(&value);
        all.insert(all.end(), begin, begin + sizeof value);
    };
    (put(values), ...);
    return all;
}

std::vector<uint8_t> text(std::string_view words) {
    std::vector<uint8_t> all = bytes(static_cast<uint32_t>(words.size()));
    all.insert(all.end(), words.begin(), words.end());
    return all;
}

}  // namespace

TEST(MessageText, reads_numbers) {
    EXPECT_EQ(message_text(bytes(int32_t{-42})), "-42");
    EXPECT_EQ(message_text(bytes(int32_t{0})), "0");
    EXPECT_EQ(message_text(bytes(int64_t{1} << 40)), "1099511627776");
    EXPECT_EQ(message_text(bytes(2.5)), "2.5");
    EXPECT_EQ(message_text(bytes(true)), "1");
    EXPECT_EQ(message_text(bytes(1, 2, 3)), "{1, 2, 3}");
    EXPECT_EQ(message_text(bytes(1, 2, 3, 4, 5, 6, 7, 8)), "{1, 2, 3, 4, 5, 6, …}");
}

TEST(MessageText, reads_text) {
    EXPECT_EQ(message_text(text("hello")), "\"hello\"");
    EXPECT_EQ(message_text(text("köln")), "\"köln\"");
    EXPECT_EQ(message_text(text(std::string(99, 'a'))), "\"" + std::string(32, 'a') + "…\"");
}

TEST(MessageText, bad_bytes_are_counted) {
    EXPECT_EQ(message_text({}), "0 bytes");
    EXPECT_EQ(message_text(std::vector<uint8_t>{1, 2, 3}), "3 bytes");
    EXPECT_EQ(message_text(text("a\x01")), "6 bytes");
}
