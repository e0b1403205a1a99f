#include "base/bytes.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <vector>

using interleave::base::ByteReader;
using interleave::base::ByteWriter;

namespace {

std::vector<uint8_t> unsigned_leb(uint64_t value) {
    ByteWriter writer;
    writer.leb_u64(value);
    return writer.data();
}

}  // namespace

TEST(Bytes, leb128_round_trips_at_the_edges_of_every_length) {
    for (int bit = 0; bit < 64; ++bit) {
        for (int64_t delta : {-1, 0, 1}) {
            int64_t value =
                static_cast<int64_t>((uint64_t{1} << bit) + static_cast<uint64_t>(delta));
            ByteWriter writer;
            writer.leb_u64(static_cast<uint64_t>(value));
            writer.leb_s64(value);
            ByteReader reader(writer.data());
            EXPECT_EQ(reader.leb_u64(), static_cast<uint64_t>(value));
            EXPECT_EQ(reader.leb_s64(), value);
            EXPECT_FALSE(reader.failed());
            EXPECT_TRUE(reader.at_end());
        }
    }
}

TEST(Bytes, leb_u32_takes_padding_up_to_five_bytes_and_no_more) {
    std::vector<uint8_t> padded = {0x83, 0x80, 0x80, 0x80, 0x00};
    EXPECT_EQ(ByteReader(padded).leb_u32(), 3u);
    std::vector<uint8_t> too_long = {0x83, 0x80, 0x80, 0x80, 0x80, 0x00};
    ByteReader reader(too_long);
    reader.leb_u32();
    EXPECT_STREQ(reader.failure(), "integer representation too long");
}

TEST(Bytes, bad_leb_u32_with_bits_above_32_is_too_large) {
    std::vector<uint8_t> bytes = {0xff, 0xff, 0xff, 0xff, 0x1f};
    ByteReader reader(bytes);
    reader.leb_u32();
    EXPECT_STREQ(reader.failure(), "integer too large");
}

TEST(Bytes, bad_leb_s32_with_unused_bits_unlike_the_sign_is_too_large) {
    std::vector<uint8_t> positive = {0xff, 0xff, 0xff, 0xff, 0x0f};
    ByteReader reader(positive);
    reader.leb_s32();
    EXPECT_STREQ(reader.failure(), "integer too large");
    std::vector<uint8_t> minus_one = {0xff, 0xff, 0xff, 0xff, 0x7f};
    EXPECT_EQ(ByteReader(minus_one).leb_s32(), -1);
    std::vector<uint8_t> smallest = {0x80, 0x80, 0x80, 0x80, 0x78};
    EXPECT_EQ(ByteReader(smallest).leb_s32(), std::numeric_limits<int32_t>::min());
}

TEST(Bytes, bad_input_that_ends_early_fails_once_and_keeps_its_position) {
    std::vector<uint8_t> bytes = unsigned_leb(300);
    bytes.pop_back();
    ByteReader reader(bytes);
    EXPECT_EQ(reader.leb_u64(), 0u);
    EXPECT_TRUE(reader.failed());
    EXPECT_EQ(reader.failure_position(), 1u);
    EXPECT_EQ(reader.u32(), 0u);
    EXPECT_EQ(reader.failure_position(), 1u);
}

TEST(Bytes, bad_text_longer_than_the_input_is_empty) {
    std::vector<uint8_t> bytes = {'a', 'b'};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.text(3), "");
    EXPECT_TRUE(reader.failed());
}

TEST(Bytes, zero_terminated_text_stops_before_the_zero) {
    std::vector<uint8_t> bytes = {'a', 'b', 0, 'c'};
    ByteReader reader(bytes);
    EXPECT_EQ(reader.zero_terminated(), "ab");
    EXPECT_EQ(reader.position(), 3u);
    EXPECT_EQ(reader.zero_terminated(), "");
    EXPECT_TRUE(reader.failed());
}
