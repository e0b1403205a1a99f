#include "explorer/schedule.hpp"

#include <gtest/gtest.h>

#include <random>

using namespace interleave::explorer;

namespace {

Segment segment(uint32_t thread, uint64_t instructions, uint64_t performs, int64_t gap = 0) {
    return Segment{ThreadId{thread}, instructions, performs, gap};
}

}  // namespace

TEST(Schedule, text_round_trips) {
    std::mt19937_64 random(3);
    Schedule schedule;
    for (int i = 0; i < 1000; ++i) {
        int64_t gap = random() % 3 == 0 ? static_cast<int64_t>(random() % 100000) - 50000 : 0;
        schedule.segments.push_back(segment(
            random() % 70, random() % 5 == 0 ? 0 : random() >> (random() % 60), random() % 4, gap));
    }
    for (Segment& each : schedule.segments) each.instructions &= INT64_MAX >> 1;
    interleave::base::Result<Schedule> read = Schedule::from_text(schedule.to_text());
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(*read, schedule);
}

TEST(Schedule, a_schedule_of_operations_is_a_short_string) {
    Schedule schedule;
    for (uint32_t thread : {0u, 1u, 1u, 2u, 1u}) schedule.append(segment(thread, 0, 1));
    EXPECT_EQ(schedule.to_text(), "0.1X2.2.1");
}

TEST(Schedule, segments_of_one_thread_are_joined_but_not_over_a_gap_or_a_seal) {
    Schedule schedule;
    schedule.append(segment(1, 10, 0));
    schedule.append(segment(1, 5, 1));
    EXPECT_EQ(schedule.segments.size(), 1u);
    EXPECT_EQ(schedule.segments[0].instructions, 15u);
    schedule.append(segment(1, 5, 0, 100));
    EXPECT_EQ(schedule.segments.size(), 2u);
    schedule.seal();
    schedule.append(segment(1, 5, 0));
    EXPECT_EQ(schedule.segments.size(), 3u);
}

TEST(Schedule, bad_texts_are_rejected_with_their_position) {
    for (const char* text : {"X", "0.", "0X", "0I", "0T", "0N", "0 1", "-1",
                             "zzzzzzzzzzzzzzzzzzzzz", "0..1", "0X1Z"}) {
        interleave::base::Result<Schedule> read = Schedule::from_text(text);
        ASSERT_FALSE(read.ok()) << text;
        EXPECT_NE(read.error().position, interleave::base::Error::NoPosition) << text;
    }
    EXPECT_TRUE(Schedule::from_text("").ok());
}
