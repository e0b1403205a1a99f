// Every opcode of the table, used rightly and wrongly.

#include <gtest/gtest.h>

#include "every_opcode.hpp"
#include "wasm/validator.hpp"

using namespace interleave;
using namespace interleave::wasm;
using test::Bytes;
using test::ModuleBuilder;
using test::operator+;

namespace {

// The error of a module whose last function, () -> results with an i32 local, has this body; "" if it is valid.
std::string error_of(const Bytes& body, const std::vector<ValueType>& results = {}) {
    ModuleBuilder builder = test::builder_with_everything();
    builder.function(builder.type({}, results), body, {{1, ValueType::I32}});
    base::Result<ModulePointer> module = load(builder.build());
    return module.ok() ? "" : module.error().message;
}

Bytes operands(const std::vector<ValueType>& types) {
    Bytes body;
    for (ValueType type : types) body = body + test::zero_of(type);
    return body;
}

bool starts_with(const std::string& text, std::string_view start) {
    return text.rfind(start, 0) == 0;
}

const Bytes Drop = test::op(Opcode::Drop);

}  // namespace

TEST(ValidatorOpcodes, a_module_with_every_opcode_is_valid) {
    base::Result<ModulePointer> module = load(test::module_with_every_opcode());
    ASSERT_TRUE(module.ok()) << module.error().message << " at " << module.error().position;
    EXPECT_EQ((*module)->functions.size(), OpcodeCount + 1);
}

TEST(ValidatorOpcodes, fixed_signatures_take_their_operands_and_give_their_results) {
    for (const OpcodeInfo& info : all_opcodes()) {
        if (!info.has_fixed_signature()) continue;
        Bytes body =
            operands(test::operands_of(info)) + test::op(info.opcode, test::valid_immediates(info));
        EXPECT_EQ(error_of(body, test::results_of(info)), "") << info.text;
    }
}

TEST(ValidatorOpcodes, bad_operands_one_too_few_are_a_type_mismatch) {
    for (const OpcodeInfo& info : all_opcodes()) {
        if (!info.has_fixed_signature()) continue;
        std::vector<ValueType> types = test::operands_of(info);
        if (types.empty()) continue;
        types.erase(types.begin());
        Bytes body = operands(types) + test::op(info.opcode, test::valid_immediates(info));
        std::string start = "type mismatch: " + std::string(info.text) + " needs ";
        EXPECT_TRUE(starts_with(error_of(body, test::results_of(info)), start)) << info.text;
    }
}

TEST(ValidatorOpcodes, bad_operands_of_another_type_are_a_type_mismatch_at_each_place) {
    for (const OpcodeInfo& info : all_opcodes()) {
        if (!info.has_fixed_signature()) continue;
        std::vector<ValueType> types = test::operands_of(info);
        for (size_t place = 0; place < types.size(); ++place) {
            std::vector<ValueType> wrong = types;
            wrong[place] = ValueType::ExternRef;
            Bytes body = operands(wrong) + test::op(info.opcode, test::valid_immediates(info));
            std::string error = error_of(body, test::results_of(info));
            EXPECT_TRUE(starts_with(error, "type mismatch")) << info.text;
            EXPECT_NE(error.find("finds externref"), std::string::npos) << error;
        }
    }
}

TEST(ValidatorOpcodes, bad_results_left_on_the_stack_are_a_type_mismatch) {
    for (const OpcodeInfo& info : all_opcodes()) {
        if (!info.has_fixed_signature() || test::results_of(info).empty()) continue;
        Bytes body =
            operands(test::operands_of(info)) + test::op(info.opcode, test::valid_immediates(info));
        EXPECT_EQ(error_of(body),
                  "type mismatch: end leaves 1 too many values on the block's stack")
            << info.text;
    }
}

TEST(ValidatorOpcodes, after_unreachable_operands_of_any_number_and_type_are_there) {
    for (const OpcodeInfo& info : all_opcodes()) {
        if (!info.has_fixed_signature()) continue;
        Bytes body =
            test::op(Opcode::Unreachable) + test::op(info.opcode, test::valid_immediates(info));
        EXPECT_EQ(error_of(body, test::results_of(info)), "") << info.text;
    }
}

TEST(ValidatorOpcodes,
     bad_alignments_above_the_access_are_refused_and_atomics_need_theirs_exactly) {
    for (const OpcodeInfo& info : all_opcodes()) {
        if (info.immediate != Immediate::MemArg) continue;
        uint8_t natural = test::valid_immediates(info)[0];
        for (uint8_t alignment = 0; alignment < 6; ++alignment) {
            Bytes body = operands(test::operands_of(info)) + test::op(info.opcode, {alignment, 0});
            std::string error = error_of(body, test::results_of(info));
            if (alignment > natural) {
                EXPECT_EQ(error, "alignment must not be larger than natural") << info.text;
            } else if (alignment < natural && is_atomic(info.opcode)) {
                EXPECT_EQ(error, "atomic alignment must be natural") << info.text;
            } else {
                EXPECT_EQ(error, "") << info.text;
            }
        }
    }
}

TEST(ValidatorOpcodes, bad_memory_instructions_without_a_memory_are_refused) {
    for (const OpcodeInfo& info : all_opcodes()) {
        bool needs_memory =
            info.immediate == Immediate::MemArg || info.immediate == Immediate::Memory ||
            info.immediate == Immediate::MemoryMemory || info.immediate == Immediate::DataMemory;
        if (!needs_memory) continue;
        ModuleBuilder builder;
        builder.function(
            builder.type({}, {}),
            test::op(Opcode::Unreachable) + test::op(info.opcode, test::valid_immediates(info)));
        base::Result<ModulePointer> module = load(builder.build());
        ASSERT_FALSE(module.ok()) << info.text;
        EXPECT_EQ(module.error().message, "unknown memory 0") << info.text;
    }
}

TEST(ValidatorOpcodes, bad_indices_beyond_their_space_are_named) {
    struct Case {
        Opcode opcode;
        Bytes immediates;
        const char* message;
    };
    const Case cases[] = {
        {Opcode::Call, {9}, "unknown function 9"},
        {Opcode::ReturnCall, {9}, "unknown function 9"},
        {Opcode::RefFunc, {9}, "unknown function 9"},
        {Opcode::CallIndirect, {9, 0}, "unknown type 9"},
        {Opcode::CallIndirect, {0, 9}, "unknown table 9"},
        {Opcode::ReturnCallIndirect, {9, 0}, "unknown type 9"},
        {Opcode::LocalGet, {9}, "unknown local 9"},
        {Opcode::LocalSet, {9}, "unknown local 9"},
        {Opcode::LocalTee, {9}, "unknown local 9"},
        {Opcode::GlobalGet, {9}, "unknown global 9"},
        {Opcode::GlobalSet, {9}, "unknown global 9"},
        {Opcode::TableGet, {9}, "unknown table 9"},
        {Opcode::TableSet, {9}, "unknown table 9"},
        {Opcode::TableSize, {9}, "unknown table 9"},
        {Opcode::TableGrow, {9}, "unknown table 9"},
        {Opcode::TableFill, {9}, "unknown table 9"},
        {Opcode::TableCopy, {9, 0}, "unknown table 9"},
        {Opcode::TableCopy, {0, 9}, "unknown table 9"},
        {Opcode::TableInit, {9, 0}, "unknown elem segment 9"},
        {Opcode::TableInit, {0, 9}, "unknown table 9"},
        {Opcode::ElemDrop, {9}, "unknown elem segment 9"},
        {Opcode::MemoryInit, {9, 0}, "unknown data segment 9"},
        {Opcode::DataDrop, {9}, "unknown data segment 9"},
        {Opcode::Throw, {9}, "unknown tag 9"},
        {Opcode::Br, {9}, "unknown label 9"},
        {Opcode::BrIf, {9}, "unknown label 9"},
        {Opcode::BrTable, {1, 9, 0}, "unknown label 9"},
        {Opcode::BrTable, {0, 9}, "unknown label 9"},
        {Opcode::Rethrow, {9}, "unknown label 9"},
        {Opcode::Block, {9}, "unknown type 9"},
        {Opcode::Loop, {9}, "unknown type 9"},
        {Opcode::If, {9}, "unknown type 9"},
        {Opcode::Try, {9}, "unknown type 9"},
    };
    for (const Case& test : cases) {
        Bytes body = test::op(Opcode::Unreachable) + test::op(test.opcode, test.immediates);
        EXPECT_EQ(error_of(body), test.message) << describe(test.opcode).text;
    }
}

TEST(ValidatorOpcodes, bad_uses_of_opcodes_with_a_rule_of_their_own_are_refused) {
    using V = ValueType;
    struct Case {
        const char* claim;
        Bytes body;
        const char* message;
    };
    const Bytes i32 = test::zero_of(V::I32), i64 = test::zero_of(V::I64);
    const Bytes funcref = test::zero_of(V::FuncRef);
    const Bytes externref = test::zero_of(V::ExternRef);
    auto op = [](Opcode opcode, Bytes immediates = {}) { return test::op(opcode, immediates); };
    const Bytes end = op(Opcode::End);
    const Case cases[] = {
        {"drop of nothing", op(Opcode::Drop), "type mismatch"},
        {"select of two types", i32 + i64 + i32 + op(Opcode::Select) + Drop, "type mismatch"},
        {"select of references", funcref + funcref + i32 + op(Opcode::Select) + Drop,
         "type mismatch"},
        {"select with two results",
         i32 + i32 + i32 + op(Opcode::SelectTyped, {2, 0x7f, 0x7f}) + Drop, "invalid result arity"},
        {"typed select of another type",
         i32 + i32 + i32 + op(Opcode::SelectTyped, {1, 0x7e}) + Drop, "type mismatch"},
        {"local.set of another type", i64 + op(Opcode::LocalSet, {0}), "type mismatch"},
        {"global.set of another type", i64 + op(Opcode::GlobalSet, {0}), "type mismatch"},
        {"table.set of another type", i32 + externref + op(Opcode::TableSet, {0}), "type mismatch"},
        {"table.fill of another type", i32 + externref + i32 + op(Opcode::TableFill, {0}),
         "type mismatch"},
        {"table.grow by another type", externref + i32 + op(Opcode::TableGrow, {0}) + Drop,
         "type mismatch"},
        {"ref.is_null of a number", i32 + op(Opcode::RefIsNull) + Drop, "type mismatch"},
        {"ref.func of an undeclared function", op(Opcode::RefFunc, {1}) + Drop,
         "undeclared function reference"},
        {"else without if", op(Opcode::Block, {0x40}) + op(Opcode::Else) + end,
         "END opcode expected"},
        {"second else", i32 + op(Opcode::If, {0x40}) + op(Opcode::Else) + op(Opcode::Else) + end,
         "END opcode expected"},
        {"if with a result and no else", i32 + op(Opcode::If, {0x7f}) + i32 + end + Drop,
         "type mismatch"},
        {"if without a condition", op(Opcode::If, {0x40}) + end, "type mismatch"},
        {"catch without try", op(Opcode::Catch, {0}), "END opcode expected"},
        {"catch_all without try", op(Opcode::CatchAll), "END opcode expected"},
        {"catch after catch_all",
         op(Opcode::Try, {0x40}) + op(Opcode::CatchAll) + op(Opcode::Catch, {0}) + Drop + end,
         "END opcode expected"},
        {"catch that leaves the tag's value",
         op(Opcode::Try, {0x40}) + op(Opcode::Catch, {0}) + end, "type mismatch"},
        {"delegate without try", op(Opcode::Delegate, {0}), "END opcode expected"},
        {"delegate after catch",
         op(Opcode::Try, {0x40}) + op(Opcode::CatchAll) + op(Opcode::Delegate, {0}),
         "END opcode expected"},
        {"delegate beyond the function", op(Opcode::Try, {0x40}) + op(Opcode::Delegate, {1}),
         "unknown label 1"},
        {"rethrow outside of a catch", op(Opcode::Rethrow, {0}), "invalid rethrow label 0"},
        {"rethrow in the try itself", op(Opcode::Try, {0x40}) + op(Opcode::Rethrow, {0}) + end,
         "invalid rethrow label 0"},
        {"throw without the tag's value", op(Opcode::Throw, {0}), "type mismatch"},
        {"branch without the block's result",
         op(Opcode::Block, {0x7f}) + op(Opcode::Br, {0}) + end + Drop, "type mismatch"},
        {"br_if without a condition", op(Opcode::BrIf, {0}), "type mismatch"},
        {"br_table with labels of different arity",
         op(Opcode::Block, {0x7f}) + i32 + i32 + op(Opcode::BrTable, {1, 0, 1}) + end + Drop,
         "type mismatch"},
        {"call without arguments", op(Opcode::CallIndirect, {1, 0}), "type mismatch"},
        {"values left at the end of a block", op(Opcode::Block, {0x40}) + i32 + end,
         "type mismatch"},
        {"operands taken from outside of the block", i32 + op(Opcode::Block, {0x40}) + Drop + end,
         "type mismatch"},
        {"a block left open", op(Opcode::Block, {0x40}), "unexpected end of section or function"},
        {"code after the end", end, "section size mismatch"},
    };
    for (const Case& test : cases) {
        std::string error = error_of(test.body);
        // A body left open is the module's last bytes only without data section.
        bool open = std::string_view(test.claim) == "a block left open";
        EXPECT_TRUE(starts_with(error, open ? "END opcode expected" : test.message))
            << test.claim << ": " << error;
    }
}

TEST(ValidatorOpcodes, bad_instruction_is_reported_at_its_own_offset) {
    ModuleBuilder builder;
    Bytes body = test::op(Opcode::Nop) + test::op(Opcode::Nop) + test::op(Opcode::I32Add) +
                 test::op(Opcode::Drop);
    builder.function(builder.type({}, {}), body);
    Bytes bytes = builder.build();
    base::Result<ModulePointer> module = load(bytes);
    ASSERT_FALSE(module.ok());
    EXPECT_EQ(bytes[module.error().position], 0x6a);
    EXPECT_EQ(module.error().message,
              "type mismatch: i32.add needs i32, but the block's stack is empty");
}
