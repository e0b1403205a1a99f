#include "ui/navigate.hpp"

#include <gtest/gtest.h>

#include "recorded.hpp"

namespace interleave::ui {
namespace {

using trace::EventKind;
constexpr Time ms = 1'000'000;

std::unique_ptr<Run> example() {
    return run_of(contended_lock().end(trace::EndReason::Exit, 9 * ms));
}

EventIndex find_event(const Run& run, EventKind kind, uint32_t thread) {
    for (uint64_t i = 0; i < run.trace().size(); ++i) {
        if (run.trace()[i].kind == kind && run.trace()[i].thread.value == thread)
            return EventIndex{i};
    }
    return trace::NoEvent;
}

TEST(Navigate, next_and_previous_go_through_all_events_in_order) {
    auto run = example();
    EventIndex at{0};
    uint64_t count = 1;
    while (std::optional<EventIndex> next = next_event(*run, at)) {
        EXPECT_EQ(*previous_event(*run, *next), at);
        at = *next;
        ++count;
    }
    EXPECT_EQ(count, run->trace().size());
    EXPECT_FALSE(previous_event(*run, EventIndex{0}).has_value());
}

TEST(Navigate, the_cause_of_getting_a_lock_is_the_release_of_its_holder) {
    auto run = example();
    EventIndex acquired = find_event(*run, EventKind::lock_acquire, 2);
    EventIndex released = find_event(*run, EventKind::unlock, 1);
    EXPECT_EQ(cause_of(*run, acquired), released);
    EXPECT_EQ(effect_of(*run, released), acquired);
}

TEST(Navigate, without_an_arrow_the_cause_is_the_event_before_in_the_thread) {
    auto run = example();
    EventIndex request = find_event(*run, EventKind::lock_request, 1);
    EXPECT_EQ(cause_of(*run, request), find_event(*run, EventKind::thread_start, 1));
}

TEST(Navigate, a_moment_says_what_each_thread_does_and_where) {
    auto run = example();
    std::vector<ThreadMoment> threads = moment(*run, 4 * ms);
    ASSERT_EQ(threads.size(), 3u);
    EXPECT_EQ(threads[0].name, "Main");
    EXPECT_EQ(threads[0].state, "waits for Thread 1 to finish");
    EXPECT_EQ(threads[0].line, 13);
    EXPECT_EQ(threads[1].state, "is running");
    EXPECT_EQ(threads[2].state, "waits for `m`");
    EXPECT_EQ(threads[2].line, 5);
}

TEST(Navigate, before_its_creation_a_thread_is_not_in_the_moment) {
    EXPECT_EQ(moment(*example(), ms / 2).size(), 1u);
}

TEST(Navigate, the_nearest_event_is_found_on_both_sides) {
    auto run = example();
    EventIndex released = find_event(*run, EventKind::unlock, 1);
    EXPECT_EQ(event_near(*run, 5 * ms - 10), released);
    EXPECT_EQ(event_near(*run, 100 * ms), EventIndex{run->trace().size() - 1});
    EXPECT_EQ(event_near(*run, 0), EventIndex{0});
}

// All matches of a text.
Search searched(const Run& run, const char* text) {
    Search search;
    search.set(run, text);
    EXPECT_TRUE(search.look_on(run, run.trace().size()));
    return search;
}

TEST(Search, finds_events_by_kind_object_and_thread_ignoring_case) {
    auto run = example();
    auto all = [&](const char* text) {
        return searched(*run, text).count(*run, EventIndex{0}).all;
    };
    EXPECT_EQ(all("UNLOCK"), 2u);
    EXPECT_GT(all("Thread 2"), 4u);
    EXPECT_EQ(all("lock request"), 2u);
    EXPECT_EQ(all("no such thing"), 0u);
    Search::Found found = searched(*run, "no such thing").next(*run, std::nullopt);
    EXPECT_TRUE(found.certain);
    EXPECT_FALSE(found.event.has_value());
}

TEST(Search, goes_round_in_both_directions) {
    auto run = example();
    Search search = searched(*run, "unlock");
    EventIndex first = *search.next(*run, std::nullopt).event;
    EventIndex second = *search.next(*run, first).event;
    EXPECT_LT(first, second);
    EXPECT_EQ(search.next(*run, second).event, first);
    EXPECT_EQ(search.previous(*run, first).event, second);
    EXPECT_EQ(search.previous(*run, second).event, first);
    EXPECT_EQ(search.previous(*run, std::nullopt).event, second);
    EXPECT_EQ(search.count(*run, second).before, 1u);
}

TEST(Search, says_when_it_has_not_looked_far_enough) {
    auto run = example();
    Search all = searched(*run, "unlock");
    EventIndex first = *all.next(*run, std::nullopt).event;
    EventIndex second = *all.next(*run, first).event;
    Search search;
    search.set(*run, "unlock");
    EXPECT_FALSE(search.next(*run, std::nullopt).certain);
    EXPECT_FALSE(search.look_on(*run, first.value + 1));
    EXPECT_EQ(search.count(*run, second).all, 1u);
    EXPECT_EQ(search.next(*run, std::nullopt).event, first);
    EXPECT_FALSE(search.next(*run, first).certain);
    EXPECT_FALSE(search.previous(*run, second).certain);
    EXPECT_TRUE(search.look_on(*run, run->trace().size()));
    EXPECT_EQ(search.next(*run, first).event, second);
    EXPECT_EQ(search.previous(*run, second).event, first);
}

TEST(Search, an_empty_text_matches_nothing) {
    auto run = example();
    EXPECT_EQ(searched(*run, "").count(*run, EventIndex{0}).all, 0u);
}

}  // namespace
}  // namespace interleave::ui
