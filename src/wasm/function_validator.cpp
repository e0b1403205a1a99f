#include "wasm/function_validator.hpp"

#include <algorithm>
#include <utility>

#include "wasm/limits.hpp"

namespace interleave::wasm {

namespace {

std::string found(ValueType type) {
    return type == UnknownType ? "any type" : std::string(name_of(type));
}

ValueType type_of_letter(char letter) {
    switch (letter) {
        case 'i':
            return ValueType::I32;
        case 'l':
            return ValueType::I64;
        case 'f':
            return ValueType::F32;
        case 'd':
            return ValueType::F64;
    }
    INTERLEAVE_ASSERT(false);
    return ValueType::I32;
}

}  // namespace

base::Status FunctionValidator::validate(base::FunctionIndex function) {
    begin(function);
    InstructionReader reader(m_module.bytes, m_function->body);
    while (!m_frames.empty()) {
        if (!reader.next(m_instruction)) {
            if (reader.failed()) return reader.error();
            bool last = m_function->body.end == m_module.bytes.size();
            return base::Error{last ? "unexpected end of section or function, in a function body"
                                    : "END opcode expected: a block is open where the body ends",
                               reader.position()};
        }
        if (!instruction()) return m_error;
    }
    if (!reader.at_end()) {
        return base::Error{"section size mismatch: code after the end of the function",
                           reader.position()};
    }
    return base::Nothing{};
}

void FunctionValidator::begin(base::FunctionIndex function) {
    m_function = &m_module.functions[function.value];
    m_type = &m_module.type_of(function);
    m_locals.clear();
    m_local_count = 0;
    for (ValueType type : m_type->parameters) add_locals(1, type);
    for (const LocalGroup& group : m_function->locals) add_locals(group.count, group.type);
    m_operands.clear();
    m_frames.clear();
    m_label_seen.clear();
    m_label_round = 0;
    m_frames.push_back({Opcode::Block, {}, m_type->results, 0});
}

void FunctionValidator::add_locals(uint32_t count, ValueType type) {
    m_local_count += count;
    m_locals.push_back({m_local_count, type});
}

ValueType FunctionValidator::local_type(uint32_t index) const {
    auto run = std::upper_bound(
        m_locals.begin(), m_locals.end(), index,
        [](uint32_t local, const LocalRun& candidate) { return local < candidate.end; });
    return run->type;
}

bool FunctionValidator::instruction() {
    const OpcodeInfo& info = describe(m_instruction.opcode);
    if (!immediates(info)) return false;
    return info.has_fixed_signature() ? fixed_signature(info) : own_rule();
}

bool FunctionValidator::fixed_signature(const OpcodeInfo& info) {
    size_t colon = info.signature.find(':');
    for (size_t i = colon; i-- > 0;) {
        if (!pop(type_of_letter(info.signature[i]))) return false;
    }
    for (char letter : info.signature.substr(colon + 1)) {
        if (!push(type_of_letter(letter))) return false;
    }
    return true;
}

bool FunctionValidator::own_rule() {
    switch (m_instruction.opcode) {
        case Opcode::Select:
            return select();
        case Opcode::SelectTyped:
            return select_typed();
        case Opcode::Drop: {
            ValueType ignored;
            return pop_any(ignored);
        }
        case Opcode::LocalGet:
        case Opcode::LocalSet:
        case Opcode::LocalTee:
        case Opcode::GlobalGet:
        case Opcode::GlobalSet:
            return variable();
        case Opcode::TableGet:
        case Opcode::TableSet:
        case Opcode::TableGrow:
        case Opcode::TableFill:
        case Opcode::TableCopy:
        case Opcode::TableInit:
            return table_access();
        case Opcode::RefNull:
        case Opcode::RefIsNull:
        case Opcode::RefFunc:
            return reference();
        default:
            return control();
    }
}

bool FunctionValidator::immediates(const OpcodeInfo& info) {
    auto in_range = [this](uint32_t index, size_t size, const char* what) {
        return index < size || fail(std::string("unknown ") + what + " " + std::to_string(index));
    };
    const Instruction& in = m_instruction;
    const Module& m = m_module;
    switch (info.immediate) {
        case Immediate::Function:
            return in_range(in.index, m.functions.size(), "function");
        case Immediate::TypeTable:
            return in_range(in.second, m.tables.size(), "table") &&
                   in_range(in.index, m.types.size(), "type");
        case Immediate::Block:
            return in.block.kind != BlockType::Kind::Function ||
                   in_range(in.block.type_index, m.types.size(), "type");
        case Immediate::Local:
            return in_range(in.index, m_local_count, "local");
        case Immediate::Global:
            return in_range(in.index, m.globals.size(), "global");
        case Immediate::Table:
            return in_range(in.index, m.tables.size(), "table");
        case Immediate::TableTable:
            return in_range(in.index, m.tables.size(), "table") &&
                   in_range(in.second, m.tables.size(), "table");
        case Immediate::ElementTable:
            return in_range(in.second, m.tables.size(), "table") &&
                   in_range(in.index, m.elements.size(), "elem segment");
        case Immediate::Element:
            return in_range(in.index, m.elements.size(), "elem segment");
        case Immediate::Tag:
            return in_range(in.index, m.tags.size(), "tag");
        case Immediate::Memory:
        case Immediate::MemoryMemory:
            return in_range(0, m.memories.size(), "memory");
        case Immediate::MemArg:
            return memory_access(info);
        case Immediate::DataMemory:
            return in_range(0, m.memories.size(), "memory") && data_segment();
        case Immediate::Data:
            return data_segment();
        // Labels are checked where the control stack is used; the rest holds no index.
        case Immediate::None:
        case Immediate::Label:
        case Immediate::LabelTable:
        case Immediate::I32:
        case Immediate::I64:
        case Immediate::F32:
        case Immediate::F64:
        case Immediate::RefType:
        case Immediate::SelectTypes:
        case Immediate::ZeroByte:
            return true;
    }
    INTERLEAVE_ASSERT(false);
    return false;
}

bool FunctionValidator::memory_access(const OpcodeInfo& info) {
    if (m_module.memories.empty()) return fail("unknown memory 0");
    uint64_t alignment = uint64_t{1} << m_instruction.alignment;
    if (alignment > info.access_bytes) return fail("alignment must not be larger than natural");
    if (is_atomic(info.opcode) && alignment != info.access_bytes) {
        return fail("atomic alignment must be natural");
    }
    return true;
}

// A body must not need the data section, which comes later: hence the data count section (5.5.16).
bool FunctionValidator::data_segment() {
    if (!m_module.data_count) return fail("data count section required");
    if (m_instruction.index < *m_module.data_count) return true;
    return fail("unknown data segment " + std::to_string(m_instruction.index));
}

bool FunctionValidator::spend(size_t type_checks) {
    m_type_checks += type_checks;
    if (m_type_checks <= BaseTypeChecks + TypeChecksPerByte * m_module.bytes.size()) return true;
    return fail("function too complex: too many types to check");
}

bool FunctionValidator::push(ValueType type) {
    if (m_operands.size() >= MaxOperands) {
        return fail("function too complex: more than " + std::to_string(MaxOperands) +
                    " values on its operand stack");
    }
    m_operands.push_back(type);
    return true;
}

bool FunctionValidator::push(Types types) {
    if (!spend(types.size())) return false;
    for (ValueType type : types) {
        if (!push(type)) return false;
    }
    return true;
}

bool FunctionValidator::pop_any(ValueType& type) {
    const Frame& frame = m_frames.back();
    if (m_operands.size() > frame.height) {
        type = m_operands.back();
        m_operands.pop_back();
        return true;
    }
    type = UnknownType;
    return frame.unreachable || mismatch("needs an operand, but the block's stack is empty");
}

bool FunctionValidator::pop(ValueType expected) {
    const Frame& frame = m_frames.back();
    if (m_operands.size() == frame.height && !frame.unreachable) {
        return mismatch("needs " + found(expected) + ", but the block's stack is empty");
    }
    ValueType actual = UnknownType;
    if (!pop_any(actual)) return false;
    if (actual == expected || actual == UnknownType || expected == UnknownType) return true;
    return mismatch("needs " + found(expected) + ", but finds " + found(actual));
}

bool FunctionValidator::pop(Types expected) {
    if (!spend(expected.size())) return false;
    for (size_t i = expected.size(); i-- > 0;) {
        if (!pop(expected[i])) return false;
    }
    return true;
}

// The operands stay as they are; checking must not turn an unknown one into the expected type, since
// another label of the same br_table may expect a different one.
bool FunctionValidator::pop_and_restore(Types expected) {
    if (!spend(expected.size())) return false;
    const Frame& frame = m_frames.back();
    size_t available = m_operands.size() - frame.height;
    for (size_t i = 0; i < expected.size(); ++i) {
        ValueType wanted = expected[expected.size() - 1 - i];
        if (i >= available) {
            if (frame.unreachable) return true;
            return mismatch("needs " + found(wanted) + ", but the block's stack is empty");
        }
        ValueType actual = m_operands[m_operands.size() - 1 - i];
        if (actual != wanted && actual != UnknownType) {
            return mismatch("needs " + found(wanted) + ", but finds " + found(actual));
        }
    }
    return true;
}

bool FunctionValidator::push_frame(Opcode opcode, Types parameters, Types results) {
    if (m_frames.size() >= MaxNesting) {
        return fail("function too complex: more than " + std::to_string(MaxNesting) +
                    " nested blocks");
    }
    m_frames.push_back({opcode, parameters, results, m_operands.size()});
    return push(parameters);
}

bool FunctionValidator::pop_frame(Frame& frame) {
    frame = m_frames.back();
    if (!pop(frame.results)) return false;
    if (m_operands.size() != frame.height) {
        return mismatch("leaves " + std::to_string(m_operands.size() - frame.height) +
                        " too many values on the block's stack");
    }
    m_frames.pop_back();
    return true;
}

void FunctionValidator::set_unreachable() {
    m_operands.resize(m_frames.back().height);
    m_frames.back().unreachable = true;
}

const FunctionValidator::Frame* FunctionValidator::label(uint32_t index) {
    if (index < m_frames.size()) return &m_frames[m_frames.size() - 1 - index];
    fail("unknown label " + std::to_string(index));
    return nullptr;
}

bool FunctionValidator::fail(std::string message) {
    m_error = {std::move(message), m_instruction.offset};
    return false;
}

bool FunctionValidator::mismatch(const std::string& what) {
    return fail("type mismatch: " + std::string(opcode_name()) + " " + what);
}

}  // namespace interleave::wasm
