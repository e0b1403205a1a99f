#include <gtest/gtest.h>

#include "guest.hpp"

using namespace interleave;
using machine::Slot;
using machine::Stop;
using machine::StopReason;
using machine::TrapKind;
using test::Guest;

TEST(Calls, bad_endless_recursion_is_a_trap_at_the_frame_limit) {
    machine::StoreLimits limits;
    limits.frames = 1000;
    Guest guest(
        R"((module (func $f (export "run") (call $f)) (func (export "ok") (result i32) (i32.const 1))))",
        limits);
    machine::Thread thread = guest.start("run");
    Stop stop = machine::run(guest.store, thread);
    EXPECT_EQ(stop.reason, StopReason::Trap);
    EXPECT_EQ(stop.trap, TrapKind::CallStackExhausted);
    EXPECT_EQ(thread.depth(), 1000u);
    EXPECT_EQ(guest.value("ok"), 1u);
}

TEST(Calls, bad_large_frames_are_a_trap_at_the_slot_limit) {
    machine::StoreLimits limits;
    limits.slots = 2000;
    std::string locals;
    for (int i = 0; i < 500; ++i) locals += " i64";
    Guest guest("(module (func $f (export \"run\") (local" + locals + ") (call $f)))", limits);
    EXPECT_EQ(guest.trap("run"), TrapKind::CallStackExhausted);
}

TEST(Calls, a_million_tail_calls_need_one_frame) {
    Guest guest(R"((module
      (type $t (func (param i32 i64) (result i64)))
      (table funcref (elem $odd))
      (func $even (type $t) (if (result i64) (local.get 0)
        (then (return_call_indirect (type $t) (i32.sub (local.get 0) (i32.const 1))
                 (i64.add (local.get 1) (i64.const 1)) (i32.const 0)))
        (else (local.get 1))))
      (func $odd (type $t) (if (result i64) (local.get 0)
        (then (return_call $even (i32.sub (local.get 0) (i32.const 1)) (i64.add (local.get 1) (i64.const 1))))
        (else (local.get 1))))
      (func (export "run") (param i32) (result i64) (call $even (local.get 0) (i64.const 0)))))");
    EXPECT_EQ(guest.value("run", {1000000}), 1000000u);
}

TEST(Calls, a_host_function_is_a_stop_with_its_arguments) {
    Guest guest(R"((module (import "host" "one" (func $h (param i32) (result i32)))
      (export "direct" (func $h))
      (func (export "call") (param i32) (result i32) (i32.mul (call $h (local.get 0)) (i32.const 10)))
      (func (export "tail") (param i32) (result i32) (return_call $h (local.get 0)))))");
    for (const char* name : {"direct", "call", "tail"}) {
        machine::Thread thread = guest.start(name, {4});
        Stop stop = machine::run(guest.store, thread);
        ASSERT_EQ(stop.reason, StopReason::HostCall) << name;
        EXPECT_EQ(stop.host_function, guest.host);
        EXPECT_EQ(guest.store.host_function(stop.host_function).name, "host.one");
        ASSERT_EQ(thread.arguments().size(), 1u);
        EXPECT_EQ(thread.arguments()[0], 4u);
        machine::Thread copy = thread;
        thread.answer(Slot{6});
        copy.answer(Slot{7});
        ASSERT_EQ(machine::run(guest.store, thread).reason, StopReason::Finished) << name;
        ASSERT_EQ(machine::run(guest.store, copy).reason, StopReason::Finished) << name;
        Slot factor = std::string_view(name) == "call" ? 10 : 1;
        EXPECT_EQ(thread.results()[0], 6 * factor);
        EXPECT_EQ(copy.results()[0], 7 * factor);
    }
}

TEST(Calls, calls_between_instances_use_the_callees_memory_and_globals) {
    Guest guest(R"((module
      (memory 1) (global $g (mut i32) (i32.const 5))
      (func (export "one") (param i32) (result i32)
        (global.set $g (i32.add (global.get $g) (local.get 0)))
        (i32.store (i32.const 0) (global.get $g))
        (i32.load (i32.const 0)))))");
    auto other =
        machine::instantiate(guest.store, test::module_of(R"((module
        (import "x" "one" (func $one (param i32) (result i32)))
        (memory 1) (data (i32.const 0) "\64") (global $g i32 (i32.const 1))
        (table funcref (elem $one))
        (func (export "run") (param i32) (result i32)
          (i32.add (i32.add (call $one (local.get 0)) (i32.load8_u (i32.const 0)))
                   (i32.add (global.get $g) (call_indirect (param i32) (result i32) (local.get 0) (i32.const 0)))))
        (func (export "tail") (param i32) (result i32) (return_call $one (local.get 0)))))"),
                             [&](const wasm::Import& import) {
                                 return find_export(guest.store, guest.instance, import.name);
                             });
    ASSERT_TRUE(other.ok());
    auto call = [&](const char* name, Slot argument) {
        auto function =
            std::get<machine::FunctionReference>(*find_export(guest.store, other->instance, name));
        return machine::invoke(guest.store, function, {&argument, 1}).results[0];
    };
    EXPECT_EQ(call("run", 2), 7u + 0x64 + 1 + 9);
    EXPECT_EQ(call("tail", 1), 10u);
}

TEST(Calls, bad_indirect_calls_trap_by_kind) {
    Guest guest(R"((module (table 3 funcref) (elem (i32.const 0) $f)
      (func $f (result i64) (i64.const 1))
      (func (export "run") (param i32) (result i32) (call_indirect (result i32) (local.get 0)))))");
    EXPECT_EQ(guest.trap("run", {0}), TrapKind::IndirectCallTypeMismatch);
    EXPECT_EQ(guest.trap("run", {1}), TrapKind::UninitializedElement);
    EXPECT_EQ(guest.trap("run", {3}), TrapKind::UndefinedElement);
}

TEST(Instances, another_instance_of_a_thread_shares_memory_but_not_globals) {
    Guest guest(R"((module (memory 1 1 shared) (global $g (mut i32) (i32.const 5))
      (func (export "run") (result i32)
        (global.set $g (i32.add (global.get $g) (i32.const 1)))
        (i32.atomic.rmw.add (i32.const 0) (i32.const 1))
        (i32.add (i32.mul (i32.const 100) (global.get $g))))))");
    EXPECT_EQ(guest.value("run"), 600u);
    EXPECT_EQ(guest.value("run"), 701u);
}

TEST(Instances, bad_imports_are_named_with_their_place) {
    machine::Store store;
    wasm::ModulePointer module =
        test::module_of(R"((module (import "env" "missing" (func (param i32)))))");
    auto unknown = machine::instantiate(store, module, {});
    ASSERT_FALSE(unknown.ok());
    EXPECT_NE(unknown.error().message.find("unknown import"), std::string::npos);
    EXPECT_NE(unknown.error().message.find("missing"), std::string::npos);
    EXPECT_EQ(unknown.error().position, module->imports[0].offset);
    auto other = store.add_host_function("f", {});
    auto incompatible = machine::instantiate(
        store, module, [&](const wasm::Import&) { return machine::External(other); });
    ASSERT_FALSE(incompatible.ok());
    EXPECT_EQ(incompatible.error().message.rfind("incompatible import type", 0), 0u);
}
