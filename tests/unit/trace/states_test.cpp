#include "trace/states.hpp"

#include <gtest/gtest.h>

#include <random>

#include "script.hpp"

using namespace interleave::trace;
using interleave::trace::test::Script;
using Kind = EventKind;
using State = ThreadState;

namespace {

States states_of(const Script& script) {
    States states;
    states.extend(script.trace);
    return states;
}

std::vector<State> list(const States& states, uint32_t thread) {
    std::vector<State> result;
    for (const StateSpan& span : states.find_thread(ThreadId{thread})->states)
        result.push_back(span.state);
    return result;
}

using List = std::vector<State>;
constexpr uint32_t Mutex = 100;
constexpr uint32_t Condition = 200;

}  // namespace

TEST(States, a_threads_life_is_starting_running_done) {
    Script script;
    script.add(0, Kind::thread_create, 1);
    script.add(1, Kind::thread_start, 1);
    script.add(1, Kind::thread_exit, 1);
    States states = states_of(script);
    EXPECT_EQ(list(states, 1), (List{State::Starting, State::Running, State::Done}));
    EXPECT_EQ(list(states, 0), (List{State::Running}));
    EXPECT_EQ(states.find_thread(ThreadId{0})->states[0].begin, 0) << "main runs from the start";
}

TEST(States, a_threads_states_follow_each_other_without_gaps) {
    Script script;
    script.add(0, Kind::sleep_begin);
    script.add(0, Kind::sleep_end);
    script.add(0, Kind::io_begin, 64);
    script.add(0, Kind::io_end, 64);
    script.add(0, Kind::input_begin);
    script.add(0, Kind::input_end);
    States states = states_of(script);
    EXPECT_EQ(list(states, 0),
              (List{State::Running, State::Sleeping, State::Running, State::InputOutput,
                    State::Running, State::WaitingForInput, State::Running}));
    const auto& spans = states.find_thread(ThreadId{0})->states;
    for (size_t i = 1; i < spans.size(); ++i) EXPECT_EQ(spans[i - 1].end, spans[i].begin);
    EXPECT_EQ(spans.back().end, OpenEnd);
    EXPECT_EQ(spans[3].object, 64u);
}

TEST(States, a_held_lock_blocks_who_asks_for_it_until_it_is_given_back) {
    Script script;
    script.add(1, Kind::lock_request, Mutex);
    script.add(1, Kind::lock_acquire, Mutex);
    EventIndex request = script.add(2, Kind::lock_request, Mutex, 0, 17);
    script.add(1, Kind::unlock, Mutex);
    script.add(2, Kind::lock_acquire, Mutex);
    script.add(2, Kind::unlock, Mutex);
    States states = states_of(script);
    EXPECT_EQ(list(states, 1), (List{State::Running}));
    EXPECT_EQ(list(states, 2), (List{State::Running, State::BlockedOnLock, State::Running}));
    const StateSpan& blocked = states.find_thread(ThreadId{2})->states[1];
    EXPECT_EQ(blocked.object, Mutex);
    EXPECT_EQ(blocked.cause, request);
    EXPECT_EQ(blocked.line, 17);
    const ObjectLane* lane = states.find_object({0, Mutex}, ObjectKind::Lock);
    ASSERT_NE(lane, nullptr);
    ASSERT_EQ(lane->holds.size(), 2u);
    EXPECT_EQ(lane->holds[0].begin, 2000);
    EXPECT_EQ(lane->holds[0].end, 4000);
    EXPECT_EQ(lane->holds[1].thread.value, 2u);
    ASSERT_EQ(lane->waits.size(), 1u);
    EXPECT_EQ(lane->waits[0].begin, 3000);
    EXPECT_EQ(lane->waits[0].end, 5000);
}

TEST(States, who_asks_for_a_free_lock_waits_from_when_another_takes_it) {
    Script script;
    script.add(1, Kind::lock_request, Mutex);
    EventIndex asked = script.add(2, Kind::lock_request, Mutex, 0, 9);
    script.add(1, Kind::lock_acquire, Mutex);
    States states = states_of(script);
    EXPECT_EQ(list(states, 2), (List{State::Running, State::BlockedOnLock}));
    const StateSpan& blocked = states.find_thread(ThreadId{2})->states[1];
    EXPECT_EQ(blocked.begin, 3000);
    EXPECT_EQ(blocked.cause, asked);
    EXPECT_EQ(blocked.line, 9);
}

TEST(States, readers_share_a_lock_and_a_writer_waits_for_them) {
    Script script;
    script.add(1, Kind::lock_acquire, Mutex, 1);
    script.add(2, Kind::lock_request, Mutex, 1);
    script.add(2, Kind::lock_acquire, Mutex, 1);
    script.add(3, Kind::lock_request, Mutex, 0);
    States states = states_of(script);
    const ObjectLane* lane = states.find_object({0, Mutex}, ObjectKind::Lock);
    EXPECT_EQ(holders_at(*lane, script.time).size(), 2u);
    EXPECT_EQ(list(states, 2), (List{State::Running}));
    EXPECT_EQ(list(states, 3), (List{State::Running, State::BlockedOnLock}));
    ASSERT_EQ(waiters_at(*lane, script.time).size(), 1u);
    EXPECT_EQ(waiters_at(*lane, script.time)[0].thread.value, 3u);
    EXPECT_FALSE(waiters_at(*lane, script.time)[0].shared);
}

TEST(States, a_recursive_lock_is_held_until_the_last_unlock) {
    Script script;
    script.add(1, Kind::lock_acquire, Mutex);
    script.add(1, Kind::lock_acquire, Mutex);
    script.add(1, Kind::unlock, Mutex);
    States states = states_of(script);
    const ObjectLane* lane = states.find_object({0, Mutex}, ObjectKind::Lock);
    ASSERT_EQ(lane->holds.size(), 1u);
    EXPECT_EQ(lane->holds[0].end, OpenEnd);
    script.add(1, Kind::unlock, Mutex);
    states.extend(script.trace);
    EXPECT_EQ(lane->holds[0].end, 4000);
}

TEST(States, a_failed_try_ends_the_wait_and_holds_nothing) {
    Script script;
    script.add(1, Kind::lock_acquire, Mutex);
    script.add(2, Kind::lock_request, Mutex);
    script.add(2, Kind::lock_fail, Mutex);
    States states = states_of(script);
    EXPECT_EQ(list(states, 2).back(), State::Running);
    const ObjectLane* lane = states.find_object({0, Mutex}, ObjectKind::Lock);
    EXPECT_EQ(lane->holds.size(), 1u);
    EXPECT_EQ(level_at(lane->waiting, script.time), 0);
}

TEST(States, a_lost_unlock_is_made_up_for_by_the_next_acquire) {
    Script script;
    script.add(1, Kind::lock_acquire, Mutex);
    script.add(2, Kind::lock_acquire, Mutex);
    States states = states_of(script);
    std::vector<HoldSpan> holders =
        holders_at(*states.find_object({0, Mutex}, ObjectKind::Lock), script.time);
    ASSERT_EQ(holders.size(), 1u);
    EXPECT_EQ(holders[0].thread.value, 2u);
}

TEST(States, a_thread_that_does_something_is_not_blocked_whatever_was_lost) {
    Script script;
    script.add(1, Kind::lock_acquire, Mutex);
    script.add(2, Kind::lock_request, Mutex);
    script.add(2, Kind::mark, 64);
    States states = states_of(script);
    EXPECT_EQ(list(states, 2).back(), State::Running);
    EXPECT_EQ(waiters_at(*states.find_object({0, Mutex}, ObjectKind::Lock), script.time).size(),
              0u);
}

TEST(States, waiting_for_a_condition_gives_the_mutex_back_and_waking_takes_it) {
    Script script;
    script.add(1, Kind::lock_acquire, Mutex);
    script.add(1, Kind::condition_wait, Condition, Mutex);
    script.add(2, Kind::lock_acquire, Mutex);
    script.add(2, Kind::notify_one, Condition);
    script.add(2, Kind::unlock, Mutex);
    script.add(1, Kind::condition_wake, Condition, 0);
    States states = states_of(script);
    EXPECT_EQ(list(states, 1), (List{State::Running, State::BlockedOnCondition, State::Running}));
    const ObjectLane* lock = states.find_object({0, Mutex}, ObjectKind::Lock);
    ASSERT_EQ(lock->holds.size(), 3u);
    EXPECT_EQ(lock->holds[0].end, 2000);
    EXPECT_EQ(lock->holds[2].thread.value, 1u);
    const ObjectLane* condition = states.find_object({0, Condition}, ObjectKind::Condition);
    ASSERT_EQ(condition->waits.size(), 1u);
    EXPECT_EQ(condition->waits[0].end, 6000);
}

TEST(States, joining_blocks_until_the_thread_is_done_and_not_after) {
    Script script;
    script.add(0, Kind::thread_create, 1);
    script.add(0, Kind::join_begin, 1);
    script.add(1, Kind::thread_start, 1);
    script.add(1, Kind::thread_exit, 1);
    script.add(0, Kind::join_end, 1);
    States states = states_of(script);
    EXPECT_EQ(list(states, 0), (List{State::Running, State::BlockedOnJoin, State::Running}));
    EXPECT_EQ(states.find_thread(ThreadId{0})->states[1].object, 1u);
    script.add(0, Kind::join_begin, 1);
    states.extend(script.trace);
    EXPECT_EQ(list(states, 0).back(), State::Running);
}

TEST(States, a_semaphores_level_is_its_permits_and_its_waiters_are_shown_with_it) {
    Script script;
    script.add(1, Kind::semaphore_acquire, 300, 0);
    script.add(2, Kind::atomic_wait, 300, 0);
    script.add(1, Kind::semaphore_release, 300, 1);
    script.add(2, Kind::atomic_wake, 300, 0);
    script.add(2, Kind::semaphore_acquire, 300, 0);
    States states = states_of(script);
    const ObjectLane* lane = states.find_object({0, 300}, ObjectKind::Semaphore);
    ASSERT_NE(lane, nullptr);
    EXPECT_EQ(lane->kind, ObjectKind::Semaphore);
    EXPECT_EQ(level_at(lane->levels, 1000), 0);
    EXPECT_EQ(level_at(lane->levels, 3000), 1);
    EXPECT_EQ(level_at(lane->levels, 5000), 0);
    EXPECT_EQ(lane->waits.size(), 1u);
    EXPECT_EQ(list(states, 2), (List{State::Running, State::BlockedOnAtomic, State::Running}));
}

TEST(States, waiting_inside_a_barrier_is_waiting_at_the_barrier) {
    Script script;
    script.add(1, Kind::barrier_arrive, 400);
    script.add(1, Kind::atomic_wait, 408);
    script.add(2, Kind::barrier_arrive, 400);
    script.add(2, Kind::barrier_pass, 400);
    script.add(1, Kind::atomic_wake, 408);
    script.add(1, Kind::barrier_pass, 400);
    States states = states_of(script);
    const ObjectLane* lane = states.find_object({0, 400}, ObjectKind::Barrier);
    EXPECT_EQ(states.find_thread(ThreadId{1})->states[1].object, 400u);
    ASSERT_EQ(waiters_at(*lane, 4500).size(), 1u);
    EXPECT_EQ(waiters_at(*lane, 4500)[0].thread.value, 1u);
    EXPECT_EQ(level_at(lane->levels, 3000), 2);
    EXPECT_EQ(level_at(lane->levels, 6000), 0);
}

TEST(States, who_arrives_and_passes_next_has_waited_in_between) {
    Script script;
    script.add(1, Kind::barrier_arrive, 400);
    script.add(2, Kind::barrier_arrive, 400);
    script.add(2, Kind::barrier_pass, 400);
    script.add(1, Kind::barrier_pass, 400);
    States states = states_of(script);
    EXPECT_EQ(list(states, 1), (List{State::Running, State::BlockedOnAtomic, State::Running}));
    const ObjectLane* lane = states.find_object({0, 400}, ObjectKind::Barrier);
    EXPECT_EQ(waiters_at(*lane, 2500).size(), 2u);
    EXPECT_EQ(waiters_at(*lane, 3500).size(), 1u);
    EXPECT_EQ(waiters_at(*lane, 4000).size(), 0u);
}

TEST(States, who_counts_a_latch_down_and_goes_on_has_not_waited) {
    Script script;
    script.add(1, Kind::barrier_arrive, 400);
    script.add(2, Kind::barrier_arrive, 400);
    script.add(1, Kind::mark, 64);
    script.add(2, Kind::barrier_pass, 400);
    States states = states_of(script);
    for (const StateSpan& span : states.find_thread(ThreadId{1})->states) {
        EXPECT_EQ(span.state, State::Running);
    }
    const ObjectLane* lane = states.find_object({0, 400}, ObjectKind::Barrier);
    ASSERT_EQ(waiters_at(*lane, 2500).size(), 1u);
    EXPECT_EQ(waiters_at(*lane, 2500)[0].thread.value, 2u);
    EXPECT_EQ(level_at(lane->waiting, 1500), 0);
    EXPECT_EQ(level_at(lane->waiting, 2500), 1);
}

TEST(States, spans_nest_and_end_by_name) {
    Script script;
    script.add(1, Kind::span_begin, 64, 7);
    script.add(1, Kind::span_begin, 65);
    script.add(1, Kind::span_end, 65);
    script.add(1, Kind::span_begin, 66);
    script.add(1, Kind::span_end, 64);
    States states = states_of(script);
    const ThreadLane* lane = states.find_thread(ThreadId{1});
    ASSERT_EQ(lane->spans.size(), 3u);
    EXPECT_EQ(lane->depth, 2);
    EXPECT_EQ(lane->spans[0].value, 7u);
    EXPECT_EQ(lane->spans[0].end, 5000);
    EXPECT_EQ(lane->spans[1].depth, 1);
    EXPECT_EQ(lane->spans[1].end, 3000);
    EXPECT_EQ(lane->spans[2].end, 5000) << "ends with the span around it";
}

TEST(States, a_named_value_is_a_curve_of_signed_numbers) {
    Script script;
    script.add(1, Kind::value, 64, 3);
    script.add(2, Kind::value, 64, static_cast<uint32_t>(-2));
    States states = states_of(script);
    ASSERT_EQ(states.curves().size(), 1u);
    EXPECT_EQ(level_at(states.curves()[0].points, 1500), 3);
    EXPECT_EQ(level_at(states.curves()[0].points, 2000), -2);
}

TEST(States, on_the_lab_a_woken_thread_is_ready_until_it_has_a_core) {
    Script script;
    script.add(1, Kind::core_begin, 1, 0);
    script.add(1, Kind::sleep_begin);
    script.add(1, Kind::core_end, 1, 0);
    script.add(2, Kind::core_begin, 2, 0);
    script.add(1, Kind::ready, 1);
    script.add(2, Kind::core_end, 2, 1);
    script.add(1, Kind::core_begin, 1, 0);
    script.add(1, Kind::sleep_end);
    States states = states_of(script);
    EXPECT_EQ(list(states, 1),
              (List{State::Running, State::Sleeping, State::Ready, State::Running}));
    EXPECT_EQ(list(states, 2), (List{State::Running, State::Ready}));
    ASSERT_EQ(states.cores().size(), 1u);
    EXPECT_EQ(states.cores()[0].spans.size(), 3u);
    EXPECT_EQ(states.cores()[0].spans[0].end, 3000);
}

TEST(States, a_channels_level_is_the_messages_inside) {
    Script script;
    script.add(1, Kind::channel_wait, 5, 1);
    script.add(2, Kind::channel_send, 5, 10);
    script.add(2, Kind::channel_send, 5, 10);
    script.add(1, Kind::channel_receive, 5, 10);
    States states = states_of(script);
    const ObjectLane* lane = states.find_object(channel_key(5), ObjectKind::Channel);
    EXPECT_EQ(level_at(lane->levels, 3000), 2);
    EXPECT_EQ(level_at(lane->levels, 4000), 1);
    EXPECT_EQ(list(states, 1), (List{State::Running, State::BlockedOnChannel, State::Running}));
}

TEST(States, a_finished_thread_stays_done_and_its_open_spans_end) {
    Script script;
    script.add(1, Kind::span_begin, 64);
    script.add(1, Kind::thread_exit, 1);
    script.add(1, Kind::unlock, Mutex);
    States states = states_of(script);
    EXPECT_EQ(list(states, 1), (List{State::Running, State::Done}));
    EXPECT_EQ(states.find_thread(ThreadId{1})->spans[0].end, 2000);
}

TEST(States, taking_events_in_one_by_one_gives_what_all_at_once_gives) {
    std::mt19937 random(11);
    Script script;
    States one_by_one;
    for (int i = 0; i < 5000; ++i) {
        const EventInfo& info = all_events()[random() % all_events().size()];
        uint32_t thread = random() % 5;
        script.add(thread, info.kind, 64 + random() % 6, random() % 4);
        one_by_one.extend(script.trace);
    }
    States at_once = states_of(script);
    ASSERT_EQ(one_by_one.threads().size(), at_once.threads().size());
    for (size_t i = 0; i < at_once.threads().size(); ++i) {
        const ThreadLane& a = one_by_one.threads()[i];
        const ThreadLane& b = at_once.threads()[i];
        ASSERT_EQ(a.states.size(), b.states.size());
        for (size_t n = 0; n < a.states.size(); ++n) {
            ASSERT_EQ(a.states[n].begin, b.states[n].begin);
            ASSERT_EQ(a.states[n].end, b.states[n].end);
            ASSERT_EQ(a.states[n].state, b.states[n].state);
        }
        EXPECT_EQ(a.spans.size(), b.spans.size());
    }
    ASSERT_EQ(one_by_one.objects().size(), at_once.objects().size());
}

TEST(States, holders_and_waiters_at_a_moment_agree_with_a_search_of_all_spans) {
    std::mt19937 random(12);
    Script script;
    Kind kinds[] = {Kind::lock_request, Kind::lock_acquire, Kind::unlock, Kind::lock_fail};
    for (int i = 0; i < 3000; ++i) {
        script.add(random() % 6, kinds[random() % 4], Mutex, random() % 2);
    }
    States states = states_of(script);
    const ObjectLane* lane = states.find_object({0, Mutex}, ObjectKind::Lock);
    for (Time time = 0; time < script.time; time += 1500) {
        size_t holders = 0;
        size_t waiters = 0;
        for (const HoldSpan& hold : lane->holds) holders += hold.begin <= time && time < hold.end;
        for (const WaitSpan& wait : lane->waits) waiters += wait.begin <= time && time < wait.end;
        ASSERT_EQ(holders_at(*lane, time).size(), holders) << time;
        ASSERT_EQ(waiters_at(*lane, time).size(), waiters) << time;
        ASSERT_EQ(level_at(lane->waiting, time), static_cast<int64_t>(waiters)) << time;
    }
}

TEST(States, a_coroutine_has_a_lane_of_who_runs_it_and_when_it_is_suspended) {
    constexpr uint32_t Frame = 4096, Name = 64;
    Script script;
    script.add(0, Kind::coroutine_create, Frame, Name);
    script.add(0, Kind::coroutine_resume, Frame);
    EventIndex suspend = script.add(0, Kind::coroutine_suspend, Frame, 72);
    script.add(1, Kind::coroutine_resume, Frame);
    script.add(1, Kind::coroutine_destroy, Frame);
    States states = states_of(script);
    ASSERT_EQ(states.objects().size(), 1u);
    const ObjectLane& lane = states.objects()[0];
    EXPECT_EQ(lane.kind, ObjectKind::Coroutine);
    EXPECT_EQ(lane.name, Name);
    ASSERT_EQ(lane.holds.size(), 4u);
    const bool suspended[] = {true, false, true, false};
    for (size_t i = 0; i < 4; ++i) EXPECT_EQ(lane.holds[i].shared, suspended[i]) << i;
    for (size_t i = 1; i < 4; ++i) EXPECT_EQ(lane.holds[i - 1].end, lane.holds[i].begin);
    EXPECT_EQ(lane.holds[2].acquired, suspend);
    EXPECT_EQ(lane.holds[3].thread, ThreadId{1});
    EXPECT_EQ(lane.holds[3].end, script.time);
}

TEST(States, coroutines_of_one_name_that_follow_each_other_share_a_lane) {
    constexpr uint32_t Name = 64, Other = 72;
    Script script;
    for (uint32_t i = 0; i < 1000; ++i) {
        script.add(0, Kind::coroutine_create, 4096 + i % 3, Name);
        script.add(0, Kind::coroutine_destroy, 4096 + i % 3);
    }
    EXPECT_EQ(states_of(script).objects().size(), 1u);
    script.add(0, Kind::coroutine_create, 8192, Name);
    script.add(0, Kind::coroutine_create, 8200, Name);
    script.add(0, Kind::coroutine_create, 8208, Other);
    EXPECT_EQ(states_of(script).objects().size(), 3u) << "two of the name are alive together";
}

TEST(States, more_coroutines_than_can_be_looked_at_are_left_out) {
    Script script;
    for (uint32_t i = 0; i < 5000; ++i) script.add(0, Kind::coroutine_create, 4096 + 8 * i, 64);
    for (uint32_t i = 0; i < 5000; ++i) script.add(0, Kind::coroutine_resume, 4096 + 8 * i);
    EXPECT_EQ(states_of(script).objects().size(), 256u);
}

TEST(States, an_event_loop_that_sleeps_until_its_next_timer_is_idle) {
    Script script;
    script.add(0, Kind::loop_idle, 0, 5000);
    script.add(0, Kind::sleep_begin, 0, 5000);
    script.add(0, Kind::sleep_end);
    script.add(0, Kind::sleep_begin, 0, 5000);
    EXPECT_EQ(list(states_of(script), 0),
              (List{State::Running, State::Idle, State::Running, State::Sleeping}));
}
