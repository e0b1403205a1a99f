#include "dwarf/instructions.hpp"

#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

uint32_t length_of(std::vector<uint8_t> code) {
    size_t padded = code.size();
    code.insert(code.end(), 32, 0x01);  // nops: a wrong length would run into them
    base::Result<Instruction> instruction = read_instruction(code, 0);
    EXPECT_TRUE(instruction.ok());
    EXPECT_LE(instruction.ok() ? instruction->end : 0, padded);
    return instruction.ok() ? instruction->end : 0;
}

}  // namespace

TEST(Instructions, every_body_of_real_programs_ends_at_an_instruction) {
    for (const char* name :
         {"inspect.debug.wasm", "inspect_optimised.debug.wasm", "inspect.wasm"}) {
        const Sections& sections = program(name).sections();
        for (const FunctionBody& body : sections.functions) {
            uint32_t at = body.first_instruction;
            uint8_t last = 0;
            while (at < body.end) {
                base::Result<Instruction> instruction = read_instruction(sections.code, at);
                ASSERT_TRUE(instruction.ok()) << name << " " << body.index << " at " << at;
                last = instruction->opcode;
                at = instruction->end;
            }
            EXPECT_EQ(at, body.end) << name << " " << body.index;
            EXPECT_EQ(last, 0x0b) << "a body ends in `end`";
        }
    }
}

TEST(Instructions, prefixed_ones_have_their_own_operands) {
    EXPECT_EQ(length_of({0xfc, 0x0a, 0, 0}), 4u);           // memory.copy
    EXPECT_EQ(length_of({0xfc, 0x0b, 0}), 3u);              // memory.fill
    EXPECT_EQ(length_of({0xfc, 0x02}), 2u);                 // i32.trunc_sat_f64_s
    EXPECT_EQ(length_of({0xfe, 0x03, 0}), 3u);              // atomic.fence
    EXPECT_EQ(length_of({0xfe, 0x01, 2, 0x80, 0x01}), 5u);  // memory.atomic.wait32
    EXPECT_EQ(length_of({0xfe, 0x48, 2, 4}), 4u);           // i32.atomic.rmw.cmpxchg
}

TEST(Instructions, exception_handling_of_both_kinds_is_walked) {
    EXPECT_EQ(length_of({0x06, 0x40}), 2u);  // try
    EXPECT_EQ(length_of({0x07, 0x00}), 2u);  // catch
    EXPECT_EQ(length_of({0x18, 0x01}), 2u);  // delegate
    EXPECT_EQ(length_of({0x19}), 1u);        // catch_all
    EXPECT_EQ(length_of({0x1f, 0x40, 2, 0, 0, 1, 2, 0}),
              8u);  // try_table (catch 0 1) (catch_all 0)
}

TEST(Instructions, tables_of_labels_and_constants_have_any_length) {
    EXPECT_EQ(length_of({0x0e, 3, 0, 1, 2, 0}), 6u);
    EXPECT_EQ(length_of({0x41, 0xff, 0xff, 0xff, 0xff, 0x07}), 6u);
    EXPECT_EQ(length_of({0x44, 1, 2, 3, 4, 5, 6, 7, 8}), 9u);
    EXPECT_EQ(length_of({0x1c, 1, 0x7f}), 3u);
}

TEST(Instructions, bad_opcodes_and_ends_are_refused_with_their_offset) {
    for (std::vector<uint8_t> code : {std::vector<uint8_t>{0x01, 0xf0},
                                      {0x01, 0xfc, 0x7f},
                                      {0x01, 0xfe, 0x04},
                                      {0x01, 0x41},
                                      {0x01, 0x0e, 0xff, 0xff, 0x03}}) {
        base::Result<Instruction> instruction = read_instruction(code, 1);
        ASSERT_FALSE(instruction.ok());
        EXPECT_EQ(instruction.error().position, 1u);
    }
}

TEST(Instructions, calls_branches_and_edges_of_blocks_break_straight_code) {
    std::vector<uint8_t> breaking = {0x10, 0x0b, 0x05, 0x03};
    for (uint8_t opcode : breaking) {
        std::vector<uint8_t> code = {opcode, 0x40, 0x0b};
        EXPECT_TRUE(read_instruction(code, 0)->breaks_straight_line()) << int{opcode};
    }
    for (std::vector<uint8_t> code : {std::vector<uint8_t>{0x6a}, {0x20, 0}, {0x28, 2, 0}}) {
        EXPECT_FALSE(read_instruction(code, 0)->breaks_straight_line());
    }
}
