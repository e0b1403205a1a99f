#include "ui/time_format.hpp"

#include <gtest/gtest.h>

namespace interleave::ui {
namespace {

TEST(TimeFormat, durations_have_three_digits_and_the_fitting_unit) {
    EXPECT_EQ(format_duration(Axis::Real, 415), "415 ns");
    EXPECT_EQ(format_duration(Axis::Real, 3'204), "3.20 µs");
    EXPECT_EQ(format_duration(Axis::Real, 32'040'000), "32.0 ms");
    EXPECT_EQ(format_duration(Axis::Virtual, 320'400'000), "320 ms");
    EXPECT_EQ(format_duration(Axis::Real, 9'000'000'000), "9.00 s");
}

TEST(TimeFormat, steps_are_counted) {
    EXPECT_EQ(format_duration(Axis::Step, 1), "1 step");
    EXPECT_EQ(format_duration(Axis::Step, 12), "12 steps");
    EXPECT_EQ(format_time(Axis::Step, 7, 1), "step 7");
}

TEST(TimeFormat, a_time_is_exact_to_its_last_nanosecond) {
    constexpr Time Far = (Time{1} << 53) + 1;
    EXPECT_EQ(format_time(Axis::Real, Far, 1), "9007199.254740993 s");
}

TEST(TimeFormat, a_time_has_no_more_digits_than_the_screen_can_tell_apart) {
    EXPECT_EQ(format_time(Axis::Real, 1'234'567, 1'000), "1.234 ms");
    EXPECT_EQ(format_time(Axis::Real, 1'234'567, 1), "1.234567 ms");
}

TEST(TimeFormat, ticks_are_one_two_or_five_times_a_power_of_ten) {
    for (Time least = 1; least < 100'000; least += 37) {
        Time distance = tick_distance(least);
        EXPECT_GE(distance, least);
        EXPECT_LE(distance, least * 5 / 2 + 1);
        while (distance % 10 == 0) distance /= 10;
        EXPECT_TRUE(distance == 1 || distance == 2 || distance == 5) << least;
    }
}

TEST(TimeFormat, neighbouring_ticks_read_differently) {
    for (Time distance : {Time{1}, Time{20}, Time{5'000}, Time{200'000}}) {
        Time largest = distance * 1000;
        for (Time tick = 0; tick < distance * 20; tick += distance) {
            EXPECT_NE(format_tick(Axis::Real, tick, distance, largest),
                      format_tick(Axis::Real, tick + distance, distance, largest));
        }
    }
}

TEST(TimeFormat, the_axis_is_always_named) {
    EXPECT_STREQ(axis_label(Axis::Real), "real time");
    EXPECT_STREQ(axis_label(Axis::Virtual), "virtual time");
    EXPECT_STREQ(axis_label(Axis::Step), "step");
}

}  // namespace
}  // namespace interleave::ui
