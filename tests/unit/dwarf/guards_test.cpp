// The guards of static variables, found in code that clang made.

#include "dwarf/guards.hpp"

#include <gtest/gtest.h>

#include <set>

#include "fixture.hpp"

namespace interleave::dwarf {
namespace {

class Guards : public testing::TestWithParam<const char*> {};

TEST_P(Guards, are_those_of_variables_that_are_initialised_when_first_used) {
    const DebugInfo& info = program(GetParam());
    std::set<std::string> names;
    for (const Object& guard : info.guards()) {
        names.insert(guard.name);
        EXPECT_EQ(info.object_at(guard.address), nullptr);
        EXPECT_EQ(info.guard_at(guard.address), &guard);
    }
    EXPECT_EQ(names, (std::set<std::string>{"static count::box", "static count::number",
                                            "static again::later"}));
    EXPECT_EQ(info.guards().size(), names.size());
    EXPECT_EQ(info.guard_at({1}), nullptr);
}

INSTANTIATE_TEST_SUITE_P(
    Code, Guards, testing::Values("statics.debug.wasm", "statics_optimised.debug.wasm"),
    [](const testing::TestParamInfo<const char*>& info) {
        return std::string(info.param).substr(0, std::string(info.param).find('.'));
    });

TEST(Guards, a_program_without_such_variables_has_none) {
    EXPECT_TRUE(program("small_4-O0.wasm").guards().empty());
}

}  // namespace
}  // namespace interleave::dwarf
