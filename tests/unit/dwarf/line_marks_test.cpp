#include "dwarf/line_marks.hpp"

#include <cstdlib>

#include "dwarf/instructions.hpp"
#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

// The bodies of a marked module with its marks taken out again.
std::vector<uint8_t> without_marks(const Sections& sections, const FunctionBody& body,
                                   uint32_t global, std::vector<uint32_t>& lines) {
    std::vector<uint8_t> code(sections.code.begin() + body.start,
                              sections.code.begin() + body.first_instruction);
    for (uint32_t at = body.first_instruction; at < body.end;) {
        Instruction instruction = read_instruction(sections.code, at).value();
        bool is_mark = false;
        if (instruction.opcode == 0x41 && instruction.end < body.end) {
            Instruction next = read_instruction(sections.code, instruction.end).value();
            if (next.opcode == 0x24) {
                base::ByteReader operand(sections.code, next.offset + 1);
                uint32_t line =
                    static_cast<uint32_t>(base::ByteReader(sections.code, at + 1).leb_s32());
                // The guest runtime itself sets the global to 0; marks never do.
                is_mark = operand.leb_u32() == global && line != 0;
                if (is_mark) {
                    lines.push_back(line);
                    at = next.end;
                }
            }
        }
        if (is_mark) continue;
        code.insert(code.end(), sections.code.begin() + at,
                    sections.code.begin() + instruction.end);
        at = instruction.end;
    }
    return code;
}

uint32_t line_global(const Sections& sections) {
    for (const ExportedGlobal& global : sections.exported_globals) {
        if (global.name == "interleave_line") return global.index;
    }
    ADD_FAILURE() << "no interleave_line";
    return 0;
}

bool engine_accepts(const std::vector<uint8_t>& module, const std::string& name) {
    std::string path = program_path(name);
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(module.data()),
               static_cast<std::streamsize>(module.size()));
    std::string command =
        DWARF_NODE " -e 'new WebAssembly.Module(require(\"fs\").readFileSync(process.argv[1]))' " +
        path;
    return std::system(command.c_str()) == 0;
}

class LineMarks : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(LineMarks, taken_out_again_leave_every_body_as_it_was) {
    const DebugInfo& info = program(GetParam());
    MarkedModule marked = mark_lines(info).value();
    EXPECT_GT(marked.marks, 5u);
    Sections after = read_sections(marked.bytes).value();
    const Sections& before = info.sections();
    ASSERT_EQ(before.functions.size(), after.functions.size());
    std::vector<uint32_t> lines;
    for (size_t i = 0; i < before.functions.size(); ++i) {
        const FunctionBody& body = before.functions[i];
        std::vector<uint8_t> original(before.code.begin() + body.start,
                                      before.code.begin() + body.end);
        EXPECT_EQ(without_marks(after, after.functions[i], line_global(after), lines), original);
    }
    EXPECT_EQ(lines.size(), marked.marks);
}

TEST_P(LineMarks, give_a_module_that_the_engine_accepts) {
    MarkedModule marked = mark_lines(program(GetParam())).value();
    EXPECT_TRUE(engine_accepts(marked.bytes, std::string("marked_") + GetParam()));
}

TEST_P(LineMarks, drop_the_debug_sections_and_keep_the_names) {
    MarkedModule marked = mark_lines(program(GetParam())).value();
    Sections after = read_sections(marked.bytes).value();
    EXPECT_EQ(after.code_position, marked.code_position);
    EXPECT_EQ(after.function_names, program(GetParam()).sections().function_names);
    for (const Section& section : after.all) EXPECT_FALSE(section.name.starts_with(".debug_"));
}

TEST_P(LineMarks, moved_offsets_point_to_the_same_instructions) {
    const DebugInfo& info = program(GetParam());
    MarkedModule marked = mark_lines(info).value();
    Sections after = read_sections(marked.bytes).value();
    const Sections& before = info.sections();
    for (size_t i = 0; i < before.functions.size(); ++i) {
        const FunctionBody& body = before.functions[i];
        EXPECT_EQ(marked.offsets.translate(body.start), after.functions[i].start);
        for (uint32_t at = body.first_instruction; at < body.end;) {
            Instruction instruction = read_instruction(before.code, at).value();
            uint32_t moved = marked.offsets.translate(at);
            for (uint32_t byte = 0; byte < instruction.end - at; ++byte) {
                ASSERT_EQ(before.code[at + byte], after.code[moved + byte]);
            }
            at = instruction.end;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Programs, LineMarks,
                         testing::Values("inspect.debug.wasm", "inspect_5.debug.wasm",
                                         "inspect_optimised.debug.wasm", "small_4-O0.wasm",
                                         "small_5-O1.wasm"),
                         [](const auto& test) {
                             std::string name = test.param;
                             for (char& c : name) {
                                 if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                             }
                             return name;
                         });

TEST(LineMark, a_running_program_knows_its_line_at_every_stop) {
    const std::vector<std::string> marks = {"scalars", "library", "lambda", "twice"};
    for (size_t i = 0; i < marks.size(); ++i) {
        std::vector<uint8_t> image = read_file(program_path("inspect.image." + std::to_string(i)));
        uint32_t line = 0;
        std::memcpy(&line, image.data() + 4, sizeof line);
        EXPECT_EQ(line, line_of("inspect.cpp", "// here: " + marks[i]));
    }
}

TEST(LineMark, a_program_behaves_the_same_with_and_without_marks) {
    // Not byte for byte: the recorder's ring holds the lines that the marks tell it.
    const std::vector<std::string> marks = {"scalars", "library", "lambda", "twice"};
    for (int i = 0; i < 4; ++i) {
        Stopped plain(marks[static_cast<size_t>(i)], i, "inspect.debug", "inspect.debug");
        Stopped marked(marks[static_cast<size_t>(i)], i, "inspect.debug", "inspect");
        size_t compared = 0;
        for (const Variable& variable : plain.variables()) {
            EXPECT_EQ(marked.value(variable.name).text, plain.value(variable.name).text);
            ++compared;
        }
        EXPECT_GE(compared, 4u);
    }
}

TEST(LineMark, only_lines_of_the_main_file_are_marked) {
    const DebugInfo& info = program("inspect.debug.wasm");
    MarkedModule marked = mark_lines(info).value();
    Sections after = read_sections(marked.bytes).value();
    std::vector<uint32_t> lines;
    for (size_t i = 0; i < after.functions.size(); ++i) {
        size_t already = lines.size();
        without_marks(after, after.functions[i], line_global(after), lines);
        if (!info.functions()[i].is_user) {
            EXPECT_EQ(lines.size(), already);
        }
    }
    uint32_t last = line_of("inspect.cpp", "counter = twice(4)") + 1;
    for (uint32_t line : lines) {
        EXPECT_GE(line, 1u);
        EXPECT_LE(line, last);
    }
}

TEST(LineMark, a_module_without_the_global_comes_back_unchanged) {
    std::vector<uint8_t> bytes = read_file(program_path("small_4-O0.wasm"));
    std::string text(bytes.begin(), bytes.end());
    for (size_t at; (at = text.find("interleave_line")) != std::string::npos;) text[at] = 'X';
    DebugInfo info = DebugInfo::read({text.begin(), text.end()}).value();
    MarkedModule marked = mark_lines(info).value();
    EXPECT_EQ(marked.marks, 0u);
    EXPECT_EQ(std::string(marked.bytes.begin(), marked.bytes.end()), text);
    EXPECT_EQ(marked.code_position, info.sections().code_position);
}

TEST(OffsetMap, moves_what_is_behind_an_anchor) {
    OffsetMap map;
    EXPECT_EQ(map.translate(7), 7u);
    map.add_anchor(10, 12);
    map.add_anchor(20, 30);
    EXPECT_EQ(map.translate(9), 9u);
    EXPECT_EQ(map.translate(10), 12u);
    EXPECT_EQ(map.translate(19), 21u);
    EXPECT_EQ(map.translate(25), 35u);
}
