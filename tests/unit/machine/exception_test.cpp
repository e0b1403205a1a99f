#include <gtest/gtest.h>

#include "guest.hpp"

using namespace interleave;
using machine::StopReason;
using test::Guest;

namespace {

const char* const Throwing = R"((module
  (tag $a (export "a") (param i32)) (tag $b (param i64 f64))
  (func $throw (param i32) (if (local.get 0) (then (throw $a (local.get 0)))))
  (func $deep (param i32) (result i32)
    (if (result i32) (local.get 0)
      (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
      (else (throw $a (i32.const 123)))))
  (func (export "deep") (param i32) (result i32)
    (try (result i32) (do (call $deep (local.get 0))) (catch $a)))
  (func (export "uncaught") (param i32) (call $throw (local.get 0)))
  (func (export "other_tag") (param i32) (result i32)
    (try (result i32)
      (do (try (result i32) (do (call $throw (local.get 0)) (i32.const 1))
            (catch $b drop drop (i32.const 2))))
      (catch_all (i32.const 3))))
  (func (export "delegate") (param i32) (result i32)
    (try $outer (result i32)
      (do (try (result i32)
            (do (try (result i32) (do (call $throw (local.get 0)) (i32.const 1)) (delegate $outer)))
            (catch $a drop (i32.const 2))))
      (catch $a (i32.const 1000) i32.add)))
  (func (export "to_caller") (param i32) (result i32)
    (try (result i32)
      (do (try (result i32) (do (call $throw (local.get 0)) (i32.const 1)) (delegate 1)))
      (catch $a drop (i32.const 2))))
  (func (export "values") (param i64 f64) (result i64 f64)
    (try (result i64 f64) (do (throw $b (local.get 0) (local.get 1))) (catch $b)))
  (func (export "rethrow") (param i32) (result i32)
    (try (result i32)
      (do (try (result i32)
            (do (call $throw (local.get 0)) (i32.const 1))
            (catch $a drop
              (try (do (call $throw (i32.const 5))) (catch $a drop (rethrow 1)))
              (i32.const 2))))
      (catch $a)))
  (func (export "many") (param i32) (result i32) (local i32)
    (loop
      (try (do (throw $a (local.get 0)))
           (catch $a (local.set 1 (i32.add (local.get 1)))))
      (br_if 0 (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get 1))))";

}  // namespace

TEST(Exceptions, unwind_over_explicit_frames_to_the_clause_of_their_tag) {
    Guest guest(Throwing);
    EXPECT_EQ(guest.value("deep", {2000}), 123u);
    EXPECT_EQ(guest.value("other_tag", {7}), 3u);
    EXPECT_EQ(guest.value("other_tag", {0}), 1u);
    EXPECT_EQ(guest.call("values", {11, 22}).results, (std::vector<machine::Slot>{11, 22}));
}

TEST(Exceptions, delegate_passes_over_the_clauses_in_between) {
    Guest guest(Throwing);
    EXPECT_EQ(guest.value("delegate", {7}), 1007u);
    machine::Outcome outcome = guest.call("to_caller", {7});
    EXPECT_EQ(outcome.stop.reason, StopReason::UncaughtException);
}

TEST(Exceptions, rethrow_throws_the_exception_of_its_own_clause) {
    Guest guest(Throwing);
    EXPECT_EQ(guest.value("rethrow", {7}), 7u);
}

TEST(Exceptions, uncaught_ones_leave_the_frames_to_be_looked_at) {
    Guest guest(Throwing);
    machine::Thread thread = guest.start("uncaught", {9});
    machine::Stop stop = machine::run(guest.store, thread);
    EXPECT_EQ(stop.reason, StopReason::UncaughtException);
    auto tag = find_export(guest.store, guest.instance, "a");
    EXPECT_EQ(stop.tag, std::get<machine::TagId>(*tag));
    ASSERT_EQ(thread.exception_values().size(), 1u);
    EXPECT_EQ(thread.exception_values()[0], 9u);
    EXPECT_EQ(thread.depth(), 2u);
    EXPECT_EQ(machine::position(thread, 0)->function.value, 0u);
}

TEST(Exceptions, held_exceptions_do_not_pile_up) {
    Guest guest(Throwing);
    machine::Thread thread = guest.start("many", {5000});
    EXPECT_EQ(machine::run(guest.store, thread).reason, StopReason::Finished);
    EXPECT_EQ(thread.results()[0], 5000u * 5001 / 2);
    EXPECT_LT(thread.exceptions.size(), 20u);
}
