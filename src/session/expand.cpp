#include "session/expand.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

#include "dwarf/value_printer.hpp"
#include "dwarf/variables.hpp"
#include "wasm/disassembler.hpp"

namespace interleave::session {

using dwarf::CodeLine;
using wasm::Instruction;
using wasm::Opcode;

namespace {

// The part of an opcode's name behind the type: "i32.load8_u" → "load8_u".
std::string_view action(Opcode opcode) {
    std::string_view text = wasm::describe(opcode).text;
    size_t dot = text.rfind('.');
    return dot == std::string_view::npos ? text : text.substr(dot + 1);
}

// "add", "multiply": computing that a learner would call so; "" for what only shuffles values.
std::string compute_words(Opcode opcode) {
    static const std::map<std::string_view, const char*> Words = {
        {"add", "add"},         {"sub", "subtract"},     {"mul", "multiply"},
        {"div_s", "divide"},    {"div_u", "divide"},     {"div", "divide"},
        {"rem_s", "remainder"}, {"rem_u", "remainder"},  {"and", "and"},
        {"or", "or"},           {"xor", "exclusive or"}, {"shl", "shift"},
        {"shr_s", "shift"},     {"shr_u", "shift"},      {"eq", "compare"},
        {"ne", "compare"},      {"lt_s", "compare"},     {"lt_u", "compare"},
        {"gt_s", "compare"},    {"gt_u", "compare"},     {"le_s", "compare"},
        {"le_u", "compare"},    {"ge_s", "compare"},     {"ge_u", "compare"},
        {"lt", "compare"},      {"gt", "compare"},       {"le", "compare"},
        {"ge", "compare"},      {"sqrt", "square root"}};
    if (wasm::describe(opcode).immediate != wasm::Immediate::None) return "";
    auto found = Words.find(action(opcode));
    return found == Words.end() ? "" : found->second;
}

class LineReader {
public:
    explicit LineReader(const Program& program) : m_program(program), m_debug(*program.debug) {}

    // The instructions of code offsets [begin, end).
    void read(uint32_t begin, uint32_t end, std::vector<LineOperation>& operations) {
        const auto start = static_cast<uint32_t>(m_debug.sections().code_position);
        uint32_t offset = begin + start;
        m_constant.reset();
        while (offset < end + start) {
            base::Result<Instruction> instruction = wasm::instruction_at(*m_program.module, offset);
            if (!instruction) return;
            take(*instruction, offset - start, operations);
            offset = instruction->end;
        }
    }

private:
    void take(const Instruction& instruction, uint32_t offset,
              std::vector<LineOperation>& operations) {
        const wasm::OpcodeInfo& info = wasm::describe(instruction.opcode);
        LineOperation operation;
        operation.offset = offset;
        const std::optional<uint32_t> constant = std::exchange(m_constant, std::nullopt);
        if (instruction.opcode == Opcode::I32Const) {
            m_constant = static_cast<uint32_t>(instruction.constant);
            return;
        }
        if (info.immediate == wasm::Immediate::MemArg) {
            const std::string_view what = action(instruction.opcode);
            const bool writes = what.starts_with("store");
            const bool reads = what.starts_with("load");
            const std::string name = variable(instruction, constant, offset, operation.shared);
            if (wasm::is_atomic(instruction.opcode))
                operation.kind = OperationKind::Atomic;
            else
                operation.kind = writes ? OperationKind::Write : OperationKind::Read;
            operation.words = (writes  ? "write "
                               : reads ? "read "
                                       : "change ") +
                              name + (writes || reads ? "" : " in one step");
        } else if (instruction.opcode == Opcode::Call) {
            operation.kind = OperationKind::Call;
            operation.words = "call " + callee(instruction.index);
        } else if (instruction.opcode == Opcode::CallIndirect) {
            operation.kind = OperationKind::Call;
            operation.words = "call a function by its address";
        } else if (instruction.opcode == Opcode::BrIf || instruction.opcode == Opcode::BrTable) {
            operation.kind = OperationKind::Jump;
            operation.words = "decide where to go on";
        } else {
            operation.words = compute_words(instruction.opcode);
            if (operation.words.empty() || is_frame_address(instruction, constant)) return;
        }
        operation.text = wasm::disassemble(*m_program.module, instruction);
        operations.push_back(std::move(operation));
    }

    // A sum with a constant right after it was pushed, without optimisation, is the address of a local variable.
    static bool is_frame_address(const Instruction& instruction,
                                 const std::optional<uint32_t>& constant) {
        return constant.has_value() &&
               (instruction.opcode == Opcode::I32Add || instruction.opcode == Opcode::I32Sub);
    }

    std::string variable(const Instruction& access, const std::optional<uint32_t>& constant,
                         uint32_t offset, bool& shared) {
        // A global: its address is in the instruction, on top of the constant 0.
        const uint32_t address = access.memory_offset + constant.value_or(0);
        std::string name = dwarf::describe_address(m_debug, base::Address{address});
        shared = !name.empty();
        if (shared) return name;
        return local(access.memory_offset, offset);
    }

    // The variable of the frame at this distance from its base.
    std::string local(uint32_t distance, uint32_t offset) {
        dwarf::Registers registers;
        registers.local = [](uint32_t) -> std::optional<uint64_t> { return 0; };
        registers.global = registers.local;
        const dwarf::ReadMemory none = [](base::Address, std::span<uint8_t>) { return false; };
        const base::CodeOffset at{offset};
        for (const dwarf::Variable& variable : dwarf::visible_variables(m_debug, at)) {
            if (variable.kind == dwarf::VariableKind::Global) continue;
            dwarf::Location place = dwarf::locate(m_debug, variable, at, registers, none);
            if (place.kind == dwarf::Location::Kind::Memory && place.value == distance)
                return variable.name;
        }
        return "memory";
    }

    std::string callee(uint32_t function) const {
        for (const dwarf::Function& known : m_debug.functions()) {
            if (known.index.value == function)
                return known.short_name.empty() ? known.name : known.short_name;
        }
        auto name = m_debug.sections().function_names.find(function);
        return name == m_debug.sections().function_names.end() ? "a function" : name->second;
    }

    const Program& m_program;
    const dwarf::DebugInfo& m_debug;
    std::optional<uint32_t> m_constant;  // pushed by the instruction before
};

}  // namespace

std::vector<LineOperation> expand_line(const Program& program, uint32_t line) {
    std::vector<LineOperation> operations;
    LineReader reader(program);
    const std::vector<CodeLine>& rows = program.debug->lines();
    for (size_t i = 0; i + 1 < rows.size(); ++i) {
        const bool here = rows[i].line == line && !rows[i].end_sequence &&
                          program.debug->files()[rows[i].file].is_main;
        if (here && rows[i + 1].offset > rows[i].offset)
            reader.read(rows[i].offset, rows[i + 1].offset, operations);
    }
    return operations;
}

}  // namespace interleave::session
