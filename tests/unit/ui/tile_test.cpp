#include "ui/tile.hpp"

#include <gtest/gtest.h>

namespace interleave::ui {
namespace {

constexpr Look Looks[] = {{Style::Solid, Colour::thread_0, 1}, {Style::Dots, Colour::sleep, 2}};

struct Example {
    std::vector<Span> spans;
    Fold fold;
    View view;

    Example(Time origin, Time length, int count) {
        for (int i = 0; i < count; ++i) {
            Time start = origin + length * i;
            spans.push_back({start, start + length, 0, 0, static_cast<uint8_t>(i % 2), 0});
        }
        fold.update(spans);
        view.set_bounds(0, origin + length * count);
        view.set_width(1280);
        view.fit(origin, origin + length * count);
    }
    TileTrack track() const { return {.fold = &fold, .spans = spans, .slot = 3, .looks = Looks}; }
};

TEST(Tile, times_are_exact_at_two_to_the_forty) {
    Example example(Time{1} << 40, 5, 100);
    Tile tile;
    TileTrack track = example.track();
    tile.build(example.view, {&track, 1}, 1);
    ASSERT_EQ(tile.shift(), 0);
    for (const Rectangle& rectangle : tile.rectangles()) {
        Time start = tile.from() + rectangle.start;
        EXPECT_EQ((start - (Time{1} << 40)) % 5, 0);
        EXPECT_EQ(rectangle.length, 5u);
    }
}

TEST(Tile, the_views_edge_and_a_rectangle_meet_in_integers) {
    Example example(Time{1} << 40, 5, 100);
    Tile tile;
    TileTrack track = example.track();
    tile.build(example.view, {&track, 1}, 1);
    Time start = tile.from() + tile.rectangles()[0].start;
    auto pixel = [&](const View& view) {
        double units = static_cast<double>(tile.rectangles()[0].start) - tile.origin_of(view) -
                       static_cast<double>(tile.fraction_of(view));
        return units * static_cast<double>(Time{1} << tile.shift()) / view.time_per_pixel();
    };
    EXPECT_NEAR(pixel(example.view), example.view.pixel_of(start), 0.01);
}

TEST(Tile, small_pans_and_zooms_need_no_new_tile) {
    Example example(0, 1000, 5000);
    Tile tile;
    TileTrack track = example.track();
    example.view.zoom(20, 640);
    tile.build(example.view, {&track, 1}, 1);
    View moved = example.view;
    moved.pan(600);
    EXPECT_TRUE(tile.covers(moved));
    moved.pan(900);
    EXPECT_FALSE(tile.covers(moved));
    View deeper = example.view;
    deeper.zoom(4.1, 640);
    EXPECT_FALSE(tile.covers(deeper)) << "another level of detail";
}

TEST(Tile, a_million_spans_make_no_more_rectangles_than_three_screens_have_pixels) {
    Example example(0, 3, 1'000'000);
    Tile tile;
    TileTrack track = example.track();
    tile.build(example.view, {&track, 1}, 1);
    EXPECT_LE(tile.rectangles().size(), 3 * 1280u + 8);
    EXPECT_GT(tile.rectangles().size(), 100u);
}

TEST(Tile, long_runs_fit_thirty_one_bits_without_losing_a_pixel) {
    Example example(0, Time{3'600'000'000'000}, 24);  // a day
    Tile tile;
    TileTrack track = example.track();
    tile.build(example.view, {&track, 1}, 1);
    EXPECT_GT(tile.shift(), 0);
    EXPECT_LT(static_cast<double>(Time{1} << tile.shift()) / example.view.time_per_pixel(), 0.01);
    for (const Rectangle& rectangle : tile.rectangles()) {
        EXPECT_LT(static_cast<uint64_t>(rectangle.start) + rectangle.length, uint64_t{1} << 32);
    }
}

TEST(Tile, a_fold_shows_its_weightiest_other_kind) {
    Example example(0, 3, 100'000);
    Tile tile;
    TileTrack track = example.track();
    tile.build(example.view, {&track, 1}, 1);
    const Rectangle& rectangle = tile.rectangles()[tile.rectangles().size() / 2];
    EXPECT_EQ(rectangle.place >> 16 & 255, static_cast<uint32_t>(Style::Fold));
    EXPECT_EQ(rectangle.look & 255, static_cast<uint32_t>(Colour::sleep));
    EXPECT_EQ(rectangle.place & 0xffff, 3u);
}

TEST(Tile, holds_have_the_colour_of_their_thread) {
    std::vector<Span> spans = {{0, 100, 5, 0, 0, 0}, {100, 200, 9, 0, 0, 0}};
    Fold fold;
    View view;
    view.set_bounds(0, 200);
    view.set_width(500);
    view.fit(0, 200);
    TileTrack track{
        .fold = &fold, .spans = spans, .slot = 0, .looks = Looks, .coloured_by_thread = true};
    Tile tile;
    tile.build(view, {&track, 1}, 1);
    ASSERT_EQ(tile.rectangles().size(), 2u);
    EXPECT_EQ(tile.rectangles()[0].place >> 24, static_cast<uint32_t>(Colour::thread_5));
    EXPECT_EQ(tile.rectangles()[1].place >> 24, static_cast<uint32_t>(Colour::thread_1));
}

}  // namespace
}  // namespace interleave::ui
