#include "ui/words.hpp"

#include <gtest/gtest.h>

#include "recorded.hpp"

namespace interleave::ui {
namespace {

using trace::EventKind;
constexpr Time ms = 1'000'000;

Description at(const Run& run, const std::string& lane_name, TrackKind kind, Time time) {
    for (uint32_t lane = 0; lane < run.model().lanes().size(); ++lane) {
        if (run.model().lanes()[lane].name != lane_name) continue;
        const auto& tracks = run.model().lanes()[lane].tracks;
        for (uint32_t track = 0; track < tracks.size(); ++track) {
            if (tracks[track].kind != kind) continue;
            for (uint32_t span = 0; span < tracks[track].spans.size(); ++span) {
                const Span& it = tracks[track].spans[span];
                if (it.start <= time && time < it.end)
                    return describe_span(run, {lane, track, span});
            }
        }
    }
    return {};
}

TEST(Words, a_waiting_thread_is_told_with_the_lock_and_its_holder) {
    auto run = run_of(contended_lock().end(trace::EndReason::Exit, 9 * ms));
    Description words = at(*run, "thread 2", TrackKind::States, 4 * ms);
    EXPECT_EQ(words.headline, "Thread 2 waits for `m`, held by Thread 1");
    EXPECT_EQ(words.line, 5);
    EXPECT_EQ(words.details[0], "for 2.00 ms");
    EXPECT_EQ(words.details.back(), "line 5");
}

TEST(Words, a_lock_is_told_with_its_holder_and_how_many_wait) {
    auto run = run_of(contended_lock().end(trace::EndReason::Exit, 9 * ms));
    Description words = at(*run, "m", TrackKind::Holds, 4 * ms);
    EXPECT_EQ(words.headline, "Thread 1 holds `m`");
    EXPECT_EQ(words.details.back(), "1 thread waits");
}

TEST(Words, an_event_is_told_with_its_meaning) {
    auto run = run_of(contended_lock().end(trace::EndReason::Exit, 9 * ms));
    for (uint64_t i = 0; i < run->trace().size(); ++i) {
        if (run->trace()[i].kind != EventKind::unlock) continue;
        Description words = describe_event(*run, trace::EventIndex{i});
        EXPECT_EQ(words.headline, "Thread 1: unlock `m`");
        EXPECT_EQ(words.details[0], "Gives the lock back");
        EXPECT_EQ(plain_text(words).find('\n'), std::string::npos);
        break;
    }
}

TEST(Words, a_deadlock_is_told_with_its_cycle) {
    RecordingBytes recording;
    recording.object(0x10, "a").object(0x40, "b").events({
        {0, 1, EventKind::thread_start, 1},
        {1, 2, EventKind::thread_start, 2},
        {2, 1, EventKind::lock_acquire, 0x10},
        {3, 2, EventKind::lock_acquire, 0x40},
        {4, 1, EventKind::lock_request, 0x40},
        {5, 2, EventKind::lock_request, 0x10},
    });
    auto run = run_of(recording.end(trace::EndReason::Deadlock, 1 * ms));
    std::vector<Notice> list = notices(*run);
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].kind, NoticeKind::Danger);
    EXPECT_NE(list[0].text.find("thread 1 waits for `b`, held by thread 2"), std::string::npos)
        << list[0].text;
    Description words = at(*run, "thread 1", TrackKind::States, ms / 2);
    EXPECT_NE(std::find(words.details.begin(), words.details.end(), "never woken"),
              words.details.end());
}

TEST(Words, a_circle_of_waiting_is_told_while_the_run_goes_on_and_after_it_was_stopped) {
    RecordingBytes recording;
    recording.object(0x10, "a").object(0x40, "b").events({
        {0, 1, EventKind::thread_start, 1},
        {1, 2, EventKind::thread_start, 2},
        {2, 1, EventKind::lock_acquire, 0x10},
        {3, 2, EventKind::lock_acquire, 0x40},
        {4, 1, EventKind::lock_request, 0x40},
        {5, 2, EventKind::lock_request, 0x10},
        {6, 0, EventKind::mark},
    });
    auto going_on = run_of(recording);
    ASSERT_EQ(notices(*going_on).size(), 1u);
    EXPECT_EQ(notices(*going_on)[0].kind, NoticeKind::Danger);
    Description words = at(*going_on, "thread 1", TrackKind::States, 6);
    EXPECT_EQ(words.details[0], "since 4 ns") << "no duration is made up for what goes on";
    auto stopped = run_of(recording.end(trace::EndReason::Stopped, 1 * ms));
    ASSERT_EQ(notices(*stopped).size(), 2u);
    EXPECT_EQ(notices(*stopped)[0].kind, NoticeKind::Danger);
}

TEST(Words, lost_events_are_said_plainly) {
    auto run = run_of(contended_lock().dropped(1, 17).end(trace::EndReason::Exit, 9 * ms));
    std::vector<Notice> list = notices(*run);
    ASSERT_EQ(list.size(), 1u);
    EXPECT_EQ(list[0].text.substr(0, 23), "17 events were dropped ");
}

TEST(Words, a_limit_is_said_with_its_reason) {
    auto run = run_of(contended_lock().end(trace::EndReason::TimeLimit, 9 * ms, "10 s are up."));
    EXPECT_EQ(notices(*run)[0].text, "The run was cut short by its time limit: 10 s are up.");
}

TEST(Words, an_ordinary_run_has_nothing_to_say) {
    EXPECT_TRUE(notices(*run_of(contended_lock().end(trace::EndReason::Exit, 9 * ms))).empty());
}

}  // namespace
}  // namespace interleave::ui
