#include "wasm/disassembler.hpp"

#include <gtest/gtest.h>

#include "every_opcode.hpp"
#include "wasm/parser.hpp"

using namespace interleave;
using namespace interleave::wasm;
using test::Bytes;
using test::operator+;

namespace {

// The text of these bytes as the first instruction of a function in a module with names.
std::string text_of(const Bytes& bytes) {
    test::ModuleBuilder builder = test::builder_with_everything();
    uint32_t function = builder.function(0, bytes);
    Bytes functions = {1, 0, 4, 'm', 'a', 'i', 'n'};
    Bytes globals = {1, 0, 2, 's', 'p'};
    builder.custom("name", test::ModuleBuilder::section(1, functions) +
                               test::ModuleBuilder::section(7, globals));
    base::Result<Module> module = parse(builder.build());
    if (!module) return module.error().message;
    auto instruction = instruction_at(*module, module->functions[function].body.begin);
    return instruction ? disassemble(*module, *instruction) : instruction.error().message;
}

}  // namespace

TEST(Disassembler, instructions_read_like_the_text_format) {
    const std::pair<Bytes, const char*> cases[] = {
        {{0x6a}, "i32.add"},
        {{0x41, 0x7f}, "i32.const -1"},
        {{0x42, 0x80, 0x7f}, "i64.const -128"},
        {{0x43, 0, 0, 0x20, 0x40}, "f32.const 2.5"},
        {{0x43, 0xcd, 0xcc, 0xcc, 0x3d}, "f32.const 0.1"},
        {{0x43, 0, 0, 0xc0, 0xff}, "f32.const -nan:0x400000"},
        {{0x44, 0, 0, 0, 0, 0, 0, 0xf0, 0x7f}, "f64.const inf"},
        {{0x28, 2, 16}, "i32.load offset=16"},
        {{0x28, 0, 0}, "i32.load align=1"},
        {{0xfe, 0x1e, 2, 8}, "i32.atomic.rmw.add offset=8"},
        {{0x10, 0}, "call $main"},
        {{0x10, 1}, "call 1"},
        {{0x23, 0}, "global.get $sp"},
        {{0x11, 1, 0}, "call_indirect 0 (type 1)"},
        {{0x02, 0x40}, "block"},
        {{0x03, 0x7f}, "loop (result i32)"},
        {{0x04, 1}, "if (type 1)"},
        {{0x0e, 2, 5, 6, 7}, "br_table 5 6 7"},
        {{0xd0, 0x6f}, "ref.null extern"},
        {{0x1c, 1, 0x70}, "select (result funcref)"},
        {{0xfc, 0x0c, 3, 4}, "table.init 4 3"},
        {{0xfc, 0x0a, 0, 0}, "memory.copy"},
        {{0xff}, "illegal opcode ff"},
    };
    for (const auto& [bytes, text] : cases) EXPECT_EQ(text_of(bytes), text);
}

TEST(Disassembler, every_opcode_has_a_text_that_starts_with_its_name) {
    for (const OpcodeInfo& info : all_opcodes()) {
        std::string text = text_of(test::op(info.opcode, test::valid_immediates(info)));
        EXPECT_EQ(text.rfind(info.text, 0), 0u) << text;
    }
}

TEST(Disassembler, bad_offset_outside_of_bodies_is_refused) {
    base::Result<Module> module = parse(test::module_with_every_opcode());
    ASSERT_TRUE(module.ok());
    EXPECT_FALSE(instruction_at(*module, 3).ok());
}
