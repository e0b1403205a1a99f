#include "dwarf/sections.hpp"

#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

std::vector<uint8_t> module_with(std::vector<uint8_t> sections) {
    std::vector<uint8_t> bytes = {0, 'a', 's', 'm', 1, 0, 0, 0};
    for (uint8_t byte : sections) bytes.push_back(byte);
    return bytes;
}

}  // namespace

TEST(Sections, of_a_program_are_found_by_name) {
    const Sections& sections = program("inspect.debug.wasm").sections();
    EXPECT_FALSE(sections.custom(".debug_info").empty());
    EXPECT_FALSE(sections.custom(".debug_line").empty());
    EXPECT_TRUE(sections.custom("nonsense").empty());
    bool has_line = false;
    for (const ExportedGlobal& global : sections.exported_globals) {
        has_line = has_line || (global.name == "interleave_line" && global.is_mutable_i32);
    }
    EXPECT_TRUE(has_line);
}

TEST(Sections, an_offset_between_two_bodies_is_in_none) {
    const Sections& sections = program("small_4-O0.wasm").sections();
    ASSERT_GE(sections.functions.size(), 2u);
    const FunctionBody& second = sections.functions[1];
    EXPECT_EQ(sections.function_at(second.start), &second);
    EXPECT_EQ(sections.function_at(second.size_offset), nullptr);
    EXPECT_EQ(sections.function_at(UINT32_MAX), nullptr);
}

TEST(Sections, an_empty_module_has_none) {
    std::vector<uint8_t> bytes = module_with({});
    EXPECT_TRUE(read_sections(bytes).value().all.empty());
}

TEST(Sections, bad_section_longer_than_the_file_is_refused_where_it_starts) {
    std::vector<uint8_t> bytes = module_with({0, 100, 1, 'x'});
    base::Result<Sections> sections = read_sections(bytes);
    ASSERT_FALSE(sections.ok());
    EXPECT_EQ(sections.error().position, 10u);
}

TEST(Sections, bad_body_longer_than_the_code_section_is_refused) {
    std::vector<uint8_t> bytes = module_with({10, 3, 1, 50, 0});
    base::Result<Sections> sections = read_sections(bytes);
    ASSERT_FALSE(sections.ok());
    EXPECT_NE(sections.error().message.find("code section"), std::string::npos);
}

TEST(Sections, bad_count_of_locals_does_not_run_for_ever) {
    std::vector<uint8_t> bytes = module_with({10, 8, 1, 6, 0xff, 0xff, 0xff, 0xff, 0x0f, 0x0b});
    EXPECT_FALSE(read_sections(bytes).ok());
}

TEST(Sections, bad_name_section_costs_only_the_names) {
    std::vector<uint8_t> bytes = module_with({0, 8, 4, 'n', 'a', 'm', 'e', 1, 99, 0});
    base::Result<Sections> sections = read_sections(bytes);
    ASSERT_TRUE(sections.ok());
    EXPECT_TRUE(sections->function_names.empty());
}
