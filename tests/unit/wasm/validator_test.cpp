// What a module declares, beside its bodies.

#include "wasm/validator.hpp"

#include <gtest/gtest.h>

#include "module_builder.hpp"

using namespace interleave;
using namespace interleave::wasm;
using test::Bytes;
using test::ModuleBuilder;
using test::operator+;

namespace {

std::string error_of(const Bytes& bytes) {
    base::Result<ModulePointer> module = load(bytes);
    return module.ok() ? "" : module.error().message;
}

std::string error_of(const ModuleBuilder& builder) { return error_of(builder.build()); }

const Bytes I32 = test::zero_of(ValueType::I32);

}  // namespace

TEST(Validator, two_exports_of_one_name_are_refused) {
    ModuleBuilder builder;
    builder.memory(1);
    builder.function(builder.type({}, {}), {});
    builder.export_as("a", ExternalKind::Function, 0);
    builder.export_as("b", ExternalKind::Memory, 0);
    EXPECT_EQ(error_of(builder), "");
    builder.export_as("a", ExternalKind::Memory, 0);
    EXPECT_EQ(error_of(builder), "duplicate export name \"a\"");
}

TEST(Validator, bad_exports_beyond_their_index_space_are_refused) {
    const std::pair<ExternalKind, const char*> cases[] = {
        {ExternalKind::Function, "unknown function 0"}, {ExternalKind::Table, "unknown table 0"},
        {ExternalKind::Memory, "unknown memory 0"},     {ExternalKind::Global, "unknown global 0"},
        {ExternalKind::Tag, "unknown tag 0"},
    };
    for (auto [kind, message] : cases) {
        ModuleBuilder builder;
        builder.export_as("x", kind, 0);
        EXPECT_EQ(error_of(builder), message);
    }
}

TEST(Validator, bad_start_functions_with_parameters_are_refused) {
    ModuleBuilder builder;
    builder.function(builder.type({ValueType::I32}, {}), {});
    builder.start(0);
    EXPECT_EQ(error_of(builder), "start function must have type () -> (), but has (i32) -> ()");
    builder.start(7);
    EXPECT_EQ(error_of(builder), "unknown function 7");
}

TEST(Validator, bad_memories_are_refused) {
    ModuleBuilder too_large;
    too_large.memory(65537);
    EXPECT_EQ(error_of(too_large), "memory size must be at most 65536 pages (4GiB)");
    ModuleBuilder two;
    two.memory(1);
    two.memory(1);
    EXPECT_EQ(error_of(two), "multiple memories: a module may have one");
    ModuleBuilder upside_down;
    upside_down.shared_memory(3, 2);
    EXPECT_EQ(error_of(upside_down), "size minimum must not be greater than maximum");
    Bytes shared_without_maximum = ModuleBuilder::header() + ModuleBuilder::section(5, {1, 2, 1});
    EXPECT_EQ(error_of(shared_without_maximum), "shared memory must have maximum");
}

TEST(Validator, constant_expressions_are_one_constant_of_the_right_type) {
    struct Case {
        Bytes expression;
        const char* message;
    };
    const Case cases[] = {
        {I32, ""},
        {test::op(Opcode::GlobalGet, {0}), ""},
        {{}, "type mismatch: a constant expression leaves one value, this one leaves 0"},
        {I32 + I32, "type mismatch: a constant expression leaves one value, this one leaves 2"},
        {test::zero_of(ValueType::I64),
         "type mismatch: a constant expression needs i32, but this one gives i64"},
        {test::op(Opcode::GlobalGet, {1}), "constant expression required: global 1 is mutable"},
        {test::op(Opcode::GlobalGet, {2}),
         "unknown global 2: constant expressions may read imported globals only"},
        {I32 + I32 + test::op(Opcode::I32Add),
         "constant expression required: i32.add is not constant"},
        {test::op(Opcode::RefFunc, {5}), "unknown function 5"},
    };
    for (const Case& test : cases) {
        ModuleBuilder builder;
        builder.import_global("m", "constant", ValueType::I32, Mutability::Constant);
        builder.import_global("m", "variable", ValueType::I32, Mutability::Variable);
        builder.global(ValueType::I32, Mutability::Constant, test.expression);
        EXPECT_EQ(error_of(builder), test.message);
    }
}

TEST(Validator, bad_segments_are_refused) {
    ModuleBuilder no_table;
    no_table.active_elements(0, {});
    EXPECT_EQ(error_of(no_table), "unknown table 0");
    ModuleBuilder other_table;
    other_table.table(ValueType::ExternRef, 1);
    other_table.active_elements(0, {});
    EXPECT_EQ(error_of(other_table),
              "type mismatch: an element segment fills a table of another type");
    ModuleBuilder no_function;
    no_function.table(ValueType::FuncRef, 1);
    no_function.active_elements(0, {3});
    EXPECT_EQ(error_of(no_function), "unknown function 3");
    ModuleBuilder no_memory;
    no_memory.active_data(0, "x");
    EXPECT_EQ(error_of(no_memory), "unknown memory 0");
    ModuleBuilder wrong_item;
    wrong_item.passive_elements(ValueType::FuncRef, {test::zero_of(ValueType::ExternRef)});
    EXPECT_EQ(error_of(wrong_item),
              "type mismatch: a constant expression needs funcref, but this one gives externref");
}

TEST(Validator, bad_tags_with_results_are_refused) {
    ModuleBuilder builder;
    builder.tag(builder.type({}, {ValueType::I32}));
    EXPECT_EQ(error_of(builder), "non-empty tag result type");
    ModuleBuilder unknown;
    unknown.tag(0);
    EXPECT_EQ(error_of(unknown), "unknown type 0");
}

TEST(Validator, functions_in_globals_segments_and_exports_may_be_referred_to) {
    for (int where = 0; where < 4; ++where) {
        ModuleBuilder builder;
        uint32_t type = builder.type({}, {});
        builder.function(type, test::op(Opcode::RefFunc, {0}) + test::op(Opcode::Drop));
        if (where == 1) builder.export_as("f", ExternalKind::Function, 0);
        if (where == 2) {
            builder.global(ValueType::FuncRef, Mutability::Constant,
                           test::op(Opcode::RefFunc, {0}));
        }
        if (where == 3)
            builder.passive_elements(ValueType::FuncRef, {test::op(Opcode::RefFunc, {0})});
        EXPECT_EQ(error_of(builder) == "", where != 0) << where;
    }
}

TEST(Validator, data_instructions_need_the_data_count_section) {
    Bytes types = ModuleBuilder::section(1, {1, 0x60, 0, 0});
    Bytes functions = ModuleBuilder::section(3, {1, 0});
    Bytes body = Bytes{0} + test::op(Opcode::DataDrop, {0}) + Bytes{0x0b};
    Bytes code = ModuleBuilder::section(10, Bytes{1} + test::leb(body.size()) + body);
    Bytes data = ModuleBuilder::section(11, {1, 1, 1, 'x'});
    EXPECT_EQ(error_of(ModuleBuilder::header() + types + functions + code + data),
              "data count section required");
}
