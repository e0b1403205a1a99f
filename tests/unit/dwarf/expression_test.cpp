#include "dwarf/expression.hpp"

#include <gtest/gtest.h>

#include <cstring>

using namespace interleave;
using namespace interleave::dwarf;

namespace {

constexpr uint8_t Fbreg = 0x91, StackValue = 0x9f, PlusUconst = 0x23, Deref = 0x06, Plus = 0x22;
constexpr uint8_t WasmLocation = 0xed, Addr = 0x03, Lit0 = 0x30, Piece = 0x93, Skip = 0x2f;

Location run(std::vector<uint8_t> expression, std::optional<uint64_t> frame_base = {}) {
    Unit unit;
    DebugSections sections;
    Registers registers;
    registers.local = [](uint32_t index) { return std::optional<uint64_t>(1000 + index); };
    registers.global = [](uint32_t index) { return std::optional<uint64_t>(5000 + index); };
    ReadMemory read = [](base::Address address, std::span<uint8_t> out) {
        if (address.value >= 1'000'000) return false;
        for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>(address.value + i);
        return true;
    };
    return evaluate(expression, {unit, sections, registers, read, frame_base});
}

}  // namespace

TEST(Expression, an_address_is_a_place_in_memory) {
    Location location = run({Addr, 0x10, 0x20, 0, 0});
    EXPECT_EQ(location.kind, Location::Kind::Memory);
    EXPECT_EQ(location.value, 0x2010u);
}

TEST(Expression, fbreg_adds_to_the_frame_base) {
    EXPECT_EQ(run({Fbreg, 12}, 100).value, 112u);
    EXPECT_EQ(run({Fbreg, 0x7c}, 100).value, 96u);  // -4
}

TEST(Expression, without_a_frame_base_there_is_no_variable) {
    EXPECT_EQ(run({Fbreg, 12}).kind, Location::Kind::None);
}

TEST(Expression, a_wasm_local_alone_is_the_value_itself) {
    Location location = run({WasmLocation, 0, 3});
    EXPECT_EQ(location.kind, Location::Kind::Value);
    EXPECT_EQ(location.value, 1003u);
    EXPECT_EQ(run({WasmLocation, 0, 3, StackValue}).kind, Location::Kind::Value);
}

TEST(Expression, a_wasm_global_plus_an_offset_is_a_thread_local_place) {
    Location location = run({WasmLocation, 3, 1, 0, 0, 0, Addr, 8, 0, 0, 0, Plus});
    EXPECT_EQ(location.kind, Location::Kind::Memory);
    EXPECT_EQ(location.value, 5009u);
}

TEST(Expression, a_register_that_the_machine_does_not_give_is_not_available) {
    EXPECT_EQ(run({WasmLocation, 2, 0}).kind, Location::Kind::None);
    EXPECT_EQ(run({WasmLocation, 9, 0}).kind, Location::Kind::None);
}

TEST(Expression, deref_reads_memory_and_fails_where_it_can_not) {
    EXPECT_EQ(run({Addr, 4, 0, 0, 0, Deref}).value, 0x07060504u);
    EXPECT_EQ(run({Addr, 0, 0, 0, 0xff, Deref}).kind, Location::Kind::None);
}

TEST(Expression, pieces_are_put_together) {
    Location location = run({Lit0 + 7, StackValue, Piece, 4, Addr, 9, 0, 0, 0, Piece, 2});
    ASSERT_EQ(location.kind, Location::Kind::Bytes);
    EXPECT_EQ(location.bytes, (std::vector<uint8_t>{7, 0, 0, 0, 9, 10}));
}

TEST(Expression, bad_expressions_give_nothing) {
    EXPECT_EQ(run({}).kind, Location::Kind::None);
    EXPECT_EQ(run({Plus}).kind, Location::Kind::None);
    EXPECT_EQ(run({PlusUconst, 1}).kind, Location::Kind::None);
    EXPECT_EQ(run({Addr, 1}).kind, Location::Kind::None);
    EXPECT_EQ(run({0xff}).kind, Location::Kind::None);
    EXPECT_EQ(run({Lit0, Lit0 + 1, 0x1b, StackValue}).value, 0u);       // 0 / 1
    EXPECT_EQ(run({Lit0 + 1, Lit0, 0x1b}).kind, Location::Kind::None);  // 1 / 0
}

TEST(Expression, bad_loop_ends) {
    EXPECT_EQ(run({Lit0, Skip, 0xfc, 0xff}).kind, Location::Kind::None);
    EXPECT_EQ(run({Skip, 0xfd, 0xff}).kind, Location::Kind::None);
    EXPECT_EQ(run({Skip, 0, 0x80}).kind, Location::Kind::None);
}

TEST(Expression, fixed_address_is_one_constant_and_nothing_else) {
    Unit unit;
    DebugSections sections;
    std::vector<uint8_t> alone = {Addr, 4, 0, 0, 0}, more = {Addr, 4, 0, 0, 0, Plus};
    Value value;
    value.form = Form::Exprloc;
    value.block = alone;
    EXPECT_EQ(fixed_address(value, unit, sections), 4u);
    value.block = more;
    EXPECT_EQ(fixed_address(value, unit, sections), std::nullopt);
}
