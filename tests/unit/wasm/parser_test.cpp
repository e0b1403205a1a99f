#include "wasm/parser.hpp"

#include <gtest/gtest.h>

#include "module_builder.hpp"
#include "wasm/validator.hpp"

using namespace interleave;
using namespace interleave::wasm;
using test::Bytes;
using test::ModuleBuilder;
using test::operator+;

namespace {

Module parsed(Bytes bytes) {
    base::Result<Module> result = parse(std::move(bytes));
    EXPECT_TRUE(result.ok()) << (result.ok() ? "" : result.error().message);
    return result.ok() ? std::move(result).value() : Module{};
}

base::Error parse_error(Bytes bytes) {
    base::Result<Module> result = parse(std::move(bytes));
    EXPECT_FALSE(result.ok());
    return result.ok() ? base::Error{} : result.error();
}

Bytes text(std::string_view value) {
    return test::leb(value.size()) + Bytes(value.begin(), value.end());
}

}  // namespace

TEST(Parser, empty_module_is_its_header) {
    Module module = parsed(ModuleBuilder::header());
    EXPECT_TRUE(module.functions.empty());
    EXPECT_FALSE(module.start.has_value());
}

TEST(Parser, index_spaces_hold_imports_first) {
    ModuleBuilder builder;
    uint32_t type = builder.type({ValueType::I32}, {ValueType::I64});
    uint32_t imported = builder.import_function("env", "f", type);
    uint32_t imported_global =
        builder.import_global("env", "g", ValueType::F64, Mutability::Constant);
    uint32_t defined = builder.function(type, test::zero_of(ValueType::I64), {{3, ValueType::F32}});
    builder.global(ValueType::I32, Mutability::Variable, {0x41, 0x2a});
    builder.export_as("run", ExternalKind::Function, defined);
    Module module = parsed(builder.build());

    ASSERT_EQ(module.functions.size(), 2u);
    EXPECT_EQ(module.imported_functions, 1u);
    EXPECT_TRUE(module.is_imported({imported}));
    EXPECT_FALSE(module.is_imported({defined}));
    EXPECT_EQ(module.imports[0].module, "env");
    EXPECT_EQ(module.imports[0].name, "f");
    EXPECT_EQ(module.imports[1].index, imported_global);
    EXPECT_EQ(module.globals[0].type.type, ValueType::F64);
    EXPECT_EQ(module.globals[1].type.mutability, Mutability::Variable);
    EXPECT_EQ(module.globals[1].initial.opcode, Opcode::I32Const);
    EXPECT_EQ(module.globals[1].initial.bits, 42u);
    EXPECT_EQ(module.functions[1].local_count, 3u);
    EXPECT_EQ(name_of(module.type_of({defined})), "(i32) -> (i64)");
    EXPECT_EQ(module.find_export("run", ExternalKind::Function)->index, defined);
    EXPECT_EQ(module.find_export("run", ExternalKind::Memory), nullptr);
}

TEST(Parser, bodies_are_found_by_offset_and_code_offsets_count_from_the_sections_contents) {
    ModuleBuilder builder;
    uint32_t type = builder.type({}, {});
    builder.function(type, {0x01, 0x01});
    builder.function(type, {0x01});
    Module module = parsed(builder.build());
    const Function& first = module.functions[0];
    EXPECT_EQ(first.body.size(), 3u);
    EXPECT_EQ(module.slice(first.body)[0], 0x01);
    // Count, size, number of local groups.
    EXPECT_EQ(module.code_offset(first.body.begin).value, 3u);
    EXPECT_EQ(module.module_offset({3}), first.body.begin);
    EXPECT_EQ(module.function_at(first.body.begin), base::FunctionIndex{0});
    EXPECT_EQ(module.function_at(first.body.end - 1), base::FunctionIndex{0});
    EXPECT_EQ(module.function_at(first.body.end), std::nullopt);
    EXPECT_EQ(module.function_at(module.functions[1].body.begin), base::FunctionIndex{1});
    EXPECT_EQ(module.function_at(0), std::nullopt);
}

TEST(Parser, segments_of_all_kinds_are_read) {
    ModuleBuilder builder;
    uint32_t function = builder.function(builder.type({}, {}), {});
    builder.table(ValueType::FuncRef, 4);
    builder.memory(1);
    builder.active_elements(2, {function, function});
    builder.passive_elements(ValueType::FuncRef, {test::zero_of(ValueType::FuncRef)});
    builder.active_data(7, "seven");
    builder.passive_data("later");
    Module module = parsed(builder.build());
    ASSERT_EQ(module.elements.size(), 2u);
    EXPECT_EQ(module.elements[0].mode, SegmentMode::Active);
    EXPECT_EQ(module.elements[0].position.bits, 2u);
    EXPECT_EQ(module.elements[0].items[1].opcode, Opcode::RefFunc);
    EXPECT_EQ(module.elements[1].mode, SegmentMode::Passive);
    EXPECT_EQ(module.elements[1].items[0].opcode, Opcode::RefNull);
    ASSERT_EQ(module.data.size(), 2u);
    EXPECT_EQ(module.data_count, 2u);
    EXPECT_EQ(module.data[0].position.bits, 7u);
    EXPECT_EQ(module.slice(module.data[1].bytes).size(), 5u);
    EXPECT_EQ(module.data[1].mode, SegmentMode::Passive);
}

TEST(Parser, names_come_from_the_name_section_then_from_exports) {
    ModuleBuilder builder;
    uint32_t type = builder.type({}, {});
    for (int i = 0; i < 3; ++i) builder.function(type, {});
    builder.export_as("exported", ExternalKind::Function, 1);
    Bytes functions = test::leb(1) + test::leb(0) + text("named");
    Bytes locals = test::leb(1) + test::leb(0) + test::leb(1) + test::leb(0) + text("x");
    Bytes globals = test::leb(1) + test::leb(0) + text("g");
    builder.custom(
        "name", ModuleBuilder::section(0, text("module")) + ModuleBuilder::section(1, functions) +
                    ModuleBuilder::section(2, locals) + ModuleBuilder::section(7, globals));
    Module module = parsed(builder.build());
    EXPECT_EQ(module.name_of({0}), "named");
    EXPECT_EQ(module.name_of({1}), "exported");
    EXPECT_EQ(module.name_of({2}), "");
    EXPECT_EQ(module.names.module, "module");
    EXPECT_EQ(module.names.locals[0].locals[0].name, "x");
    EXPECT_EQ(module.names.globals[0].name, "g");
}

TEST(Parser, names_survive_that_the_module_moves) {
    ModuleBuilder builder;
    builder.custom("debug", {1, 2, 3});
    Module first = parsed(builder.build());
    Module second = std::move(first);
    ASSERT_NE(second.find_custom_section("debug"), nullptr);
    EXPECT_EQ(second.slice(second.find_custom_section("debug")->contents)[2], 3);
    EXPECT_EQ(second.find_custom_section("name"), nullptr);
}

TEST(Parser, bad_name_section_is_ignored_but_what_came_before_the_error_is_kept) {
    ModuleBuilder builder;
    builder.custom("name", ModuleBuilder::section(0, text("m")) +
                               ModuleBuilder::section(1, {5, 0, 9}) + Bytes{1, 99, 0});
    Module module = parsed(builder.build());
    EXPECT_EQ(module.names.module, "m");
    EXPECT_TRUE(module.names.functions.empty());
}

TEST(Parser, bad_module_cut_anywhere_is_refused_or_a_prefix_of_whole_sections) {
    ModuleBuilder builder;
    builder.function(builder.type({ValueType::I32}, {}), {0x01});
    builder.memory(1);
    builder.export_as("f", ExternalKind::Function, 0);
    builder.custom("c", {1, 2, 3});
    Bytes whole = builder.build();
    for (size_t size = 0; size < whole.size(); ++size) {
        Bytes part(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
        base::Result<Module> result = parse(part);
        if (!result.ok()) {
            EXPECT_LE(result.error().position, size);
        }
    }
}

TEST(Parser, bad_headers_say_what_is_wrong) {
    EXPECT_EQ(parse_error({}).message, "unexpected end of section or function");
    EXPECT_EQ(parse_error({0x7f, 'E', 'L', 'F', 1, 0, 0, 0}).message.rfind("magic header", 0), 0u);
    base::Error version = parse_error({0, 'a', 's', 'm', 2, 0, 0, 0});
    EXPECT_EQ(version.message, "unknown binary version 2");
    EXPECT_EQ(version.position, 4u);
}

TEST(Parser, bad_counts_are_refused_before_anything_is_reserved_for_them) {
    // Four billion types, functions, … in a module of a dozen bytes.
    for (uint8_t id : {1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 13}) {
        Bytes huge = {0xff, 0xff, 0xff, 0xff, 0x0f};
        base::Error error = parse_error(ModuleBuilder::header() + ModuleBuilder::section(id, huge));
        EXPECT_TRUE(error.message.rfind("unexpected end", 0) == 0 ||
                    error.message.rfind("function and code", 0) == 0)
            << int{id} << ": " << error.message;
    }
}

TEST(Parser, bad_numbers_of_locals_above_the_limit_are_refused) {
    ModuleBuilder builder;
    builder.function(builder.type({}, {}), {},
                     {{30'000, ValueType::I32}, {30'000, ValueType::F64}});
    EXPECT_EQ(parse_error(builder.build()).message, "too many locals: a function may have 50000");
    ModuleBuilder billions;
    billions.function(billions.type({}, {}), {}, {{UINT32_MAX, ValueType::I32}});
    EXPECT_EQ(parse_error(billions.build()).message, "too many locals: a function may have 50000");
}

TEST(Parser, bad_types_of_refused_features_name_the_feature) {
    Bytes with_v128 = ModuleBuilder::header() + ModuleBuilder::section(1, {1, 0x60, 1, 0x7b, 0});
    EXPECT_EQ(parse_error(with_v128).message,
              "malformed value type: v128 (SIMD) is not supported; compile without -msimd128");
    Bytes with_memory64 = ModuleBuilder::header() + ModuleBuilder::section(5, {1, 4, 1});
    EXPECT_NE(parse_error(with_memory64).message.find("64-bit memories"), std::string::npos);
}

TEST(Parser, bad_order_of_sections_names_the_section) {
    Bytes module =
        ModuleBuilder::header() + ModuleBuilder::section(3, {0}) + ModuleBuilder::section(1, {0});
    base::Error error = parse_error(module);
    EXPECT_EQ(error.message,
              "unexpected content after last section: section 1 is out of order or repeated");
    EXPECT_EQ(error.position, 11u);
}
