#include <gtest/gtest.h>

#include "world/conditions.hpp"
#include "world/futexes.hpp"

using namespace interleave::world;

namespace {

constexpr ThreadId First{1};
constexpr ThreadId Second{2};
constexpr ThreadId Third{3};
constexpr uint32_t C = 0x2000;
constexpr uint32_t M = 0x1000;

}  // namespace

TEST(Conditions, a_signal_without_a_waiter_is_lost) {
    Conditions conditions;
    Misuse misuse = Misuse::None;
    EXPECT_FALSE(conditions.signal(C));
    conditions.wait(First, C, M, misuse);
    EXPECT_FALSE(conditions.chosen(First, C));
}

TEST(Conditions, signals_choose_waiters_in_order_of_arrival_by_default) {
    Conditions conditions;
    Misuse misuse = Misuse::None;
    conditions.wait(First, C, M, misuse);
    conditions.wait(Second, C, M, misuse);
    EXPECT_EQ(conditions.choices(C), 2u);
    EXPECT_TRUE(conditions.signal(C));
    EXPECT_TRUE(conditions.chosen(First, C));
    EXPECT_FALSE(conditions.chosen(Second, C));
    EXPECT_TRUE(conditions.signal(C));
    EXPECT_TRUE(conditions.chosen(Second, C));
    EXPECT_FALSE(conditions.signal(C));
}

TEST(Conditions, the_scheduler_may_choose_any_waiter) {
    Conditions conditions;
    Misuse misuse = Misuse::None;
    for (ThreadId thread : {First, Second, Third}) conditions.wait(thread, C, M, misuse);
    conditions.signal(C, 1);
    EXPECT_TRUE(conditions.chosen(Second, C));
    // The choice counts those not chosen yet: 1 is the third now.
    conditions.signal(C, 1);
    EXPECT_TRUE(conditions.chosen(Third, C));
    EXPECT_FALSE(conditions.chosen(First, C));
}

TEST(Conditions, a_broadcast_chooses_all_that_wait_now_and_nobody_later) {
    Conditions conditions;
    Misuse misuse = Misuse::None;
    conditions.wait(First, C, M, misuse);
    conditions.wait(Second, C, M, misuse);
    conditions.broadcast(C);
    conditions.wait(Third, C, M, misuse);
    EXPECT_TRUE(conditions.chosen(First, C));
    EXPECT_TRUE(conditions.chosen(Second, C));
    EXPECT_FALSE(conditions.chosen(Third, C));
    conditions.leave(First, C);
    conditions.leave(Second, C);
    EXPECT_EQ(conditions.waiters(C)->size(), 1u);
}

TEST(Conditions, bad_waits_with_two_mutexes_and_bad_destroys_are_named) {
    Conditions conditions;
    Misuse misuse = Misuse::None;
    conditions.wait(First, C, M, misuse);
    EXPECT_EQ(misuse, Misuse::None);
    conditions.wait(Second, C, M + 4, misuse);
    EXPECT_EQ(misuse, Misuse::WaitWithTwoMutexes);
    EXPECT_EQ(conditions.destroy(C, misuse).result, Ebusy);
    EXPECT_EQ(misuse, Misuse::DestroyWithWaiters);
    conditions.broadcast(C);
    misuse = Misuse::None;
    EXPECT_EQ(conditions.destroy(C, misuse).result, 0);
    EXPECT_EQ(misuse, Misuse::None);
}

TEST(Futexes, wake_counts_those_it_woke_and_wakes_nobody_twice) {
    Futexes futexes;
    for (ThreadId thread : {First, Second, Third}) futexes.wait(thread, C);
    EXPECT_EQ(futexes.wake(C, 2), 2u);
    EXPECT_TRUE(futexes.woken(First, C));
    EXPECT_TRUE(futexes.woken(Second, C));
    EXPECT_FALSE(futexes.woken(Third, C));
    EXPECT_EQ(futexes.wake(C, UINT32_MAX), 1u);
    EXPECT_EQ(futexes.wake(C, UINT32_MAX), 0u);
    for (ThreadId thread : {First, Second, Third}) futexes.leave(thread, C);
    EXPECT_EQ(futexes.waiters(C), nullptr);
}

TEST(Futexes, a_wake_elsewhere_wakes_nobody_here) {
    Futexes futexes;
    futexes.wait(First, C);
    EXPECT_EQ(futexes.wake(C + 4, UINT32_MAX), 0u);
    EXPECT_FALSE(futexes.woken(First, C));
}
