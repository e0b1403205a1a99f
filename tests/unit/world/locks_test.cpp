#include <gtest/gtest.h>

#include "world/mutexes.hpp"
#include "world/onces.hpp"
#include "world/rwlocks.hpp"

using namespace interleave::world;

namespace {

constexpr ThreadId Main{0};
constexpr ThreadId First{1};
constexpr ThreadId Second{2};
constexpr uint32_t M = 0x1000;

}  // namespace

TEST(Mutexes, a_held_mutex_makes_the_next_wait_until_it_is_unlocked) {
    Mutexes mutexes;
    Misuse misuse = Misuse::None;
    EXPECT_FALSE(mutexes.lock(First, M, MutexKind::Normal, misuse).waits);
    EXPECT_FALSE(mutexes.can_lock(Second, M, MutexKind::Normal));
    EXPECT_TRUE(mutexes.lock(Second, M, MutexKind::Normal, misuse).waits);
    EXPECT_EQ(mutexes.unlock(First, M, MutexKind::Normal, misuse).result, 0);
    EXPECT_TRUE(mutexes.can_lock(Second, M, MutexKind::Normal));
    EXPECT_FALSE(mutexes.lock(Second, M, MutexKind::Normal, misuse).waits);
    EXPECT_EQ(mutexes.locked(M)->owner, Second);
    EXPECT_EQ(misuse, Misuse::None);
}

TEST(Mutexes, a_normal_mutex_locked_twice_by_its_owner_waits_for_itself) {
    Mutexes mutexes;
    Misuse misuse = Misuse::None;
    (void)mutexes.lock(First, M, MutexKind::Normal, misuse);
    EXPECT_TRUE(mutexes.lock(First, M, MutexKind::Normal, misuse).waits);
    EXPECT_EQ(misuse, Misuse::RelockByOwner);
}

TEST(Mutexes, a_recursive_mutex_is_free_after_as_many_unlocks_as_locks) {
    Mutexes mutexes;
    Misuse misuse = Misuse::None;
    for (int i = 0; i < 3; ++i) (void)mutexes.lock(First, M, MutexKind::Recursive, misuse);
    for (int i = 0; i < 2; ++i) (void)mutexes.unlock(First, M, MutexKind::Recursive, misuse);
    EXPECT_TRUE(mutexes.held_by(First, M));
    (void)mutexes.unlock(First, M, MutexKind::Recursive, misuse);
    EXPECT_EQ(mutexes.locked(M), nullptr);
    EXPECT_EQ(misuse, Misuse::None);
}

TEST(Mutexes, an_error_checking_mutex_answers_instead_of_waiting_for_itself) {
    Mutexes mutexes;
    Misuse misuse = Misuse::None;
    (void)mutexes.lock(First, M, MutexKind::ErrorChecking, misuse);
    EXPECT_TRUE(mutexes.can_lock(First, M, MutexKind::ErrorChecking));
    EXPECT_EQ(mutexes.lock(First, M, MutexKind::ErrorChecking, misuse).result, Edeadlk);
    EXPECT_EQ(mutexes.unlock(Second, M, MutexKind::ErrorChecking, misuse).result, Eperm);
}

TEST(Mutexes, try_lock_never_waits) {
    Mutexes mutexes;
    EXPECT_EQ(mutexes.try_lock(First, M, MutexKind::Normal).result, 0);
    EXPECT_EQ(mutexes.try_lock(Second, M, MutexKind::Normal).result, Ebusy);
    EXPECT_EQ(mutexes.try_lock(First, M, MutexKind::Normal).result, Ebusy);
}

TEST(Mutexes, bad_unlocks_and_destroys_are_named) {
    Mutexes mutexes;
    Misuse misuse = Misuse::None;
    (void)mutexes.unlock(First, M, MutexKind::Normal, misuse);
    EXPECT_EQ(misuse, Misuse::UnlockNotLocked);
    (void)mutexes.lock(First, M, MutexKind::Normal, misuse);
    (void)mutexes.unlock(Second, M, MutexKind::Normal, misuse);
    EXPECT_EQ(misuse, Misuse::UnlockByStranger);
    (void)mutexes.lock(First, M, MutexKind::Normal, misuse);
    EXPECT_EQ(mutexes.destroy(M, misuse).result, Ebusy);
    EXPECT_EQ(misuse, Misuse::DestroyLocked);
}

TEST(Mutexes, the_hash_depends_on_who_holds_what_and_not_on_the_past) {
    Mutexes one;
    Mutexes other;
    Misuse misuse = Misuse::None;
    (void)one.lock(First, M, MutexKind::Normal, misuse);
    (void)other.lock(Second, M + 8, MutexKind::Normal, misuse);
    (void)other.unlock(Second, M + 8, MutexKind::Normal, misuse);
    EXPECT_NE(one.hash(0), other.hash(0));
    (void)other.lock(First, M, MutexKind::Normal, misuse);
    EXPECT_EQ(one.hash(0), other.hash(0));
}

TEST(RwLocks, readers_share_and_a_writer_is_alone) {
    RwLocks locks;
    Misuse misuse = Misuse::None;
    EXPECT_FALSE(locks.read(First, M).waits);
    EXPECT_FALSE(locks.read(Second, M).waits);
    EXPECT_TRUE(locks.write(Main, M, misuse).waits);
    bool shared = false;
    (void)locks.unlock(First, M, shared, misuse);
    EXPECT_TRUE(shared);
    EXPECT_FALSE(locks.can_write(M));
    (void)locks.unlock(Second, M, shared, misuse);
    EXPECT_FALSE(locks.write(Main, M, misuse).waits);
    EXPECT_TRUE(locks.read(First, M).waits);
    EXPECT_EQ(locks.try_read(First, M).result, Ebusy);
    (void)locks.unlock(Main, M, shared, misuse);
    EXPECT_FALSE(shared);
    EXPECT_EQ(locks.held(M), nullptr);
    EXPECT_EQ(misuse, Misuse::None);
}

TEST(RwLocks, a_reader_that_wants_to_write_waits_for_itself) {
    RwLocks locks;
    Misuse misuse = Misuse::None;
    (void)locks.read(First, M);
    EXPECT_TRUE(locks.write(First, M, misuse).waits);
    EXPECT_EQ(misuse, Misuse::RelockByOwner);
}

TEST(RwLocks, the_hash_does_not_depend_on_the_order_of_readers) {
    RwLocks one;
    RwLocks other;
    (void)one.read(First, M);
    (void)one.read(Second, M);
    (void)other.read(Second, M);
    (void)other.read(First, M);
    EXPECT_EQ(one.hash(1), other.hash(1));
}

TEST(Onces, the_first_runs_it_and_others_wait_and_then_pass) {
    Onces onces;
    EXPECT_EQ(onces.begin(First, M).result, 1);
    EXPECT_TRUE(onces.begin(Second, M).waits);
    EXPECT_FALSE(onces.can_begin(M));
    EXPECT_EQ(onces.runner(M), First);
    (void)onces.end(M, true);
    EXPECT_EQ(onces.begin_after_wait(Second, M).result, 0);
    EXPECT_TRUE(onces.can_begin(M));
}

TEST(Onces, after_an_exception_one_that_waited_runs_it) {
    Onces onces;
    (void)onces.begin(First, M);
    (void)onces.end(M, false);
    EXPECT_EQ(onces.begin_after_wait(Second, M).result, 1);
    EXPECT_EQ(onces.runner(M), Second);
    (void)onces.end(M, true);
    EXPECT_EQ(onces.begin_after_wait(Main, M).result, 0);
}
