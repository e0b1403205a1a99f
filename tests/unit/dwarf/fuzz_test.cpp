// Damaged modules: no input may crash the reader, make it run for long, or make it read outside its
// bytes (run this under INTERLEAVE_SANITIZE=address,undefined). Deterministic: the same inputs each time.

#include <random>

#include "dwarf/call_frames.hpp"
#include "dwarf/line_marks.hpp"
#include "dwarf/symbols.hpp"
#include "dwarf/types.hpp"
#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

constexpr int InputsPerProgram = 3000;

struct Outcome {
    int refused = 0, read = 0;
};

// Everything that a user of the library does, on whatever was read.
void use(const DebugInfo& info) {
    base::Result<MarkedModule> marked = mark_lines(info);
    if (marked.ok()) symbols_json(info, *marked);
    Registers registers;
    registers.local = [](uint32_t) { return std::optional<uint64_t>(4096); };
    registers.global = registers.local;
    ReadMemory read = [](base::Address address, std::span<uint8_t> out) {
        if (address.value > 100'000) return false;
        for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint8_t>(address.value >> 3);
        return true;
    };
    ValuePrinter printer(info, read, {.depth = 4, .elements = 8, .values = 100});
    for (const Variable& variable : global_variables(info)) printer.print(variable, {}, registers);
    size_t step = info.lines().size() / 8 + 1;
    for (size_t i = 0; i < info.lines().size(); i += step) {
        base::CodeOffset offset = {info.lines()[i].offset};
        frames_at(info, offset);
        for (const Variable& variable : visible_variables(info, offset)) {
            printer.print(variable, offset, registers);
        }
    }
}

void try_input(std::vector<uint8_t> bytes, Outcome& outcome) {
    base::Result<DebugInfo> info = DebugInfo::read(std::move(bytes));
    if (!info.ok()) {
        EXPECT_FALSE(info.error().message.empty());
        ++outcome.refused;
        return;
    }
    ++outcome.read;
    use(*info);
}

// One to eight changes: a bit, a byte, a length field's favourite values, or a hole.
std::vector<uint8_t> mutate(std::vector<uint8_t> bytes, size_t first, std::mt19937& random) {
    int changes = 1 + static_cast<int>(random() % 8);
    for (int i = 0; i < changes; ++i) {
        size_t at = first + random() % (bytes.size() - first);
        switch (random() % 5) {
            case 0:
                bytes[at] ^= static_cast<uint8_t>(1u << (random() % 8));
                break;
            case 1:
                bytes[at] = static_cast<uint8_t>(random());
                break;
            case 2:
                bytes[at] = random() % 2 == 0 ? 0xff : 0x00;
                break;
            case 3:
                bytes[at] = 0x80;
                break;
            default:
                for (size_t k = 0; k < 4 && at + k < bytes.size(); ++k) bytes[at + k] = 0xff;
        }
    }
    return bytes;
}

class Fuzz : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(Fuzz, damaged_modules_are_read_or_refused) {
    std::vector<uint8_t> original = read_file(program_path(GetParam()));
    std::mt19937 random(20261122);
    Outcome outcome;
    // Half of the changes go where the debug sections are: behind the code.
    size_t code_end = 0;
    for (const Section& section : program(GetParam()).sections().all) {
        if (section.id == 10) code_end = section.position + section.contents.size();
    }
    for (int i = 0; i < InputsPerProgram; ++i) {
        try_input(mutate(original, i % 4 == 0 ? 8 : code_end, random), outcome);
    }
    EXPECT_EQ(outcome.read + outcome.refused, InputsPerProgram);
    EXPECT_GT(outcome.read, InputsPerProgram / 20) << "the changes never reach deeper than headers";
    EXPECT_GT(outcome.refused, 0);
}

TEST_P(Fuzz, modules_cut_short_are_read_or_refused) {
    std::vector<uint8_t> original = read_file(program_path(GetParam()));
    Outcome outcome;
    for (size_t size = 0; size < original.size(); size += 13) {
        try_input({original.begin(), original.begin() + static_cast<ptrdiff_t>(size)}, outcome);
    }
    EXPECT_GT(outcome.refused, 100);
}

INSTANTIATE_TEST_SUITE_P(Programs, Fuzz,
                         testing::Values("small_4-O0.wasm", "small_5-O0.wasm", "small_4-O1.wasm",
                                         "small_5-O1.wasm"),
                         [](const auto& test) {
                             std::string name = test.param;
                             for (char& c : name) {
                                 if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
                             }
                             return name;
                         });
