#include "trace/deadlock.hpp"

#include <gtest/gtest.h>

#include "script.hpp"

using namespace interleave::trace;
using interleave::trace::test::Script;
using Kind = EventKind;

namespace {

constexpr uint32_t A = 100;
constexpr uint32_t B = 124;

Script two_locks() {
    Script script;
    script.trace.add_object({{0, A}, 24, 3, "a", "std::mutex"});
    script.trace.add_object({{0, B}, 24, 4, "b", "std::mutex"});
    return script;
}

WaitForGraph graph_of(const Script& script, Time time) {
    States states;
    states.extend(script.trace);
    return wait_for_graph(script.trace, states, time);
}

}  // namespace

TEST(Deadlock, two_threads_that_wait_for_each_others_lock_are_a_cycle) {
    Script script = two_locks();
    script.add(1, Kind::lock_acquire, A);
    script.add(2, Kind::lock_acquire, B);
    script.add(1, Kind::lock_request, B, 0, 12);
    script.add(2, Kind::lock_request, A, 0, 19);
    WaitForGraph graph = graph_of(script, script.time);
    ASSERT_EQ(graph.cycles.size(), 1u);
    EXPECT_EQ(describe(script.trace, graph),
              "thread 1 waits for `b`, held by thread 2, which waits for `a`, held by thread 1");
    EXPECT_EQ(graph.edges[graph.cycles[0][0]].line, 12);
    EXPECT_EQ(graph.edges[graph.cycles[0][1]].line, 19);
}

TEST(Deadlock, there_was_none_a_moment_before) {
    Script script = two_locks();
    script.add(1, Kind::lock_acquire, A);
    script.add(2, Kind::lock_acquire, B);
    script.add(1, Kind::lock_request, B);
    Time before = script.time;
    script.add(2, Kind::lock_request, A);
    WaitForGraph graph = graph_of(script, before);
    EXPECT_TRUE(graph.cycles.empty());
    EXPECT_EQ(describe(script.trace, graph), "thread 1 waits for `b`, held by thread 2");
    EXPECT_EQ(describe(script.trace, graph_of(script, 0)), "");
}

TEST(Deadlock, a_thread_that_waits_for_a_cycle_is_no_part_of_it) {
    Script script = two_locks();
    script.add(0, Kind::join_begin, 1);
    script.add(1, Kind::lock_acquire, A);
    script.add(2, Kind::lock_acquire, B);
    script.add(1, Kind::lock_request, B);
    script.add(2, Kind::lock_request, A);
    WaitForGraph graph = graph_of(script, script.time);
    EXPECT_EQ(graph.edges.size(), 3u);
    ASSERT_EQ(graph.cycles.size(), 1u);
    EXPECT_EQ(graph.cycles[0].size(), 2u);
}

TEST(Deadlock, a_ring_of_five_is_one_cycle) {
    Script script;
    script.trace.add_object({{0, 200}, 120, 3, "forks", "std::mutex[5]"});
    for (uint32_t i = 0; i < 5; ++i) script.add(i + 1, Kind::lock_acquire, 200 + 24 * i);
    for (uint32_t i = 0; i < 5; ++i)
        script.add(i + 1, Kind::lock_request, 200 + 24 * ((i + 1) % 5));
    WaitForGraph graph = graph_of(script, script.time);
    ASSERT_EQ(graph.cycles.size(), 1u);
    EXPECT_EQ(describe(script.trace, graph),
              "thread 1 waits for `forks[1]`, held by thread 2, which waits for `forks[2]`, held "
              "by thread "
              "3, which waits for `forks[3]`, held by thread 4, which waits for `forks[4]`, held "
              "by thread "
              "5, which waits for `forks[0]`, held by thread 1");
}

TEST(Deadlock, a_lock_held_and_a_join_can_make_a_cycle_too) {
    Script script = two_locks();
    script.add(0, Kind::lock_acquire, A);
    script.add(1, Kind::lock_request, A);
    script.add(0, Kind::join_begin, 1);
    EXPECT_EQ(describe(script.trace, graph_of(script, script.time)),
              "main waits for thread 1 to finish, which waits for `a`, held by main");
}

TEST(Deadlock, a_waiter_nobody_will_wake_is_told_without_a_cycle) {
    Script script;
    script.trace.add_object({{0, 300}, 48, 5, "ready", "std::condition_variable"});
    script.add(2, Kind::notify_one, 300);
    script.add(1, Kind::condition_wait, 300, A);
    WaitForGraph graph = graph_of(script, script.time);
    EXPECT_TRUE(graph.cycles.empty());
    EXPECT_EQ(describe(script.trace, graph), "thread 1 waits for `ready` to be notified");
}

TEST(Deadlock, at_the_end_the_machines_word_fills_in_what_was_lost) {
    Script script = two_locks();
    script.add(1, Kind::lock_acquire, A);
    script.trace.edit_run().reason = EndReason::Deadlock;
    script.trace.edit_run().end_time = 9000;
    ThreadInfo& thread = script.trace.edit_thread(ThreadId{1});
    thread.alive_at_end = true;
    thread.blocked = BlockedOn::Lock;
    thread.blocked_on = A;
    WaitForGraph graph = graph_of(script, 9000);
    EXPECT_EQ(describe(script.trace, graph), "thread 1 waits for `a`, held by thread 1")
        << "a mutex locked twice by one thread";
    EXPECT_EQ(graph.cycles.size(), 1u);
}

TEST(Deadlock, a_writer_waits_for_every_reader) {
    Script script = two_locks();
    script.add(1, Kind::lock_acquire, A, 1);
    script.add(2, Kind::lock_acquire, A, 1);
    script.add(3, Kind::lock_request, A, 0);
    WaitForGraph graph = graph_of(script, script.time);
    ASSERT_EQ(graph.edges.size(), 1u);
    EXPECT_EQ(graph.edges[0].waits_for.size(), 2u);
    EXPECT_EQ(describe(script.trace, graph),
              "thread 3 waits for `a`, held by thread 1 and thread 2");
}
