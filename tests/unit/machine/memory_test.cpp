#include "machine/memory.hpp"

#include <gtest/gtest.h>

#include "guest.hpp"

using namespace interleave;
using machine::Slot;
using machine::Stop;
using machine::StopReason;
using machine::TrapKind;
using test::Guest;

namespace {

const char* const Access = R"((module (memory (export "m") 1 3)
  (func (export "load") (param i32) (result i64) (i64.load offset=8 (local.get 0)))
  (func (export "store") (param i32) (i32.store offset=0xfffffff0 (local.get 0) (i32.const 1)))
  (func (export "at") (result i32) (i32.store offset=65528 (i32.const 4) (i32.const 77)) (i32.load (i32.const 65532)))
  (func (export "beyond") (result i32) (i32.load offset=65530 (i32.const 4)))
  (func (export "straddle") (i64.store (i32.const 4092) (i64.const -1)))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 3) (local.get 1)))))";

const char* const Atomics = R"((module (memory 1 1 shared)
  (func (export "wait") (param i32 i32) (result i32) (memory.atomic.wait32 offset=4 (local.get 0) (local.get 1) (i64.const -1)))
  (func (export "wait64") (param i32) (result i32) (memory.atomic.wait64 (local.get 0) (i64.const 9) (i64.const 500)))
  (func (export "notify") (param i32) (result i32) (memory.atomic.notify (i32.const 64) (local.get 0)))
  (func (export "add") (param i32) (result i64) (i64.atomic.rmw16.add_u (local.get 0) (i64.const 0x1ffff)))
  (func (export "exchange") (param i32 i32) (result i32) (i32.atomic.rmw.cmpxchg (i32.const 8) (local.get 0) (local.get 1)))))";

}  // namespace

TEST(Memory, bad_accesses_trap_at_the_last_byte_and_beyond_32_bits) {
    Guest guest(Access);
    EXPECT_EQ(guest.value("load", {65536 - 16}), 0u);
    EXPECT_EQ(guest.trap("load", {65536 - 15}), TrapKind::OutOfBoundsMemoryAccess);
    EXPECT_EQ(guest.trap("load", {0xffffffffu}), TrapKind::OutOfBoundsMemoryAccess);
    EXPECT_EQ(guest.trap("store", {0xffffffffu}), TrapKind::OutOfBoundsMemoryAccess);
    EXPECT_EQ(guest.value("at"), 77u);
    EXPECT_EQ(guest.trap("beyond"), TrapKind::OutOfBoundsMemoryAccess);
    EXPECT_EQ(guest.trap("fill", {65000, 537}), TrapKind::OutOfBoundsMemoryAccess);
}

TEST(Memory, a_store_over_a_page_boundary_marks_both_pages) {
    Guest guest(Access);
    guest.memory().forget_writes();
    guest.call("straddle");
    EXPECT_EQ(guest.memory().dirty_pages(), (std::vector<uint32_t>{0, 1}));
    guest.memory().forget_writes();
    guest.call("fill", {5000, 9000});
    EXPECT_EQ(guest.memory().dirty_pages(), (std::vector<uint32_t>{1, 2, 3}));
    guest.memory().forget_writes();
    guest.call("fill", {5000, 0});
    EXPECT_TRUE(guest.memory().dirty_pages().empty());
}

TEST(Memory, grows_to_its_maximum_and_keeps_its_bytes) {
    Guest guest(Access);
    guest.call("at");
    EXPECT_EQ(guest.value("grow", {1}), 1u);
    EXPECT_EQ(guest.value("grow", {2}), 0xffffffffu);
    EXPECT_EQ(guest.value("grow", {1}), 2u);
    EXPECT_EQ(guest.value("at"), 77u);
    EXPECT_EQ(guest.value("load", {3 * 65536 - 16}), 0u);
}

TEST(Memory, bad_growth_beyond_the_stores_limit_fails_in_the_guest) {
    machine::StoreLimits limits;
    limits.memory_bytes = 2 * 65536;
    Guest guest(Access, limits);
    EXPECT_EQ(guest.value("grow", {1}), 1u);
    EXPECT_EQ(guest.value("grow", {1}), 0xffffffffu);
}

TEST(Atomics, waiting_is_a_stop_with_everything_the_world_needs) {
    Guest guest(Atomics);
    machine::Thread thread = guest.start("wait", {60, 5});
    Stop stop = machine::run(guest.store, thread);
    ASSERT_EQ(stop.reason, StopReason::AtomicWait);
    EXPECT_EQ(stop.wait.address, 64u);
    EXPECT_EQ(stop.wait.bytes, 4u);
    EXPECT_EQ(stop.wait.expected, 5u);
    EXPECT_LT(stop.wait.timeout_nanoseconds, 0);
    EXPECT_TRUE(thread.awaits_answer());
    thread.answer(Slot{2});
    EXPECT_EQ(machine::run(guest.store, thread).reason, StopReason::Finished);
    EXPECT_EQ(thread.results()[0], 2u);

    machine::Thread notifier = guest.start("notify", {3});
    stop = machine::run(guest.store, notifier);
    ASSERT_EQ(stop.reason, StopReason::AtomicNotify);
    EXPECT_EQ(stop.wait.address, 64u);
    EXPECT_EQ(stop.wait.count, 3u);
    notifier.answer(Slot{1});
    EXPECT_EQ(machine::run(guest.store, notifier).reason, StopReason::Finished);
    EXPECT_EQ(notifier.results()[0], 1u);
}

TEST(Atomics, a_lone_waiter_ends_by_value_or_timeout) {
    Guest guest(Atomics);
    EXPECT_EQ(guest.value("wait64", {8}), 1u);
    EXPECT_EQ(guest.value("wait", {0, 0}), 2u);
    EXPECT_EQ(guest.value("notify", {5}), 0u);
}

TEST(Atomics, bad_addresses_trap_as_unaligned) {
    Guest guest(Atomics);
    EXPECT_EQ(guest.trap("wait", {61, 0}), TrapKind::UnalignedAtomic);
    EXPECT_EQ(guest.trap("wait64", {4}), TrapKind::UnalignedAtomic);
    EXPECT_EQ(guest.trap("add", {1}), TrapKind::UnalignedAtomic);
    EXPECT_EQ(guest.trap("add", {65536}), TrapKind::OutOfBoundsMemoryAccess);
}

TEST(Atomics, updates_return_the_old_value_and_wrap_in_their_width) {
    Guest guest(Atomics);
    EXPECT_EQ(guest.value("add", {2}), 0u);
    EXPECT_EQ(guest.value("add", {2}), 0xffffu);
    EXPECT_EQ(guest.value("add", {2}), 0xfffeu);
    EXPECT_EQ(guest.value("add", {4}), 0u);
    EXPECT_EQ(guest.value("exchange", {1, 9}), 0u);
    EXPECT_EQ(guest.value("exchange", {0, 9}), 0u);
    EXPECT_EQ(guest.value("exchange", {0, 9}), 9u);
}
