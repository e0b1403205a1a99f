#include <gtest/gtest.h>

#include <cmath>

#include "recorded.hpp"
#include "ui/timeline_layout.hpp"

namespace interleave::ui {
namespace {

std::unique_ptr<Run> example() {
    return run_of(contended_lock().end(trace::EndReason::Exit, 9'000'000));
}

TEST(Layout, threads_come_before_what_they_share_and_by_number) {
    auto run = example();
    TimelineLayout layout;
    layout.build(run->model(), 1, false);
    std::vector<std::string> names;
    for (const Row& row : layout.rows()) {
        names.push_back(row.kind == RowKind::Group ? row.group
                                                   : run->model().lanes()[row.lane].name);
    }
    EXPECT_EQ(names, (std::vector<std::string>{"Threads", "main", "thread 1", "thread 2",
                                               "Locks and signals", "m"}));
}

TEST(Layout, rows_follow_each_other_without_gaps_on_whole_pixels) {
    auto run = example();
    for (float scale : {1.0f, 1.25f, 1.5f, 2.0f}) {
        TimelineLayout layout;
        layout.build(run->model(), scale, false);
        float y = 0;
        for (const Row& row : layout.rows()) {
            EXPECT_EQ(row.top, y);
            EXPECT_EQ(row.height, std::round(row.height));
            for (const TrackPlace& track : row.tracks) {
                EXPECT_GE(track.top, row.top);
                EXPECT_LE(track.top + track.height, row.top + row.height);
                EXPECT_EQ(track.top, std::round(track.top));
            }
            y += row.height;
        }
        EXPECT_EQ(layout.height(), y);
    }
}

TEST(Layout, a_folded_group_keeps_its_header_only) {
    auto run = example();
    TimelineLayout layout;
    layout.toggle("Threads");
    layout.build(run->model(), 1, false);
    ASSERT_EQ(layout.rows().size(), 3u);
    EXPECT_EQ(layout.rows()[0].members, 3u);
    EXPECT_EQ(layout.row_of(0), nullptr);
    layout.toggle("Threads");
    layout.build(run->model(), 1, false);
    EXPECT_NE(layout.row_of(0), nullptr);
}

TEST(Layout, fingers_get_rows_of_forty_pixels_at_least) {
    auto run = example();
    TimelineLayout layout;
    layout.build(run->model(), 2, true);
    for (const Row& row : layout.rows()) EXPECT_GE(row.height, 80);
}

TEST(Layout, fifty_threads_get_lower_lanes_that_a_finger_can_still_hit) {
    RecordingBytes recording;
    for (uint32_t thread = 0; thread < 50; ++thread) {
        recording.events({{1000, thread, trace::EventKind::thread_start},
                          {2000 + thread, thread, trace::EventKind::lock_request, LockM},
                          {3000 + thread, thread, trace::EventKind::lock_acquire, LockM}});
    }
    auto many = run_of(recording.end(trace::EndReason::Exit, 9'000'000));
    auto few = example();
    auto lane_height = [](const ui::Run& run, bool coarse) {
        TimelineLayout layout;
        layout.build(run.model(), 2, coarse);
        EXPECT_EQ(layout.height(), layout.rows().back().top + layout.rows().back().height);
        const Row& row = layout.rows()[1];
        for (const TrackPlace& track : row.tracks) {
            EXPECT_LE(track.top + track.height, row.top + row.height);
        }
        return row.height;
    };
    EXPECT_LT(lane_height(*many, false), 0.75f * lane_height(*few, false));
    EXPECT_GE(lane_height(*many, false), 2 * 22);
    EXPECT_GE(lane_height(*many, true), 2 * 44);
}

TEST(Layout, every_height_belongs_to_one_row) {
    auto run = example();
    TimelineLayout layout;
    layout.build(run->model(), 1, false);
    for (float y = 0; y < layout.height(); ++y) {
        const Row* row = layout.row_at(y);
        ASSERT_NE(row, nullptr);
        EXPECT_TRUE(y >= row->top && y < row->top + row->height);
    }
    EXPECT_EQ(layout.row_at(-1), nullptr);
    EXPECT_EQ(layout.row_at(layout.height()), nullptr);
}

TEST(Layout, the_nearest_track_is_pointed_at) {
    auto run = example();
    TimelineLayout layout;
    layout.build(run->model(), 1, false);
    for (const Row& row : layout.rows()) {
        for (const TrackPlace& track : row.tracks) {
            EXPECT_EQ(TimelineLayout::track_at(row, track.top + 1)->track, track.track);
        }
    }
}

}  // namespace
}  // namespace interleave::ui
