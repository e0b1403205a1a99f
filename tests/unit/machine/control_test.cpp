// What the decoder folds away must not change what a program means: one test for each danger.

#include <gtest/gtest.h>

#include "guest.hpp"
#include "machine/decoder.hpp"

using namespace interleave;
using machine::OperationCode;
using test::Guest;

namespace {

const machine::Code& code_of(Guest& guest, machine::CodeForm form, uint32_t function) {
    return guest.store.instance(guest.instance).program->code(form, {function});
}

int count(const machine::Code& code, OperationCode operation) {
    int found = 0;
    for (const machine::Operation& candidate : code.operations)
        found += candidate.code == operation;
    return found;
}

}  // namespace

TEST(Decoder, a_value_read_from_a_local_survives_the_locals_change) {
    Guest guest(R"((module
      (func (export "set") (param i32) (result i32)
        local.get 0  (local.set 0 (i32.const 7))  local.get 0  i32.sub)
      (func (export "tee") (param i32) (result i32)
        local.get 0  local.get 0  (i32.mul (local.tee 0 (i32.const 3)) (i32.const 2))  i32.sub  i32.add)
      (func (export "swap") (param i32 i32) (result i32)
        local.get 0  local.get 1  local.set 0  local.set 1
        (i32.sub (local.get 0) (local.get 1)))
      (func (export "computed") (param i32) (result i32)
        local.get 0  (i32.add (local.get 0) (i32.const 1))  local.set 0
        local.get 0  i32.mul)))");
    EXPECT_EQ(guest.value("set", {10}), 3u);
    EXPECT_EQ(guest.value("tee", {10}), 14u);
    EXPECT_EQ(guest.value("swap", {10, 4}), static_cast<uint32_t>(4 - 10));
    EXPECT_EQ(guest.value("computed", {6}), 42u);
}

TEST(Decoder, values_below_a_block_keep_their_meaning_on_every_way_out) {
    Guest guest(R"((module
      (func (export "local") (param i32 i32) (result i32)
        local.get 0
        (block (br_if 0 (local.get 1)) (local.set 0 (i32.const 100)))
        local.get 0  i32.add)
      (func (export "constant") (param i32) (result i32)
        i32.const 40
        (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2)))
        i32.add)
      (func (export "loop") (param i32) (result i32)
        i32.const 1000  local.get 0
        (loop (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if 0 (local.get 0)))
        i32.add)))");
    EXPECT_EQ(guest.value("local", {1, 0}), 101u);
    EXPECT_EQ(guest.value("local", {1, 1}), 2u);
    EXPECT_EQ(guest.value("constant", {1}), 41u);
    EXPECT_EQ(guest.value("constant", {0}), 42u);
    EXPECT_EQ(guest.value("loop", {5}), 1005u);
}

TEST(Decoder, branches_carry_several_values_to_another_height) {
    Guest guest(R"((module
      (func (export "if") (param i32) (result i32 i32)
        (block (result i32 i32)
          i32.const 9
          local.get 0  i32.const 5
          (br_if 0 (i32.gt_u (local.get 0) (i32.const 2)))
          drop drop  i32.const 8))
      (func (export "table") (param i32) (result i32)
        (block $a (result i32)
          i32.const 50
          (block $b (result i32)
            i32.const 60
            local.get 0
            (br_table $a $b (i32.and (local.get 0) (i32.const 1))))
          i32.add))
      (func (export "loop") (param i32) (result i32)
        i32.const 0 local.get 0
        (loop $l (param i32 i32) (result i32)
          (local.set 0)  i32.const 3 i32.add
          (if (param i32) (result i32) (i32.eqz (local.get 0)) (then) (else
            (br $l (i32.sub (local.get 0) (i32.const 1))))))))"
                ")");
    machine::Outcome taken = guest.call("if", {3});
    EXPECT_EQ(taken.results, (std::vector<machine::Slot>{3, 5}));
    EXPECT_EQ(guest.call("if", {1}).results, (std::vector<machine::Slot>{9, 8}));
    EXPECT_EQ(guest.value("table", {4}), 4u);
    EXPECT_EQ(guest.value("table", {5}), 55u);
    EXPECT_EQ(guest.value("loop", {4}), 15u);
}

TEST(Decoder, comparison_and_branch_become_one_operation) {
    Guest guest(R"((module (func (export "run") (param i32) (result i32) (local i32)
      (loop
        (local.set 1 (i32.add (local.get 1) (local.get 0)))
        (local.set 0 (i32.sub (local.get 0) (i32.const 1)))
        (br_if 0 (i32.gt_s (local.get 0) (i32.const 0))))
      (local.get 1))))");
    const machine::Code& fused = code_of(guest, machine::CodeForm::Fused, 0);
    EXPECT_EQ(fused.operations.size(), 4u);
    EXPECT_EQ(count(fused, OperationCode::I32GtSImmediateBranch), 1);
    EXPECT_EQ(fused.operations[0].weight, 4);
    const machine::Code& stepped = code_of(guest, machine::CodeForm::Stepped, 0);
    for (const machine::Operation& operation : stepped.operations) EXPECT_EQ(operation.weight, 1);
    EXPECT_EQ(guest.value("run", {10}), 55u);
}

TEST(Decoder, an_eqz_of_a_float_comparison_is_true_for_nan) {
    Guest guest(R"((module
      (func (export "not_less") (param f64) (result i32)
        (if (result i32) (i32.eqz (f64.lt (local.get 0) (f64.const 1))) (then (i32.const 1)) (else (i32.const 0))))
      (func (export "branch") (param f64) (result i32)
        (block (br_if 0 (f64.lt (local.get 0) (f64.const 1))) (return (i32.const 5)))
        (i32.const 6))))");
    EXPECT_EQ(guest.value("not_less", {0x7ff8000000000000u}), 1u);
    EXPECT_EQ(guest.value("not_less", {test::bits_of(0.5)}), 0u);
    EXPECT_EQ(guest.value("branch", {0x7ff8000000000000u}), 5u);
    EXPECT_EQ(guest.value("branch", {test::bits_of(0.5)}), 6u);
}

TEST(Decoder, more_locals_than_sixteen_bits_can_name_work) {
    std::string text = "(module (func (export \"run\") (param i32) (result i32) (local";
    for (int i = 0; i < 9000; ++i) text += " i32";
    text += R"()
      (local.set 8999 (i32.add (local.get 0) (local.get 7000)))
      (drop (local.tee 7001 (i32.const 5)))
      (if (result i32) (local.get 8998) (then (i32.const 0))
        (else (i32.mul (local.get 8999) (local.get 7001)))))
      (func (export "twice") (param i32) (result i32)
        (i32.add (call 0 (local.get 0)) (call 0 (local.get 0)))))";
    Guest guest(text + ")");
    EXPECT_EQ(guest.value("run", {8}), 40u);
    EXPECT_EQ(guest.value("twice", {8}), 80u);
}

TEST(Decoder, code_after_an_unconditional_branch_is_left_out) {
    Guest guest(R"((module (func (export "run") (param i32) (result i32)
      (block (result i32)
        (br 0 (local.get 0))
        (block (loop (if (i32.const 1) (then (br 2)) (else unreachable))))
        unreachable))))");
    EXPECT_EQ(guest.value("run", {77}), 77u);
    EXPECT_EQ(count(code_of(guest, machine::CodeForm::Fused, 0), OperationCode::Unreachable), 0);
}
