#include "wasm/opcodes.hpp"

#include <gtest/gtest.h>

#include <set>

#include "every_opcode.hpp"
#include "wasm/instruction.hpp"

using namespace interleave;
using namespace interleave::wasm;
using test::Bytes;
using test::operator+;

TEST(Opcodes, table_has_the_instructions_of_core_2_threads_tail_calls_and_legacy_exceptions) {
    // Core 1.0: 172. Core 2.0 adds 5 sign extensions, 8 saturating conversions, 7 bulk instructions, and 9
    // of reference types (typed select included). Threads 67, tail calls 2, legacy exceptions 6.
    EXPECT_EQ(OpcodeCount, 172u + 5 + 8 + 7 + 9 + 67 + 2 + 6);
}

TEST(Opcodes, no_two_rows_share_bytes_and_only_select_shares_a_name) {
    std::set<Opcode> opcodes;
    std::multiset<std::string_view> names;
    for (const OpcodeInfo& info : all_opcodes()) {
        EXPECT_TRUE(opcodes.insert(info.opcode).second) << info.text;
        names.insert(info.text);
    }
    for (std::string_view name : names) {
        EXPECT_EQ(names.count(name), name == "select" ? 2u : 1u) << name;
    }
}

TEST(Opcodes, every_row_is_found_by_its_bytes_and_nothing_else_is) {
    size_t found = 0;
    for (uint32_t prefix = 0; prefix < 256; ++prefix) {
        for (uint32_t code = 0; code < 300; ++code) {
            const OpcodeInfo* info = find_opcode(static_cast<uint8_t>(prefix), code);
            if (info == nullptr) continue;
            ++found;
            EXPECT_EQ(static_cast<uint16_t>(info->opcode), prefix << 8 | code);
            EXPECT_EQ(&describe(info->opcode), info);
        }
    }
    EXPECT_EQ(found, OpcodeCount);
}

TEST(Opcodes, memory_instructions_access_what_their_name_says) {
    EXPECT_EQ(describe(Opcode::I64Load32U).access_bytes, 4);
    EXPECT_EQ(describe(Opcode::F64Store).access_bytes, 8);
    EXPECT_EQ(describe(Opcode::I32AtomicRmw16CmpxchgU).access_bytes, 2);
    EXPECT_EQ(describe(Opcode::MemoryAtomicWait64).access_bytes, 8);
    for (const OpcodeInfo& info : all_opcodes()) {
        EXPECT_EQ(info.access_bytes != 0, info.immediate == Immediate::MemArg) << info.text;
    }
}

TEST(Instruction, every_opcode_is_read_back_with_its_size) {
    for (const OpcodeInfo& info : all_opcodes()) {
        Bytes bytes = test::op(info.opcode, test::valid_immediates(info));
        InstructionReader reader(bytes, {0, static_cast<uint32_t>(bytes.size())});
        Instruction instruction;
        ASSERT_TRUE(reader.next(instruction)) << info.text;
        EXPECT_EQ(instruction.opcode, info.opcode);
        EXPECT_EQ(instruction.end, bytes.size()) << info.text;
        EXPECT_FALSE(reader.next(instruction));
        EXPECT_FALSE(reader.failed());
    }
}

TEST(Instruction, bad_every_opcode_cut_short_is_an_unexpected_end) {
    for (const OpcodeInfo& info : all_opcodes()) {
        Bytes bytes = test::op(info.opcode, test::valid_immediates(info));
        for (uint32_t size = 1; size < bytes.size(); ++size) {
            InstructionReader reader(bytes, {0, size});
            Instruction instruction;
            EXPECT_FALSE(reader.next(instruction)) << info.text;
            ASSERT_TRUE(reader.failed()) << info.text;
            EXPECT_EQ(reader.error().message.rfind("unexpected end", 0), 0u) << info.text;
            EXPECT_LE(reader.error().position, size) << info.text;
        }
    }
}

TEST(Instruction, immediates_are_decoded) {
    Bytes bytes = test::op(Opcode::I64Const, {0x7f}) + test::op(Opcode::I32Const, {0x7f}) +
                  test::op(Opcode::F32Const, {0, 0, 0x80, 0x3f}) +
                  test::op(Opcode::I32Load, {2, 0x80, 8}) +
                  test::op(Opcode::BrTable, {2, 5, 6, 7}) + test::op(Opcode::Block, {0x7e}) +
                  test::op(Opcode::Loop, {0xc0, 0}) + test::op(Opcode::TableCopy, {3, 4}) +
                  test::op(Opcode::CallIndirect, {8, 9});
    InstructionReader reader(bytes, {0, static_cast<uint32_t>(bytes.size())});
    Instruction in;
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.constant, UINT64_MAX);
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.constant, uint64_t{UINT32_MAX});
    EXPECT_EQ(in.offset, 2u);
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.constant, 0x3f800000u);
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.alignment, 2u);
    EXPECT_EQ(in.memory_offset, 1024u);
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.labels, (std::vector<uint32_t>{5, 6}));
    EXPECT_EQ(in.second, 7u);
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.block.kind, BlockType::Kind::Value);
    EXPECT_EQ(in.block.value, ValueType::I64);
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.block.kind, BlockType::Kind::Function);
    EXPECT_EQ(in.block.type_index, 64u);
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.index, 3u);
    EXPECT_EQ(in.second, 4u);
    ASSERT_TRUE(reader.next(in));
    EXPECT_EQ(in.index, 8u);
    EXPECT_EQ(in.second, 9u);
}

TEST(Instruction, bad_opcodes_of_refused_features_name_the_feature) {
    struct Case {
        Bytes bytes;
        const char* message;
    };
    const Case cases[] = {
        {{0xfd, 0x0c}, "illegal opcode fd: SIMD instructions are not supported"},
        {{0x1f, 0x40, 0}, "illegal opcode 1f: exception handling with exnref is not supported"},
        {{0xfb, 0}, "illegal opcode fb: garbage-collected types are not supported"},
        {{0x14, 0}, "illegal opcode 14: typed function references are not supported"},
        {{0xfe, 0x4f}, "illegal opcode fe 4f"},
        {{0xfc, 0x12}, "illegal opcode fc 12"},
        {{0xc5}, "illegal opcode c5"},
        {{0x02, 0x7b}, "malformed block type 7b: v128 (SIMD) is not supported"},
    };
    for (const Case& test : cases) {
        InstructionReader reader(test.bytes, {0, static_cast<uint32_t>(test.bytes.size())});
        Instruction instruction;
        EXPECT_FALSE(reader.next(instruction));
        ASSERT_TRUE(reader.failed());
        EXPECT_EQ(reader.error().message.rfind(test.message, 0), 0u) << reader.error().message;
    }
}
