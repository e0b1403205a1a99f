#pragma once
// The compiled programs of this folder and the memory images that `inspect` left.

#include <gtest/gtest.h>

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "dwarf/debug_info.hpp"
#include "dwarf/value_printer.hpp"

namespace interleave::dwarf {

inline std::vector<uint8_t> read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string program_path(const std::string& name) { return DWARF_PROGRAMS "/" + name; }

// Read once for each test program; the programs don't change while tests run.
inline const DebugInfo& program(const std::string& name) {
    static std::map<std::string, DebugInfo> cache;
    auto found = cache.find(name);
    if (found == cache.end()) {
        base::Result<DebugInfo> info = DebugInfo::read(read_file(program_path(name)));
        EXPECT_TRUE(info.ok()) << (info.ok() ? "" : info.error().message);
        found = cache.emplace(name, std::move(info).value()).first;
    }
    return found->second;
}

// Line numbers by what stands on the line, so that editing a program does not break its tests.
inline uint32_t line_of(const std::string& source, const std::string& text) {
    std::ifstream in(DWARF_SOURCES "/" + source);
    std::string line;
    for (uint32_t number = 1; std::getline(in, line); ++number) {
        if (line.find(text) != std::string::npos) return number;
    }
    ADD_FAILURE() << "no line of " << source << " has " << text;
    return 0;
}

// The thread of `inspect` at one of its STOP() lines.
class Stopped {
public:
    // `mark` is the comment behind the STOP(), `number` counts the calls; `image` is the variant that
    // ran, the same one unless given.
    Stopped(const std::string& mark, int number, const std::string& variant = "inspect.debug",
            const std::string& image = "")
        : info(program(variant + ".wasm")),
          m_image(read_file(program_path((image.empty() ? variant : image) + ".image." +
                                         std::to_string(number)))) {
        std::memcpy(&m_frame, m_image.data(), sizeof m_frame);
        uint32_t line = line_of("inspect.cpp", "// here: " + mark);
        // The call is somewhere in the last row of that line.
        for (size_t i = 0; i + 1 < info.lines().size(); ++i) {
            const CodeLine& row = info.lines()[i];
            bool is_here = row.line == line && info.files()[row.file].is_main;
            if (is_here) offset = {info.lines()[i + 1].offset - 1};
        }
        registers.local = [this](uint32_t) { return std::optional<uint64_t>(m_frame); };
    }

    ReadMemory memory() const {
        return [this](base::Address address, std::span<uint8_t> out) {
            size_t at = size_t{address.value} + HeadSize;
            if (at + out.size() > m_image.size()) return false;
            std::memcpy(out.data(), m_image.data() + at, out.size());
            return true;
        };
    }

    std::vector<Variable> variables() const { return visible_variables(info, offset); }

    PrintedValue value(const std::string& name) const {
        ValuePrinter printer(info, memory());
        for (const Variable& variable : variables()) {
            if (variable.name == name && !variable.is_shadowed) {
                return printer.print(variable, offset, registers);
            }
        }
        for (const Variable& variable : global_variables(info)) {
            if (variable.name == name) return printer.print(variable, offset, registers);
        }
        return {.text = "(no such variable)"};
    }

    const DebugInfo& info;
    base::CodeOffset offset;
    Registers registers;

private:
    static constexpr size_t HeadSize = 8;  // see dump_memory.mjs
    std::vector<uint8_t> m_image;
    uint32_t m_frame = 0;
};

}  // namespace interleave::dwarf
