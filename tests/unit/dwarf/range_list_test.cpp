#include "dwarf/range_list.hpp"

#include <gtest/gtest.h>

using namespace interleave;
using namespace interleave::dwarf;

namespace {

Value offset(uint64_t at) {
    Value value;
    value.form = Form::SecOffset;
    value.number = at;
    return value;
}

Unit unit_of(uint16_t version) {
    Unit unit;
    unit.version = version;
    unit.low_pc = 100;
    return unit;
}

}  // namespace

TEST(RangeList, of_dwarf_4_is_relative_to_a_base_that_may_change) {
    std::vector<uint8_t> bytes = {
        1,    0,    0,    0,    5, 0, 0, 0,  // 101 … 105
        0xff, 0xff, 0xff, 0xff, 0, 2, 0, 0,  // the base is 512 from here
        1,    0,    0,    0,    2, 0, 0, 0,  // 513 … 514
        0,    0,    0,    0,    0, 0, 0, 0,
    };
    DebugSections sections;
    sections.ranges = bytes;
    std::vector<RangeListEntry> list = read_range_list(offset(0), unit_of(4), sections);
    ASSERT_EQ(list.size(), 2u);
    EXPECT_EQ(list[0].start, 101u);
    EXPECT_EQ(list[0].end, 105u);
    EXPECT_EQ(list[1].start, 513u);
}

TEST(RangeList, of_dwarf_5_has_an_encoding_per_entry) {
    std::vector<uint8_t> bytes = {
        4, 1,  5,                     // offset_pair: 101 … 105
        5, 0,  2, 0, 0,               // base_address 512
        4, 1,  2,                     // 513 … 514
        6, 9,  0, 0, 0, 11, 0, 0, 0,  // start_end 9 … 11
        7, 20, 0, 0, 0, 3,            // start_length 20 … 23
        0,
    };
    DebugSections sections;
    sections.rnglists = bytes;
    std::vector<RangeListEntry> list = read_range_list(offset(0), unit_of(5), sections);
    ASSERT_EQ(list.size(), 4u);
    EXPECT_EQ(list[0].end, 105u);
    EXPECT_EQ(list[1].start, 513u);
    EXPECT_EQ(list[2].end, 11u);
    EXPECT_EQ(list[3].end, 23u);
}

TEST(LocationList, of_dwarf_5_may_have_a_default) {
    std::vector<uint8_t> bytes = {
        5, 1, 0x30,           // default: lit0
        4, 1, 5,    1, 0x31,  // 101 … 105: lit1
        0,
    };
    DebugSections sections;
    sections.loclists = bytes;
    std::vector<LocationListEntry> list = read_location_list(offset(0), unit_of(5), sections);
    ASSERT_EQ(list.size(), 2u);
    EXPECT_TRUE(list[0].is_default);
    EXPECT_EQ(list[1].start, 101u);
    ASSERT_EQ(list[1].expression.size(), 1u);
    EXPECT_EQ(list[1].expression[0], 0x31);
}

TEST(LocationList, of_dwarf_4_counts_its_expressions) {
    std::vector<uint8_t> bytes = {1, 0, 0, 0, 5, 0, 0, 0, 1, 0, 0x31, 0, 0, 0, 0, 0, 0, 0, 0};
    DebugSections sections;
    sections.loc = bytes;
    std::vector<LocationListEntry> list = read_location_list(offset(0), unit_of(4), sections);
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].end, 105u);
    EXPECT_EQ(list[0].expression.size(), 1u);
}

TEST(RangeList, bad_offset_or_end_gives_what_was_read) {
    DebugSections sections;
    EXPECT_TRUE(read_range_list(offset(99), unit_of(4), sections).empty());
    EXPECT_TRUE(read_range_list(offset(99), unit_of(5), sections).empty());
    std::vector<uint8_t> cut = {4, 1, 5, 4, 1};
    sections.rnglists = cut;
    EXPECT_EQ(read_range_list(offset(0), unit_of(5), sections).size(), 1u);
}
