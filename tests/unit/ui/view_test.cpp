#include "ui/view.hpp"

#include <gtest/gtest.h>

namespace interleave::ui {
namespace {

View view_of(Time begin, Time end, double width = 1000) {
    View view;
    view.set_bounds(begin, end);
    view.set_width(width);
    view.fit(begin, end);
    return view;
}

TEST(View, fit_shows_the_whole_range_with_a_margin) {
    View view = view_of(0, 1'000'000);
    EXPECT_GT(view.pixel_of(0), 10);
    EXPECT_LT(view.pixel_of(1'000'000), 990);
    EXPECT_TRUE(view.is_fitted());
    view.zoom(2, 500);
    EXPECT_FALSE(view.is_fitted());
}

TEST(View, zooming_keeps_the_time_under_the_pointer) {
    View view = view_of(0, 1'000'000'000);
    for (int i = 0; i < 30; ++i) {
        Time before = view.time_at(320);
        view.zoom(1.3, 320);
        EXPECT_NEAR(view.pixel_of(before), 320, 0.5 + 1 / view.time_per_pixel());
    }
}

TEST(View, a_tick_is_exact_at_two_to_the_forty) {
    constexpr Time Far = Time{1} << 40;
    View view = view_of(0, Far * 2);
    view.fit(Far, Far + 100);
    double pixel = view.pixel_of(Far + 1) - view.pixel_of(Far);
    EXPECT_NEAR(pixel, 1 / view.time_per_pixel(), 1e-9);
    EXPECT_EQ(view.time_at(view.pixel_of(Far + 37) + 0.01), Far + 37);
}

TEST(View, panning_by_pixels_adds_up_where_a_tick_is_many_pixels) {
    View view = view_of(0, 1000);
    for (int i = 0; i < 40; ++i) view.zoom(2, 500);
    EXPECT_LE(1 / view.time_per_pixel(), View::MaximumPixelsPerTick + 1e-9);
    double before = view.pixel_of(500);
    for (int i = 0; i < 100; ++i) view.pan(1);
    EXPECT_NEAR(view.pixel_of(500), before - 100, 1e-6);
}

TEST(View, the_run_never_leaves_the_screen) {
    View view = view_of(0, 1'000'000);
    view.zoom(10, 500);
    for (int i = 0; i < 100; ++i) view.pan(500);
    EXPECT_LT(view.pixel_of(1'000'000), 1000);
    EXPECT_GT(view.pixel_of(1'000'000), 0);
    for (int i = 0; i < 200; ++i) view.pan(-500);
    EXPECT_GT(view.pixel_of(0), 0);
    EXPECT_LT(view.pixel_of(0), 1000);
}

TEST(View, zooming_out_ends_at_the_whole_run) {
    View view = view_of(0, 1'000'000);
    for (int i = 0; i < 50; ++i) view.zoom(0.5, 100);
    EXPECT_LE(view.time_per_pixel() * view.width(), 1'500'001);
}

TEST(View, reveal_moves_only_if_it_must) {
    View view = view_of(0, 1'000'000);
    view.zoom(10, 500);
    View before = view;
    view.reveal(view.time_at(500));
    EXPECT_EQ(view, before);
    view.reveal(900'000);
    EXPECT_NEAR(view.pixel_of(900'000), 900, 1.5);
}

TEST(View, an_empty_run_has_a_view) {
    View view = view_of(0, 0);
    EXPECT_GT(view.time_per_pixel(), 0);
    EXPECT_GE(view.end(), view.origin());
}

}  // namespace
}  // namespace interleave::ui
