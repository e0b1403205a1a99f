#include "dwarf/debug_info.hpp"

#include <chrono>

#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

const Function* function_named(const DebugInfo& info, const std::string& name) {
    for (const Function& function : info.functions()) {
        if (function.name == name) return &function;
    }
    return nullptr;
}

}  // namespace

TEST(DebugInfo, knows_user_functions_by_their_readable_names_and_lines) {
    const DebugInfo& info = program("inspect.debug.wasm");
    for (const char* name : {"twice(int)", "scalars()", "library()", "main"}) {
        const Function* function = function_named(info, name);
        ASSERT_NE(function, nullptr) << name;
        EXPECT_TRUE(function->is_user) << name;
        std::string text = std::string(name).substr(0, std::string(name).find('(')) + "(";
        EXPECT_EQ(function->line, line_of("inspect.cpp", " " + text)) << name;
    }
}

TEST(DebugInfo, library_functions_are_not_user_code) {
    const DebugInfo& info = program("inspect.debug.wasm");
    size_t user = 0, library = 0;
    for (const Function& function : info.functions()) {
        EXPECT_FALSE(function.is_user && function.name.starts_with("std::")) << function.name;
        ++(function.is_user ? user : library);
    }
    EXPECT_GE(user, 5u);
    EXPECT_LE(user, 30u);
    EXPECT_GT(library, 500u);
}

TEST(DebugInfo, a_lambda_is_named_after_the_function_that_holds_it) {
    const DebugInfo& info = program("inspect.debug.wasm");
    Stopped stopped("lambda", 2);
    const Function* function = info.function_at(stopped.offset);
    ASSERT_NE(function, nullptr);
    EXPECT_EQ(function->short_name, "lambda in library");
    EXPECT_TRUE(function->is_user);
}

TEST(DebugInfo, every_body_of_the_code_section_is_a_function) {
    const DebugInfo& info = program("inspect.debug.wasm");
    ASSERT_EQ(info.functions().size(), info.sections().functions.size());
    for (const Function& function : info.functions()) {
        EXPECT_EQ(info.function_at({function.start}), &function);
        EXPECT_EQ(info.function_at({function.end - 1}), &function);
        EXPECT_FALSE(function.name.empty());
    }
    EXPECT_EQ(info.function_at({0}), nullptr);
}

TEST(DebugInfo, objects_are_the_globals_and_statics_of_user_code) {
    const DebugInfo& info = program("inspect.debug.wasm");
    std::map<std::string, const Object*> objects;
    for (const Object& object : info.objects()) objects[object.name] = &object;
    ASSERT_EQ(objects.size(), 5u);
    EXPECT_EQ(objects.at("counter")->type, "int");
    EXPECT_EQ(objects.at("counter")->size, 4u);
    EXPECT_EQ(objects.at("counter")->line, line_of("inspect.cpp", "int counter = 42"));
    EXPECT_EQ(objects.at("table")->type, "int[3]");
    EXPECT_EQ(objects.at("table")->size, 12u);
    EXPECT_EQ(objects.at("bank::joint")->type, "bank::Account");
    EXPECT_EQ(objects.at("bank::Account::count")->size, 4u);
    EXPECT_EQ(objects.at("twice::calls")->line, line_of("inspect.cpp", "static int calls"));
}

TEST(DebugInfo, an_address_inside_an_object_is_the_object) {
    const DebugInfo& info = program("inspect.debug.wasm");
    for (const Object& object : info.objects()) {
        EXPECT_EQ(info.object_at(object.address), &object);
        EXPECT_EQ(info.object_at({object.address.value + object.size - 1}), &object);
    }
    EXPECT_EQ(info.object_at({4}), nullptr);
}

TEST(DebugInfo, positions_say_whether_they_are_in_the_learners_file) {
    const DebugInfo& info = program("inspect.debug.wasm");
    Stopped stopped("scalars", 0);
    std::optional<SourcePosition> position = info.position_at(stopped.offset);
    ASSERT_TRUE(position);
    EXPECT_TRUE(position->is_user);
    EXPECT_TRUE(info.files()[position->file].path.ends_with("/inspect.cpp"));
    EXPECT_EQ(position->line, line_of("inspect.cpp", "// here: scalars"));
    EXPECT_EQ(info.source_name(), "inspect.cpp");
}

TEST(DebugInfo, both_versions_of_dwarf_say_the_same) {
    const DebugInfo& four = program("inspect.debug.wasm");
    const DebugInfo& five = program("inspect_5.debug.wasm");
    ASSERT_EQ(four.functions().size(), five.functions().size());
    for (size_t i = 0; i < four.functions().size(); ++i) {
        EXPECT_EQ(four.functions()[i].name, five.functions()[i].name);
        EXPECT_EQ(four.functions()[i].line, five.functions()[i].line);
    }
    ASSERT_EQ(four.objects().size(), five.objects().size());
    for (size_t i = 0; i < four.objects().size(); ++i) {
        EXPECT_EQ(four.objects()[i].name, five.objects()[i].name);
        EXPECT_EQ(four.objects()[i].type, five.objects()[i].type);
        EXPECT_EQ(four.objects()[i].address, five.objects()[i].address);
    }
}

TEST(DebugInfo, a_module_without_dwarf_gives_functions_only) {
    const DebugInfo& info = program("inspect.wasm");
    EXPECT_GT(info.functions().size(), 500u);
    EXPECT_TRUE(info.lines().empty());
    EXPECT_TRUE(info.objects().empty());
    EXPECT_EQ(info.source_name(), "");
}

TEST(DebugInfo, may_be_moved) {
    base::Result<DebugInfo> read = DebugInfo::read(read_file(program_path("small_4-O0.wasm")));
    ASSERT_TRUE(read.ok());
    DebugInfo moved = std::move(read).value();
    ASSERT_FALSE(moved.objects().empty());
    EXPECT_EQ(moved.objects().front().name.empty(), false);
    EXPECT_NE(moved.function_at({moved.functions().front().start}), nullptr);
}

TEST(DebugInfo, bad_file_that_is_no_module_is_refused_with_what_to_do) {
    base::Result<DebugInfo> info = DebugInfo::read({1, 2, 3, 4, 5, 6, 7, 8, 9});
    ASSERT_FALSE(info.ok());
    EXPECT_NE(info.error().message.find("Give a compiled program"), std::string::npos);
    EXPECT_EQ(info.error().position, 0u);
}
