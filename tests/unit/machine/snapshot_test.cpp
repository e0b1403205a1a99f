#include "machine/snapshot.hpp"

#include <gtest/gtest.h>

#include <random>

#include "guest.hpp"
#include "machine/state_hash.hpp"

using namespace interleave;
using machine::Slot;
using machine::Snapshot;
using machine::Snapshots;
using machine::StopReason;
using test::Guest;

namespace {

void run_some(Guest& guest, machine::Thread& thread, uint64_t instructions) {
    machine::RunOptions options;
    options.instructions = instructions;
    while (machine::run(guest.store, thread, options).reason == StopReason::HostCall) {
        thread.answer(static_cast<uint32_t>(thread.arguments()[0] + 1));
    }
}

uint64_t hash_of(const Guest& guest) { return machine::hash_store(guest.store); }

void put(Guest& guest, uint64_t address, uint8_t value) {
    ASSERT_TRUE(guest.memory().write(address, {&value, 1}));
}

std::vector<uint8_t> bytes_of(const Guest& guest) {
    std::span<const uint8_t> bytes = guest.memory().bytes();
    return {bytes.begin(), bytes.end()};
}

const char* const OneMemory = R"((module (memory 2 8)
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "poke") (param i32 i32) (i32.store (local.get 0) (local.get 1)))))";

}  // namespace

TEST(Snapshot, restoring_and_running_again_gives_the_same_state) {
    Guest guest(test::Everything);
    Snapshots snapshots(guest.store);
    machine::Thread thread = guest.start("run", {12});
    run_some(guest, thread, 500);
    Snapshot snapshot = snapshots.take();
    machine::Thread saved = thread;
    uint64_t before = hash_of(guest);
    run_some(guest, thread, 100000);
    uint64_t store_after = hash_of(guest);
    uint64_t thread_after = machine::hash_thread(thread);
    EXPECT_NE(store_after, before);
    for (int round = 0; round < 3; ++round) {
        snapshots.restore(snapshot);
        thread = saved;
        EXPECT_EQ(hash_of(guest), before);
        run_some(guest, thread, 100000);
        EXPECT_EQ(hash_of(guest), store_after);
        EXPECT_EQ(machine::hash_thread(thread), thread_after);
    }
}

TEST(Snapshot, any_node_of_a_random_tree_can_be_restored_from_any_other) {
    Guest guest(OneMemory);
    Snapshots snapshots(guest.store);
    std::mt19937 random(7);
    struct Saved {
        Snapshot snapshot;
        std::vector<uint8_t> bytes;
        uint64_t hash;
    };
    std::vector<Saved> saved;
    for (int round = 0; round < 400; ++round) {
        if (!saved.empty() && random() % 3 == 0) {
            const Saved& target = saved[random() % saved.size()];
            snapshots.restore(target.snapshot);
            ASSERT_EQ(bytes_of(guest), target.bytes) << round;
            ASSERT_EQ(hash_of(guest), target.hash) << round;
        }
        for (uint32_t i = random() % 4; i > 0; --i) {
            guest.call("poke", {random() % (guest.memory().byte_size() - 4), random()});
        }
        if (random() % 10 == 0) guest.call("grow", {1});
        if (random() % 2 == 0) saved.push_back({snapshots.take(), bytes_of(guest), hash_of(guest)});
    }
}

TEST(Snapshot, costs_no_pages_when_nothing_was_written) {
    Guest guest(OneMemory);
    Snapshots snapshots(guest.store);
    put(guest, 5000, 1);
    EXPECT_EQ(snapshots.take()->changes.size(), 1u);
    EXPECT_EQ(snapshots.take()->changes.size(), 0u);
    put(guest, 5001, 1);
    put(guest, 5002, 1);
    EXPECT_EQ(snapshots.take()->changes.size(), 1u);
}

TEST(Snapshot, takes_back_globals_tables_and_instances) {
    Guest guest(R"((module
      (global $g (export "g") (mut i32) (i32.const 1)) (table $t 4 funcref) (elem declare func $f)
      (func $f (export "change") (global.set $g (i32.const 9)) (table.set $t (i32.const 2) (ref.func $f)))))");
    Snapshots snapshots(guest.store);
    Snapshot before = snapshots.take();
    uint64_t hash = hash_of(guest);
    guest.call("change");
    ASSERT_TRUE(machine::instantiate_again(guest.store, guest.instance).ok());
    EXPECT_EQ(guest.store.instance_count(), 2u);
    Snapshot after = snapshots.take();
    uint64_t hash_after = hash_of(guest);
    snapshots.restore(before);
    EXPECT_EQ(hash_of(guest), hash);
    EXPECT_EQ(guest.store.instance_count(), 1u);
    EXPECT_EQ((*guest.store.table({0}).elements)[2], machine::NullReference);
    snapshots.restore(after);
    EXPECT_EQ(hash_of(guest), hash_after);
    EXPECT_EQ(guest.store.instance_count(), 2u);
}

TEST(Snapshot, a_chain_of_a_hundred_thousand_can_be_forgotten) {
    Guest guest(OneMemory);
    Snapshots snapshots(guest.store);
    Snapshot root = snapshots.take();
    for (int i = 0; i < 100000; ++i) (void)snapshots.take();
    snapshots.restore(root);
    EXPECT_EQ(guest.store.instance_count(), 1u);
}

TEST(StateHash, depends_on_contents_and_place_but_not_on_the_way_there) {
    Guest a(OneMemory), b(OneMemory);
    Snapshots snapshots(b.store);
    put(a, 10, 1);
    put(a, 9000, 2);
    put(b, 9000, 3);
    (void)snapshots.take();
    put(b, 9000, 2);
    put(b, 10, 1);
    EXPECT_EQ(hash_of(a), hash_of(b));
    put(b, 11, 1);
    EXPECT_NE(hash_of(a), hash_of(b));
    put(b, 11, 0);
    (void)snapshots.take();
    EXPECT_EQ(hash_of(a), hash_of(b));
    Guest c(OneMemory);
    put(c, 10 + 4096, 1);
    put(c, 9000, 2);
    EXPECT_NE(hash_of(a), hash_of(c));
}

TEST(StateHash, what_is_left_over_above_the_operands_does_not_count) {
    // Two ways to the same endless loop, with different intermediate results on the way.
    const char* const text = R"((module
      (func $twice (param i32) (result i32) (i32.mul (local.get 0) (i32.const 2)))
      (func (export "run") (param i32)
        (drop (i32.add (call $twice (i32.add (local.get 0) (i32.const 7)))
                       (i32.xor (call $twice (local.get 0)) (local.get 0))))
        (local.set 0 (i32.const 0))
        (loop (br 0)))))";
    std::vector<uint64_t> hashes;
    for (uint32_t argument : {1u, 2u, 12345u}) {
        Guest guest(text);
        machine::Thread thread = guest.start("run", {argument});
        run_some(guest, thread, 1000);
        hashes.push_back(machine::hash_thread(thread));
    }
    EXPECT_EQ(hashes[0], hashes[1]);
    EXPECT_EQ(hashes[0], hashes[2]);
}

TEST(StateHash, locals_and_operands_count) {
    const char* const text = R"((module
      (func (export "run") (param i32) (local i32)
        (local.set 1 (local.get 0))
        (i32.add (local.get 0) (i32.const 1))
        (loop (br 0))
        (drop))))";
    auto hash_with = [&](uint32_t argument) {
        Guest guest(text);
        machine::Thread thread = guest.start("run", {argument});
        run_some(guest, thread, 100);
        return machine::hash_thread(thread);
    };
    EXPECT_EQ(hash_with(1), hash_with(1));
    EXPECT_NE(hash_with(1), hash_with(2));
}

TEST(StateHash, is_the_same_whether_the_thread_was_stepped_or_run) {
    Guest run(test::Everything);
    Guest stepped(test::Everything);
    machine::Thread one = run.start("run", {12});
    machine::Thread other = stepped.start("run", {12});
    machine::RunOptions step;
    step.granularity = machine::Granularity::Instruction;
    step.instructions = 1;
    for (uint64_t target = 20; target < 400; target += 20) {
        run_some(run, one, target - one.executed);
        while (other.executed < one.executed) {
            if (machine::run(stepped.store, other, step).reason == StopReason::HostCall) {
                other.answer(static_cast<uint32_t>(other.arguments()[0] + 1));
            }
        }
        if (one.executed == other.executed) {
            ASSERT_EQ(machine::hash_thread(one), machine::hash_thread(other)) << one.executed;
        }
    }
}
