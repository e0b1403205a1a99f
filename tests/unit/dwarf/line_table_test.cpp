#include "dwarf/line_table.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <set>
#include <sstream>
#include <tuple>

#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

// offset, line, column, is_statement, end_sequence
using Row = std::tuple<uint32_t, uint32_t, uint32_t, bool, bool>;

std::string output_of(const std::string& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::string output;
    std::array<char, 4096> buffer{};
    while (size_t read = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) {
        output.append(buffer.data(), read);
    }
    return output;
}

// The rows of all line tables as llvm-dwarfdump prints them, without dropped functions.
std::multiset<Row> rows_of_dwarfdump(const std::string& program_name, uint32_t code_size) {
    std::istringstream text(
        output_of(DWARF_DUMP " --debug-line " + program_path(program_name) + " 2>/dev/null"));
    std::multiset<Row> rows;
    std::vector<Row> sequence;
    std::string line;
    while (std::getline(text, line)) {
        unsigned long long address = 0;
        unsigned at = 0, column = 0;
        if (line.rfind("0x", 0) != 0) continue;
        if (std::sscanf(line.c_str(), "0x%llx %u %u", &address, &at, &column) != 3) continue;
        bool is_statement = line.find("is_stmt") != std::string::npos;
        bool end = line.find("end_sequence") != std::string::npos;
        sequence.push_back({static_cast<uint32_t>(address), at, column, is_statement, end});
        if (!end) continue;
        bool dropped = std::get<0>(sequence.front()) == 0 || address > code_size;
        if (!dropped) rows.insert(sequence.begin(), sequence.end());
        sequence.clear();
    }
    return rows;
}

std::multiset<Row> rows_of_reader(const DebugInfo& info) {
    std::multiset<Row> rows;
    for (const CodeLine& row : info.lines()) {
        rows.insert({row.offset, row.line, row.column, row.is_statement, row.end_sequence});
    }
    return rows;
}

class LineTables : public testing::TestWithParam<std::string> {};

}  // namespace

TEST_P(LineTables, have_the_rows_that_llvm_dwarfdump_prints) {
    const DebugInfo& info = program(GetParam());
    uint32_t code_size = static_cast<uint32_t>(info.sections().code.size());
    std::multiset<Row> expected = rows_of_dwarfdump(GetParam(), code_size);
    EXPECT_GT(expected.size(), 10u);
    EXPECT_EQ(rows_of_reader(info), expected);
}

INSTANTIATE_TEST_SUITE_P(Programs, LineTables,
                         testing::Values("inspect.debug.wasm", "inspect_5.debug.wasm",
                                         "inspect_optimised.debug.wasm", "small_4-O0.wasm",
                                         "small_5-O0.wasm", "small_4-O1.wasm", "small_5-O1.wasm"),
                         [](const auto& test) {
                             std::string name = test.param;
                             for (char& c : name) {
                                 if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                             }
                             return name;
                         });

TEST(LineTable, bad_table_outside_its_section_is_refused) {
    Unit unit;
    unit.line_offset = 100;
    DebugSections sections;
    base::Result<LineTable> table = read_line_table(unit, sections, 10);
    ASSERT_FALSE(table.ok());
    EXPECT_NE(table.error().message.find(".debug_line"), std::string::npos);
}

TEST(LineTable, bad_line_range_of_zero_is_refused) {
    // length, version 4, header length, min 1, ops 1, default 1, base 0, range 0, opcode base 1
    std::vector<uint8_t> bytes = {20, 0, 0, 0, 4, 0, 14, 0, 0, 0, 1, 1,
                                  1,  0, 0, 1, 0, 0, 0,  0, 0, 0, 0, 0};
    Unit unit;
    unit.line_offset = 0;
    DebugSections sections;
    sections.line = bytes;
    base::Result<LineTable> table = read_line_table(unit, sections, 10);
    ASSERT_FALSE(table.ok());
    EXPECT_NE(table.error().message.find("line range"), std::string::npos);
}

TEST(LineTable, a_unit_without_a_table_has_no_rows) {
    base::Result<LineTable> table = read_line_table(Unit(), DebugSections(), 10);
    ASSERT_TRUE(table.ok());
    EXPECT_TRUE(table->rows.empty());
}
