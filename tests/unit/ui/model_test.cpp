#include <gtest/gtest.h>

#include "recorded.hpp"
#include "ui/timeline_model.hpp"

namespace interleave::ui {
namespace {

using trace::EventKind;
using trace::ThreadState;
constexpr Time ms = 1'000'000;

const Lane* find_lane(const Run& run, const std::string& name) {
    for (const Lane& lane : run.model().lanes()) {
        if (lane.name == name) return &lane;
    }
    return nullptr;
}

const Track* find_track(const Lane& lane, TrackKind kind, size_t nth = 0) {
    for (const Track& track : lane.tracks) {
        if (track.kind == kind && nth-- == 0) return &track;
    }
    return nullptr;
}

TEST(Model, threads_and_locks_have_lanes_and_events_have_ticks) {
    auto run = run_of(contended_lock().end(trace::EndReason::Exit, 9 * ms));
    ASSERT_NE(find_lane(*run, "main"), nullptr);
    const Lane* thread = find_lane(*run, "thread 2");
    const Lane* lock = find_lane(*run, "m");
    ASSERT_NE(thread, nullptr);
    ASSERT_NE(lock, nullptr);
    EXPECT_EQ(lock->detail, "lock");
    uint64_t ticks = 0;
    for (const Lane& lane : run->model().lanes()) {
        if (const Track* events = find_track(lane, TrackKind::Events))
            ticks += events->spans.size();
    }
    EXPECT_EQ(ticks, run->trace().size());
}

TEST(Model, a_wait_for_a_lock_is_in_the_threads_lane_and_in_the_locks) {
    auto run = run_of(contended_lock().end(trace::EndReason::Exit, 9 * ms));
    const Track* states = find_track(*find_lane(*run, "thread 2"), TrackKind::States);
    auto blocked = std::find_if(states->spans.begin(), states->spans.end(), [](const Span& span) {
        return span.kind == static_cast<uint8_t>(ThreadState::BlockedOnLock);
    });
    ASSERT_NE(blocked, states->spans.end());
    EXPECT_EQ(blocked->start, 3 * ms);
    EXPECT_EQ(blocked->end, 5 * ms + 1);
    EXPECT_EQ(blocked->object, LockM);
    const Track* waits = find_track(*find_lane(*run, "m"), TrackKind::Waits);
    ASSERT_EQ(waits->spans.size(), 1u);
    EXPECT_EQ(waits->spans[0].object, 2u);
    EXPECT_EQ(waits->spans[0].start, 3 * ms);
}

TEST(Model, open_spans_reach_the_end_of_what_is_known) {
    auto run = std::make_unique<ui::Run>("test", Axis::Real);
    RecordingBytes recording;
    recording.events({{0, 0, EventKind::thread_start},
                      {1 * ms, 0, EventKind::sleep_begin, 0, 100},
                      {2 * ms, 1, EventKind::thread_start, 1},
                      {3 * ms, 1, EventKind::mark}});
    ASSERT_TRUE(run->append(recording.end(trace::EndReason::Stopped, 7 * ms).bytes()).ok());
    run->refresh();
    const Track* states = find_track(*find_lane(*run, "main"), TrackKind::States);
    EXPECT_EQ(states->spans.back().kind, static_cast<uint8_t>(ThreadState::Sleeping));
    EXPECT_EQ(states->spans.back().end, 7 * ms);
}

TEST(Model, readers_of_one_lock_are_drawn_side_by_side) {
    RecordingBytes recording;
    std::vector<Recorded> events;
    for (uint32_t t = 0; t < 3; ++t) events.push_back({t * 10, t, EventKind::thread_start, t});
    for (uint32_t t = 0; t < 3; ++t)
        events.push_back({1 * ms + t, t, EventKind::lock_acquire, LockM, 1});
    for (uint32_t t = 0; t < 3; ++t) events.push_back({2 * ms + t, t, EventKind::unlock, LockM, 1});
    auto run =
        run_of(recording.object(LockM, "m").events(events).end(trace::EndReason::Exit, 3 * ms));
    const Lane* lock = find_lane(*run, "m");
    ASSERT_NE(lock, nullptr);
    for (size_t i = 0; i < 3; ++i) {
        const Track* holds = find_track(*lock, TrackKind::Holds, i);
        ASSERT_NE(holds, nullptr) << i;
        EXPECT_EQ(holds->spans.size(), 1u);
        EXPECT_EQ(holds->spans[0].kind, 1) << "not shared";
    }
    EXPECT_EQ(find_track(*lock, TrackKind::Holds, 3), nullptr);
}

TEST(Model, spans_of_every_track_are_in_order_and_do_not_overlap) {
    auto run = run_of(contended_lock().end(trace::EndReason::Exit, 9 * ms));
    for (const Lane& lane : run->model().lanes()) {
        for (const Track& track : lane.tracks) {
            for (size_t i = 0; i < track.spans.size(); ++i) {
                EXPECT_LE(track.spans[i].start, track.spans[i].end) << lane.name;
                if (i > 0) {
                    EXPECT_GE(track.spans[i].start, track.spans[i - 1].end) << lane.name;
                }
            }
        }
    }
}

TEST(Model, growing_in_pieces_gives_what_arriving_at_once_gives) {
    RecordingBytes recording = contended_lock();
    recording.end(trace::EndReason::Exit, 9 * ms);
    auto whole = run_of(recording);
    ui::Run pieces("test", Axis::Real);
    for (size_t at = 0; at < recording.bytes().size(); at += 13) {
        size_t size = std::min<size_t>(13, recording.bytes().size() - at);
        ASSERT_TRUE(pieces.append(std::span(recording.bytes()).subspan(at, size)).ok());
        pieces.refresh();
    }
    ASSERT_EQ(pieces.model().lanes().size(), whole->model().lanes().size());
    for (const Lane& lane : whole->model().lanes()) {
        const Lane* other = find_lane(pieces, lane.name);
        ASSERT_NE(other, nullptr) << lane.name;
        for (const Track& track : lane.tracks) {
            const Track* same = find_track(*other, track.kind);
            ASSERT_EQ(same->spans.size(), track.spans.size()) << lane.name;
            for (size_t i = 0; i < track.spans.size(); ++i) {
                EXPECT_EQ(same->spans[i].start, track.spans[i].start) << lane.name;
                EXPECT_EQ(same->spans[i].end, track.spans[i].end) << lane.name;
                EXPECT_EQ(same->spans[i].kind, track.spans[i].kind) << lane.name;
            }
        }
    }
}

TEST(Model, nested_notes_are_tracks_below_each_other) {
    RecordingBytes recording;
    recording.text(0x9000, "outer")
        .text(0x9010, "inner")
        .events({
            {0, 0, EventKind::thread_start},
            {1 * ms, 0, EventKind::span_begin, 0x9000},
            {2 * ms, 0, EventKind::span_begin, 0x9010},
            {3 * ms, 0, EventKind::span_end, 0x9010},
            {4 * ms, 0, EventKind::span_end, 0x9000},
        });
    auto run = run_of(recording.end(trace::EndReason::Exit, 5 * ms));
    const Lane& lane = run->model().lanes()[0];
    const Track* outer = find_track(lane, TrackKind::Notes, 0);
    const Track* inner = find_track(lane, TrackKind::Notes, 1);
    ASSERT_NE(inner, nullptr);
    EXPECT_EQ(outer->spans[0].start, 1 * ms);
    EXPECT_EQ(outer->spans[0].end, 4 * ms);
    EXPECT_EQ(inner->spans[0].start, 2 * ms);
    EXPECT_EQ(inner->spans[0].end, 3 * ms);
}

}  // namespace
}  // namespace interleave::ui
