#include "dwarf/line_marks.hpp"

#include <algorithm>

#include "base/bytes.hpp"
#include "dwarf/instructions.hpp"

// Why marks: a record in a recorder's ring carries the line its thread was at, and no browser tells a
// running WebAssembly function its own position. A store to a per-instance global costs one instruction
// pair and says it exactly.
//
// Where: two instructions that take nothing from the operand stack and leave nothing on it are valid at
// any boundary between instructions, also before `else`, `catch`, `delegate` and `end`, and in code that
// can't be reached (core specification 3.3: an instruction sequence may be extended by one of type
// [] → []). So the only care needed is to insert at boundaries: every body is walked from its first
// instruction, and a row of the line table that points elsewhere is moved to the next boundary.
//
// When: a line is marked where its statement begins, and again at a later row of the same line once
// control may have come from elsewhere, i.e. after any call, branch or edge of a block since the last
// mark. Without that, `push(produce())` would stay at the line that `produce` ended on. Within straight
// code a line is marked once.
//
// Cost (five-thread counter, -O0): see tests/unit/dwarf; about 5 % more code in a user function.

namespace interleave::dwarf {
namespace {

using base::ByteWriter;

constexpr std::string_view LineGlobal = "interleave_line";

struct Insertion {
    uint32_t offset = 0;  // before the instruction at this code offset
    uint32_t line = 0;
};

bool is_dropped(std::string_view custom_section) {
    return custom_section.starts_with(".debug_") || custom_section.starts_with("reloc.") ||
           custom_section.starts_with("metadata.code.") || custom_section == "linking" ||
           custom_section == "sourceMappingURL" || custom_section == "external_debug_info";
}

// The state of the walk through one body.
class Marker {
public:
    Marker(const DebugInfo& info, const FunctionBody& body) : m_info(info), m_body(body) {
        auto first = std::lower_bound(
            info.lines().begin(), info.lines().end(), body.start,
            [](const CodeLine& row, uint32_t offset) { return row.offset < offset; });
        m_row = static_cast<size_t>(first - info.lines().begin());
    }

    bool has_rows() const {
        return m_row < m_info.lines().size() && m_info.lines()[m_row].offset < m_body.end;
    }

    base::Result<std::vector<Insertion>> walk() {
        std::span<const uint8_t> code = m_info.sections().code.first(m_body.end);
        std::vector<Insertion> insertions;
        for (uint32_t at = m_body.first_instruction; at < m_body.end;) {
            uint32_t line = line_beginning_at(at);
            if (line != 0 && line != m_marked) {
                insertions.push_back({at, line});
                m_marked = line;
            }
            base::Result<Instruction> instruction = read_instruction(code, at);
            if (!instruction.ok()) {
                base::Error error = instruction.error();
                error.position += m_info.sections().code_position;
                return error;
            }
            if (instruction->breaks_straight_line()) m_marked = 0;
            at = instruction->end;
        }
        return insertions;
    }

private:
    // The line of the last row up to `offset` that was not looked at before; 0 if there is none or it
    // is not the main file's.
    uint32_t line_beginning_at(uint32_t offset) {
        uint32_t line = 0;
        const std::vector<CodeLine>& rows = m_info.lines();
        for (; m_row < rows.size() && rows[m_row].offset <= offset; ++m_row) {
            const CodeLine& row = rows[m_row];
            line = 0;
            if (row.end_sequence || row.line == 0 || !m_info.files()[row.file].is_main) continue;
            if (row.is_statement) m_statement = row.line;
            if (row.line == m_statement) line = row.line;
        }
        return line;
    }

    const DebugInfo& m_info;
    const FunctionBody& m_body;
    size_t m_row = 0;
    uint32_t m_statement = 0;  // the line of the last statement that began
    uint32_t m_marked = 0;     // the line that the global is known to hold; 0 = not known
};

void write_mark(ByteWriter& out, uint32_t line, uint32_t global) {
    out.u8(0x41);  // i32.const
    out.leb_s64(line);
    out.u8(0x24);  // global.set
    out.leb_u64(global);
}

uint32_t leb_size(uint32_t value) {
    ByteWriter writer;
    writer.leb_u64(value);
    return static_cast<uint32_t>(writer.size());
}

class Rewriter {
public:
    Rewriter(const DebugInfo& info, uint32_t global) : m_info(info), m_global(global) {}

    base::Result<MarkedModule> run() {
        const Sections& sections = m_info.sections();
        if (base::Status status = rewrite_code(); !status.ok()) return status.error();
        ByteWriter out;
        out.u32(0x6d736100);  // "\0asm", version 1
        out.u32(1);
        for (const Section& section : sections.all) {
            if (section.id == 0 && is_dropped(section.name)) continue;
            if (section.id == 10) {
                out.u8(10);
                out.leb_u64(m_code.size());
                m_result.code_position = out.size();
                out.bytes(m_code.data());
                continue;
            }
            size_t end = section.position + section.contents.size();
            out.bytes(
                m_info.module().subspan(section.header_position, end - section.header_position));
        }
        m_result.bytes = std::move(out.data());
        return std::move(m_result);
    }

private:
    base::Status rewrite_code() {
        std::span<const uint8_t> code = m_info.sections().code;
        const std::vector<FunctionBody>& bodies = m_info.sections().functions;
        size_t first = bodies.empty() ? code.size() : bodies.front().size_offset;
        m_code.bytes(code.first(first));
        for (const FunctionBody& body : bodies) {
            Marker marker(m_info, body);
            base::Result<std::vector<Insertion>> insertions =
                marker.has_rows() ? marker.walk() : std::vector<Insertion>();
            if (!insertions.ok()) return insertions.error();
            write_body(body, *insertions);
        }
        return base::Nothing{};
    }

    void write_body(const FunctionBody& body, const std::vector<Insertion>& insertions) {
        std::span<const uint8_t> code = m_info.sections().code;
        ByteWriter out;
        std::vector<std::pair<uint32_t, uint32_t>> anchors = {{body.start, 0}};
        uint32_t copied = body.start;
        for (const Insertion& insertion : insertions) {
            out.bytes(code.subspan(copied, insertion.offset - copied));
            copied = insertion.offset;
            write_mark(out, insertion.line, m_global);
            anchors.push_back({insertion.offset, static_cast<uint32_t>(out.size())});
        }
        out.bytes(code.subspan(copied, body.end - copied));
        m_result.marks += static_cast<uint32_t>(insertions.size());

        uint32_t size = static_cast<uint32_t>(out.size());
        uint32_t start = static_cast<uint32_t>(m_code.size()) + leb_size(size);
        for (auto [before, after] : anchors) m_result.offsets.add_anchor(before, start + after);
        m_code.leb_u64(size);
        m_code.bytes(out.data());
    }

    const DebugInfo& m_info;
    uint32_t m_global;
    ByteWriter m_code;
    MarkedModule m_result;
};

}  // namespace

uint32_t OffsetMap::translate(uint32_t offset) const {
    auto after = std::upper_bound(
        m_anchors.begin(), m_anchors.end(), offset,
        [](uint32_t value, const Anchor& anchor) { return value < anchor.before; });
    if (after == m_anchors.begin()) return offset;
    const Anchor& anchor = *std::prev(after);
    return anchor.after + (offset - anchor.before);
}

base::Result<MarkedModule> mark_lines(const DebugInfo& info) {
    for (const ExportedGlobal& global : info.sections().exported_globals) {
        if (global.name == LineGlobal && global.is_mutable_i32) {
            return Rewriter(info, global.index).run();
        }
    }
    MarkedModule unchanged;
    unchanged.bytes.assign(info.module().begin(), info.module().end());
    unchanged.code_position = info.sections().code_position;
    return unchanged;
}

}  // namespace interleave::dwarf
