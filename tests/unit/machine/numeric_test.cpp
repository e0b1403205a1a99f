#include "machine/numeric.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "guest.hpp"

using namespace interleave;
using machine::TrapKind;
using test::bits_of;
using test::Guest;

TEST(Numeric, nan_results_are_the_canonical_nan_with_sign_zero) {
    Guest guest(R"((module
      (func (export "sub") (param f64 f64) (result f64) (f64.sub (local.get 0) (local.get 1)))
      (func (export "sqrt") (param f32) (result f32) (f32.sqrt (local.get 0)))
      (func (export "min") (param f32 f32) (result f32) (f32.min (local.get 0) (local.get 1)))
      (func (export "demote") (param f64) (result f32) (f32.demote_f64 (local.get 0)))
      (func (export "neg") (param f32) (result f32) (f32.neg (local.get 0)))))");
    double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(guest.value("sub", {bits_of(infinity), bits_of(infinity)}), 0x7ff8000000000000u);
    EXPECT_EQ(guest.value("sqrt", {bits_of(-1.0f)}), 0x7fc00000u);
    EXPECT_EQ(guest.value("min", {0xffc12345u, bits_of(1.0f)}), 0x7fc00000u);
    EXPECT_EQ(guest.value("demote", {0xfff8000000000001u}), 0x7fc00000u);
    EXPECT_EQ(guest.value("neg", {0x7fc12345u}), 0xffc12345u);  // the sign alone
}

TEST(Numeric, minimum_and_maximum_tell_the_zeros_apart) {
    EXPECT_TRUE(std::signbit(machine::float_minimum(0.0, -0.0)));
    EXPECT_TRUE(std::signbit(machine::float_minimum(-0.0, 0.0)));
    EXPECT_FALSE(std::signbit(machine::float_maximum(0.0, -0.0)));
    EXPECT_FALSE(std::signbit(machine::float_maximum(-0.0, 0.0)));
}

TEST(Numeric, truncation_accepts_exactly_what_fits) {
    EXPECT_TRUE((machine::truncates_into<double, int32_t>(-2147483648.9)));
    EXPECT_FALSE((machine::truncates_into<double, int32_t>(-2147483649.0)));
    EXPECT_TRUE((machine::truncates_into<float, int32_t>(-2147483648.0f)));
    EXPECT_FALSE((machine::truncates_into<float, int32_t>(2147483648.0f)));
    EXPECT_TRUE((machine::truncates_into<double, uint32_t>(4294967295.9)));
    EXPECT_TRUE((machine::truncates_into<double, uint32_t>(-0.9)));
    EXPECT_FALSE((machine::truncates_into<double, uint32_t>(-1.0)));
    EXPECT_FALSE((machine::truncates_into<double, int64_t>(9223372036854775808.0)));
    EXPECT_TRUE((machine::truncates_into<double, int64_t>(-9223372036854775808.0)));
    EXPECT_FALSE((machine::truncates_into<float, uint64_t>(18446744073709551616.0f)));
}

TEST(Numeric, division_traps_on_zero_and_on_overflow_also_with_constants) {
    Guest guest(R"((module
      (func (export "div") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
      (func (export "rem") (param i32 i32) (result i32) (i32.rem_s (local.get 0) (local.get 1)))
      (func (export "by_zero") (param i64) (result i64) (i64.div_u (local.get 0) (i64.const 0)))
      (func (export "by_minus_one") (param i64) (result i64) (i64.div_s (local.get 0) (i64.const -1)))
      (func (export "by_minus_ten") (param i32) (result i32) (i32.div_s (local.get 0) (i32.const -10)))))");
    EXPECT_EQ(guest.trap("div", {1, 0}), TrapKind::IntegerDivideByZero);
    EXPECT_EQ(guest.trap("div", {0x80000000u, 0xffffffffu}), TrapKind::IntegerOverflow);
    EXPECT_EQ(guest.value("rem", {0x80000000u, 0xffffffffu}), 0u);
    EXPECT_EQ(guest.trap("by_zero", {1}), TrapKind::IntegerDivideByZero);
    EXPECT_EQ(guest.trap("by_minus_one", {uint64_t{1} << 63}), TrapKind::IntegerOverflow);
    EXPECT_EQ(guest.value("by_minus_ten", {95}), 0xfffffff7u);
}
