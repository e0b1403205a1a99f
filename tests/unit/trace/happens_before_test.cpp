#include "trace/happens_before.hpp"

#include <gtest/gtest.h>

#include <random>

#include "script.hpp"

using namespace interleave::trace;
using interleave::trace::test::Script;
using Kind = EventKind;

namespace {

HappensBefore edges_of(const Script& script) {
    HappensBefore order;
    order.extend(script.trace);
    return order;
}

using Edges = std::vector<Edge>;
constexpr uint32_t Mutex = 100;
constexpr uint32_t Condition = 200;

}  // namespace

TEST(HappensBefore, creation_and_joining_order_a_threads_life) {
    Script script;
    EventIndex create = script.add(0, Kind::thread_create, 1);
    EventIndex start = script.add(1, Kind::thread_start, 1);
    EventIndex exit = script.add(1, Kind::thread_exit, 1);
    EventIndex joined = script.add(0, Kind::join_end, 1);
    EXPECT_EQ(edges_of(script).edges(),
              (Edges{{create, start, EdgeKind::Start}, {exit, joined, EdgeKind::Join}}));
}

TEST(HappensBefore, an_unlock_comes_before_the_next_acquire_of_the_same_lock_by_another_thread) {
    Script script;
    script.add(1, Kind::lock_acquire, Mutex);
    EventIndex unlock = script.add(1, Kind::unlock, Mutex);
    script.add(3, Kind::lock_acquire, Mutex + 24);
    EventIndex acquire = script.add(2, Kind::lock_acquire, Mutex);
    script.add(2, Kind::unlock, Mutex);
    script.add(2, Kind::lock_acquire, Mutex);
    EXPECT_EQ(edges_of(script).edges(), (Edges{{unlock, acquire, EdgeKind::Lock}}));
}

TEST(HappensBefore, a_writer_follows_all_readers_and_readers_follow_only_the_writer) {
    Script script;
    EventIndex written = script.add(1, Kind::unlock, Mutex, 0);
    EventIndex read2 = script.add(2, Kind::lock_acquire, Mutex, 1);
    EventIndex read3 = script.add(3, Kind::lock_acquire, Mutex, 1);
    EventIndex done2 = script.add(2, Kind::unlock, Mutex, 1);
    EventIndex done3 = script.add(3, Kind::unlock, Mutex, 1);
    EventIndex writes = script.add(1, Kind::lock_acquire, Mutex, 0);
    EXPECT_EQ(edges_of(script).edges(), (Edges{{written, read2, EdgeKind::Lock},
                                               {written, read3, EdgeKind::Lock},
                                               {done2, writes, EdgeKind::Lock},
                                               {done3, writes, EdgeKind::Lock}}));
}

TEST(HappensBefore, a_notification_comes_before_the_wake_it_caused) {
    Script script;
    EventIndex wait = script.add(1, Kind::condition_wait, Condition, Mutex);
    EventIndex acquire = script.add(2, Kind::lock_acquire, Mutex);
    EventIndex notify = script.add(2, Kind::notify_one, Condition);
    EventIndex unlock = script.add(2, Kind::unlock, Mutex);
    EventIndex wake = script.add(1, Kind::condition_wake, Condition, 0);
    EXPECT_EQ(edges_of(script).edges(), (Edges{{wait, acquire, EdgeKind::Lock},
                                               {notify, wake, EdgeKind::Notify},
                                               {unlock, wake, EdgeKind::Lock}}));
}

TEST(HappensBefore, each_notify_one_wakes_one_and_notify_all_wakes_all) {
    Script script;
    for (uint32_t thread : {1u, 2u, 3u})
        script.add(thread, Kind::condition_wait, Condition, Mutex + thread);
    EventIndex first = script.add(9, Kind::notify_one, Condition);
    EventIndex second = script.add(9, Kind::notify_all, Condition);
    EventIndex wake2 = script.add(2, Kind::condition_wake, Condition, 0);
    EventIndex wake1 = script.add(1, Kind::condition_wake, Condition, 0);
    EventIndex wake3 = script.add(3, Kind::condition_wake, Condition, 0);
    EXPECT_EQ(edges_of(script).edges(), (Edges{{first, wake2, EdgeKind::Notify},
                                               {second, wake1, EdgeKind::Notify},
                                               {second, wake3, EdgeKind::Notify}}));
}

TEST(HappensBefore, a_timeout_and_a_notification_that_came_too_early_cause_nothing) {
    Script script;
    script.add(2, Kind::notify_one, Condition);
    script.add(1, Kind::condition_wait, Condition, Mutex);
    script.add(1, Kind::condition_wake, Condition, 0);
    script.add(1, Kind::condition_wait, Condition, Mutex);
    script.add(2, Kind::notify_one, Condition);
    script.add(1, Kind::condition_wake, Condition, 1);
    EXPECT_EQ(edges_of(script).edges(), Edges{});
}

TEST(HappensBefore, atomic_notify_wakes_as_many_as_it_says) {
    Script script;
    script.add(1, Kind::atomic_wait, 64);
    script.add(2, Kind::atomic_wait, 64);
    EventIndex notify = script.add(3, Kind::atomic_notify, 64, 1);
    EventIndex wake = script.add(2, Kind::atomic_wake, 64, 0);
    script.add(1, Kind::atomic_wake, 64, 0);
    EXPECT_EQ(edges_of(script).edges(), (Edges{{notify, wake, EdgeKind::Atomic}}));
}

TEST(HappensBefore, atomic_notify_of_nought_wakes_all) {
    Script script;
    script.add(1, Kind::atomic_wait, 64);
    script.add(2, Kind::atomic_wait, 64);
    EventIndex notify = script.add(3, Kind::atomic_notify, 64, 0);
    EventIndex wake2 = script.add(2, Kind::atomic_wake, 64, 0);
    EventIndex wake1 = script.add(1, Kind::atomic_wake, 64, 0);
    EXPECT_EQ(edges_of(script).edges(),
              (Edges{{notify, wake2, EdgeKind::Atomic}, {notify, wake1, EdgeKind::Atomic}}));
}

TEST(HappensBefore, permits_and_messages_are_handed_on_first_in_first_out) {
    Script script;
    EventIndex release = script.add(1, Kind::semaphore_release, 64, 2);
    EventIndex send = script.add(1, Kind::channel_send, 7);
    EventIndex take2 = script.add(2, Kind::semaphore_acquire, 64, 1);
    EventIndex take3 = script.add(3, Kind::semaphore_acquire, 64, 0);
    script.add(4, Kind::semaphore_acquire, 64, 0);
    EventIndex receive = script.add(2, Kind::channel_receive, 7);
    EXPECT_EQ(edges_of(script).edges(), (Edges{{release, take2, EdgeKind::Semaphore},
                                               {release, take3, EdgeKind::Semaphore},
                                               {send, receive, EdgeKind::Message}}));
}

TEST(HappensBefore, everyone_arrives_at_a_barrier_before_anyone_passes) {
    Script script;
    EventIndex arrive1 = script.add(1, Kind::barrier_arrive, 64);
    EventIndex arrive2 = script.add(2, Kind::barrier_arrive, 64);
    EventIndex arrive3 = script.add(3, Kind::barrier_arrive, 64);
    EventIndex pass3 = script.add(3, Kind::barrier_pass, 64);
    EventIndex again3 = script.add(3, Kind::barrier_arrive, 64);
    EventIndex pass1 = script.add(1, Kind::barrier_pass, 64);
    EventIndex pass2 = script.add(2, Kind::barrier_pass, 64);
    HappensBefore order = edges_of(script);
    for (EventIndex arrive : {arrive1, arrive2, arrive3}) {
        for (EventIndex pass : {pass1, pass2, pass3}) {
            EXPECT_TRUE(order.ordered(script.trace, arrive, pass))
                << arrive.value << " " << pass.value;
        }
    }
    EXPECT_FALSE(order.ordered(script.trace, again3, pass1)) << "the next phase";
    EXPECT_EQ(order.successors(arrive3).size(), 2u);
    EXPECT_EQ(order.predecessors(arrive3).size(), 2u);
}

TEST(HappensBefore, who_waits_at_a_latch_follows_all_who_counted_down) {
    Script script;
    EventIndex one = script.add(1, Kind::barrier_arrive, 64);
    EventIndex two = script.add(2, Kind::barrier_arrive, 64);
    EventIndex pass = script.add(0, Kind::barrier_pass, 64);
    HappensBefore order = edges_of(script);
    EXPECT_TRUE(order.ordered(script.trace, one, pass));
    EXPECT_TRUE(order.ordered(script.trace, two, pass));
}

TEST(HappensBefore, predecessors_and_successors_are_the_edges_of_an_event_while_it_grows) {
    std::mt19937 random(21);
    Script script;
    HappensBefore order;
    Kind kinds[] = {Kind::lock_acquire,   Kind::unlock,         Kind::notify_all,
                    Kind::condition_wait, Kind::condition_wake, Kind::barrier_arrive,
                    Kind::barrier_pass};
    for (int i = 0; i < 2000; ++i) {
        script.add(random() % 5, kinds[random() % 7], 64 + random() % 2, random() % 2);
        order.extend(script.trace);
        EventIndex probe{random() % script.trace.size()};
        size_t into = 0;
        size_t out_of = 0;
        EventIndex previous{0};
        for (const Edge& edge : order.edges()) {
            ASSERT_LT(edge.from, edge.to);
            ASSERT_LE(previous, edge.to);
            previous = edge.to;
            ASSERT_NE(script.trace[edge.from].thread, script.trace[edge.to].thread);
            into += edge.to == probe;
            out_of += edge.from == probe;
        }
        ASSERT_EQ(order.predecessors(probe).size(), into);
        ASSERT_EQ(order.successors(probe).size(), out_of);
    }
    EXPECT_GT(order.edges().size(), 100u);
}

TEST(HappensBefore, ordered_agrees_with_vector_clocks) {
    std::mt19937 random(22);
    Script script;
    Kind kinds[] = {Kind::lock_acquire, Kind::unlock, Kind::channel_send, Kind::channel_receive,
                    Kind::mark};
    for (int i = 0; i < 300; ++i) script.add(random() % 4, kinds[random() % 5], 64 + random() % 3);
    HappensBefore order = edges_of(script);
    // clocks[i][t] = how many events of thread t happened before or at event i
    std::vector<std::vector<uint64_t>> clocks(300, std::vector<uint64_t>(4, 0));
    std::vector<std::vector<uint64_t>> latest(4, std::vector<uint64_t>(4, 0));
    std::vector<uint64_t> position(300);
    for (uint64_t i = 0; i < 300; ++i) {
        uint32_t thread = script.trace[i].thread.value;
        std::vector<uint64_t>& now = latest[thread];
        for (const Edge& edge : order.predecessors(EventIndex{i})) {
            for (size_t t = 0; t < 4; ++t) now[t] = std::max(now[t], clocks[edge.from.value][t]);
        }
        position[i] = ++now[thread];
        clocks[i] = now;
    }
    for (uint64_t a = 0; a < 300; a += 3) {
        for (uint64_t b = a + 1; b < 300; b += 5) {
            bool expected = position[a] <= clocks[b][script.trace[a].thread.value];
            ASSERT_EQ(order.ordered(script.trace, EventIndex{a}, EventIndex{b}), expected)
                << a << " " << b;
        }
    }
}
