#include "machine/run.hpp"

#include <gtest/gtest.h>

#include <random>

#include "guest.hpp"
#include "machine/state_hash.hpp"

using namespace interleave;
using machine::Granularity;
using machine::RunOptions;
using machine::Slot;
using machine::Stop;
using machine::StopReason;
using test::Guest;

namespace {

constexpr Slot Rounds = 12;

// Runs until as many instructions have been executed by the thread, performing host calls on the way.
Stop run_until(Guest& guest, machine::Thread& thread, uint64_t target,
               Granularity granularity = Granularity::Operation) {
    RunOptions options;
    options.granularity = granularity;
    for (;;) {
        options.instructions = target - std::min(target, thread.executed);
        Stop stop = machine::run(guest.store, thread, options);
        if (stop.reason != StopReason::HostCall) return stop;
        thread.answer(static_cast<uint32_t>(thread.arguments()[0] + 1));
    }
}

Stop run_more(Guest& guest, machine::Thread& thread, uint64_t instructions,
              Granularity granularity = Granularity::Operation) {
    return run_until(guest, thread, thread.executed + instructions, granularity);
}

struct End {
    Slot result = 0;
    uint64_t executed = 0;
    uint64_t hash = 0;
    bool operator==(const End&) const = default;
};

End end_of(Guest& guest, machine::Thread& thread) {
    return {thread.results()[0], thread.executed, machine::hash_store(guest.store)};
}

End reference() {
    Guest guest(test::Everything);
    machine::Thread thread = guest.start("run", {Rounds});
    EXPECT_EQ(run_until(guest, thread, UINT64_MAX).reason, StopReason::Finished);
    return end_of(guest, thread);
}

RunOptions budget(uint64_t instructions, Granularity granularity = Granularity::Operation) {
    RunOptions options;
    options.instructions = instructions;
    options.granularity = granularity;
    return options;
}

}  // namespace

TEST(Run, any_splitting_of_the_budget_gives_the_same_end) {
    End expected = reference();
    EXPECT_GT(expected.executed, 3000u);
    for (uint64_t piece : {1, 2, 3, 5, 7, 11, 64, 999}) {
        Guest guest(test::Everything);
        machine::Thread thread = guest.start("run", {Rounds});
        while (run_more(guest, thread, piece).reason == StopReason::Budget) {
        }
        EXPECT_EQ(end_of(guest, thread), expected) << piece;
    }
}

TEST(Run, a_budget_in_two_parts_stops_where_the_whole_does) {
    Guest whole(test::Everything), parts(test::Everything);
    machine::Thread expected = whole.start("run", {Rounds});
    machine::Thread actual = parts.start("run", {Rounds});
    for (uint64_t target = 20; target < 3000; target += 37) {
        run_until(whole, expected, target);
        run_until(parts, actual,
                  actual.executed + (target - std::min(target, actual.executed)) / 2);
        run_until(parts, actual, target);
        ASSERT_EQ(actual.executed, expected.executed);
        ASSERT_EQ(machine::hash_thread(actual), machine::hash_thread(expected)) << target;
    }
}

TEST(Run, single_steps_end_like_full_speed_with_as_many_instructions) {
    Guest guest(test::Everything);
    machine::Thread thread = guest.start("run", {Rounds});
    uint64_t steps = 0;
    while (true) {
        uint64_t before = thread.executed;
        Stop stop = run_more(guest, thread, 1, Granularity::Instruction);
        if (stop.reason == StopReason::Finished) break;
        ASSERT_EQ(stop.reason, StopReason::Budget);
        ASSERT_EQ(thread.executed, before + 1) << "after " << steps;
        ++steps;
    }
    EXPECT_EQ(end_of(guest, thread), reference());
}

TEST(Run, changing_between_steps_and_full_speed_anywhere_changes_nothing) {
    End expected = reference();
    for (uint32_t seed = 1; seed <= 40; ++seed) {
        std::mt19937 random(seed);
        Guest guest(test::Everything);
        machine::Thread thread = guest.start("run", {Rounds});
        Stop stop;
        do {
            Granularity granularity =
                random() % 2 == 0 ? Granularity::Instruction : Granularity::Operation;
            stop = run_more(guest, thread, 1 + random() % 40, granularity);
        } while (stop.reason == StopReason::Budget);
        ASSERT_EQ(stop.reason, StopReason::Finished);
        ASSERT_EQ(end_of(guest, thread), expected) << "seed " << seed;
    }
}

TEST(Run, every_stop_at_full_speed_is_a_place_that_steps_reach_too) {
    Guest fast(test::Everything), slow(test::Everything);
    machine::Thread a = fast.start("run", {3});
    machine::Thread b = slow.start("run", {3});
    while (run_more(fast, a, 1).reason == StopReason::Budget) {
        run_until(slow, b, a.executed, Granularity::Instruction);
        ASSERT_EQ(a.executed, b.executed);
        ASSERT_EQ(a.depth(), b.depth());
        EXPECT_TRUE(machine::at_operation_boundary(slow.store, b));
        for (size_t level = 1; level < a.depth(); ++level) {
            EXPECT_EQ(machine::position(a, level)->offset, machine::position(b, level)->offset);
        }
    }
}

TEST(Run, a_copied_thread_goes_on_like_the_original) {
    Guest guest(test::Everything), other(test::Everything);
    machine::Thread thread = guest.start("run", {Rounds});
    run_more(guest, thread, 1234);
    machine::Thread copy = thread;
    EXPECT_EQ(machine::hash_thread(copy), machine::hash_thread(thread));
    machine::Thread moved = std::move(copy);
    EXPECT_EQ(machine::hash_thread(moved), machine::hash_thread(thread));
}

TEST(Run, a_position_names_function_and_offset_of_traps_and_calls) {
    Guest guest(R"((module
      (func $inner (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
      (func (export "run") (param i32) (result i32) (call $inner (local.get 0)))))");
    machine::Thread thread = guest.start("run", {0});
    Stop stop = machine::run(guest.store, thread);
    ASSERT_EQ(stop.reason, StopReason::Trap);
    EXPECT_EQ(stop.trap, machine::TrapKind::IntegerDivideByZero);
    ASSERT_EQ(thread.depth(), 2u);
    const wasm::Module& module = thread.frame(0).code->program->module();
    auto opcode_at = [&](size_t level) {
        return module.bytes[module.module_offset(machine::position(thread, level)->offset)];
    };
    EXPECT_EQ(machine::position(thread, 0)->function.value, 0u);
    EXPECT_EQ(opcode_at(0), 0x6e);  // i32.div_u
    EXPECT_EQ(machine::position(thread, 1)->function.value, 1u);
    EXPECT_EQ(opcode_at(1), 0x10);  // call
    EXPECT_FALSE(machine::position(thread, 2).has_value());
}

TEST(Run, a_line_stop_comes_after_each_write_of_the_watched_global) {
    machine::Store store;
    store.watch_exported_global("line");
    auto made = machine::instantiate(store, test::module_of(R"((module
      (global (export "line") (mut i32) (i32.const 0))
      (func (export "run") (param i32)
        (loop (global.set 0 (local.get 0))
              (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))))"),
                                     {});
    ASSERT_TRUE(made.ok());
    auto run = std::get<machine::FunctionReference>(*find_export(store, made->instance, "run"));
    Slot three = 3;
    machine::Thread thread = machine::Thread::start(store, {0}, run, {&three, 1});
    machine::GlobalId line = store.global_of(made->instance, 0);
    RunOptions options;
    options.stop_at_line = true;
    for (Slot expected : {3, 2, 1}) {
        ASSERT_EQ(machine::run(store, thread, options).reason, StopReason::Line);
        EXPECT_EQ(store.global_value(line), expected);
    }
    EXPECT_EQ(machine::run(store, thread, options).reason, StopReason::Finished);
}

TEST(Run, breakpoints_stop_once_each_time_and_in_both_forms_of_code) {
    for (Granularity granularity : {Granularity::Operation, Granularity::Instruction}) {
        Guest guest(R"((module (func (export "run") (param i32) (result i32) (local i32)
          (loop (local.set 1 (i32.add (local.get 1) (i32.const 5)))
                (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
          (local.get 1))))");
        machine::Program& program = *guest.store.instance(guest.instance).program;
        const wasm::Module& module = program.module();
        uint32_t add = 0;
        for (uint32_t i = module.code_section.begin; i < module.code_section.end; ++i) {
            if (module.bytes[i] == 0x6a) add = i;
        }
        program.set_breakpoint(module.code_offset(add));
        machine::Thread thread = guest.start("run", {4});
        int stops = 0;
        Stop stop;
        while ((stop = machine::run(guest.store, thread, budget(1000, granularity))).reason ==
               StopReason::Breakpoint) {
            ++stops;
        }
        EXPECT_EQ(stop.reason, StopReason::Finished);
        EXPECT_EQ(stops, 4);
        EXPECT_EQ(thread.results()[0], 20u);
        program.clear_breakpoint(module.code_offset(add));
        EXPECT_EQ(guest.value("run", {4}), 20u);
    }
}

TEST(Run, a_breakpoint_passed_at_full_speed_does_not_stop_the_step_after_it) {
    Guest guest(R"((module (func (export "run") (param i32) (result i32)
      (i32.mul (i32.add (local.get 0) (local.get 0)) (i32.const 3)))))");
    machine::Program& program = *guest.store.instance(guest.instance).program;
    const wasm::Module& module = program.module();
    uint32_t add = module.code_section.begin;
    while (module.bytes[add] != 0x6a) ++add;
    program.set_breakpoint(module.code_offset(add));
    machine::Thread thread = guest.start("run", {5});
    ASSERT_EQ(machine::run(guest.store, thread).reason, StopReason::Breakpoint);
    int steps = 0;
    Stop stop;
    while ((stop = machine::run(guest.store, thread, budget(1, Granularity::Instruction))).reason ==
           StopReason::Budget) {
        ++steps;
    }
    EXPECT_EQ(stop.reason, StopReason::Finished);
    EXPECT_EQ(steps, 6);
    EXPECT_EQ(thread.results()[0], 30u);
}
