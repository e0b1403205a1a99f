// Rules of control instructions (core spec, 3.3.8), tail calls, and legacy exception handling
// (exception-handling proposal, legacy/exceptions/core: try, catch, catch_all, delegate, rethrow).

#include <algorithm>
#include <array>

#include "wasm/function_validator.hpp"

namespace interleave::wasm {

namespace {

// A list of one type, as long lived as the program.
std::span<const ValueType> just(ValueType type) {
    static constexpr std::array All = {ValueType::I32, ValueType::I64,     ValueType::F32,
                                       ValueType::F64, ValueType::FuncRef, ValueType::ExternRef};
    const ValueType* place = std::find(All.begin(), All.end(), type);
    INTERLEAVE_ASSERT(place != All.end());
    return {place, 1};
}

}  // namespace

FunctionValidator::Types FunctionValidator::parameters_of(const BlockType& block) const {
    if (block.kind != BlockType::Kind::Function) return {};
    return m_module.types[block.type_index].parameters;
}

FunctionValidator::Types FunctionValidator::results_of(const BlockType& block) const {
    switch (block.kind) {
        case BlockType::Kind::Empty:
            return {};
        case BlockType::Kind::Value:
            return just(block.value);
        case BlockType::Kind::Function:
            return m_module.types[block.type_index].results;
    }
    INTERLEAVE_ASSERT(false);
    return {};
}

bool FunctionValidator::control() {
    const Instruction& in = m_instruction;
    switch (in.opcode) {
        case Opcode::Block:
        case Opcode::Loop:
        case Opcode::If:
        case Opcode::Try:
            return block();
        case Opcode::Else:
            return else_branch();
        case Opcode::Catch:
        case Opcode::CatchAll:
            return catch_clause();
        case Opcode::Delegate:
            return delegate();
        case Opcode::End:
            return end();
        case Opcode::BrTable:
            return branch_table();
        case Opcode::Rethrow:
            return rethrow();
        case Opcode::Throw:
            return throw_tag();
        case Opcode::Br: {
            const Frame* target = label(in.index);
            if (target == nullptr || !pop(target->label_types())) return false;
            set_unreachable();
            return true;
        }
        case Opcode::BrIf: {
            const Frame* target = label(in.index);
            if (target == nullptr || !pop(ValueType::I32)) return false;
            return pop(target->label_types()) && push(target->label_types());
        }
        case Opcode::Return:
            if (!pop(m_type->results)) return false;
            set_unreachable();
            return true;
        case Opcode::Unreachable:
            set_unreachable();
            return true;
        case Opcode::Call:
            return call(m_module.type_of(base::FunctionIndex{in.index}));
        case Opcode::CallIndirect:
            return callee_table() && call(m_module.types[in.index]);
        case Opcode::ReturnCall:
            return return_call(m_module.type_of(base::FunctionIndex{in.index}));
        case Opcode::ReturnCallIndirect:
            return callee_table() && return_call(m_module.types[in.index]);
        default:
            INTERLEAVE_ASSERT(false);
            return false;
    }
}

bool FunctionValidator::block() {
    const Instruction& in = m_instruction;
    if (in.opcode == Opcode::If && !pop(ValueType::I32)) return false;
    Types parameters = parameters_of(in.block);
    return pop(parameters) && push_frame(in.opcode, parameters, results_of(in.block));
}

bool FunctionValidator::else_branch() {
    if (m_frames.back().opcode != Opcode::If) return fail("END opcode expected: else without if");
    Frame frame;
    return pop_frame(frame) && push_frame(Opcode::Else, frame.parameters, frame.results);
}

bool FunctionValidator::catch_clause() {
    Opcode open = m_frames.back().opcode;
    if (open != Opcode::Try && open != Opcode::Catch) {
        return fail("END opcode expected: " + std::string(opcode_name()) + " without try");
    }
    Frame frame;
    if (!pop_frame(frame)) return false;
    if (!push_frame(m_instruction.opcode, {}, frame.results)) return false;
    if (m_instruction.opcode == Opcode::CatchAll) return true;
    return push(Types(m_module.types[m_module.tags[m_instruction.index].type_index].parameters));
}

// Ends a try block; its label counts from outside of the try.
bool FunctionValidator::delegate() {
    if (m_frames.back().opcode != Opcode::Try) {
        return fail("END opcode expected: delegate without try");
    }
    Frame frame;
    return pop_frame(frame) && label(m_instruction.index) != nullptr && push(frame.results);
}

bool FunctionValidator::end() {
    Frame frame;
    if (!pop_frame(frame)) return false;
    // An if without else passes its parameters on.
    if (frame.opcode == Opcode::If && !std::ranges::equal(frame.parameters, frame.results)) {
        return mismatch("ends an if without else whose results differ from its parameters");
    }
    // The body's own frame: its results leave the function.
    if (m_frames.empty()) return true;
    return push(frame.results);
}

bool FunctionValidator::branch_table() {
    if (!pop(ValueType::I32)) return false;
    const Frame* last = label(m_instruction.second);
    if (last == nullptr) return false;
    size_t arity = last->label_types().size();
    // Many labels of one table often are the same: each is checked once per table.
    ++m_label_round;
    m_label_seen.resize(std::max(m_label_seen.size(), m_frames.size()), 0);
    for (uint32_t index : m_instruction.labels) {
        const Frame* target = label(index);
        if (target == nullptr) return false;
        uint32_t& seen = m_label_seen[target - m_frames.data()];
        if (seen == m_label_round) continue;
        seen = m_label_round;
        if (target->label_types().size() != arity) {
            return mismatch("has labels with different numbers of values");
        }
        if (!pop_and_restore(target->label_types())) return false;
    }
    if (!pop(last->label_types())) return false;
    set_unreachable();
    return true;
}

bool FunctionValidator::rethrow() {
    const Frame* target = label(m_instruction.index);
    if (target == nullptr) return false;
    if (target->opcode != Opcode::Catch && target->opcode != Opcode::CatchAll) {
        return fail("invalid rethrow label " + std::to_string(m_instruction.index) +
                    ": it is no catch block");
    }
    set_unreachable();
    return true;
}

bool FunctionValidator::throw_tag() {
    if (!pop(m_module.types[m_module.tags[m_instruction.index].type_index].parameters)) {
        return false;
    }
    set_unreachable();
    return true;
}

// The operand that says which function of a table of functions.
bool FunctionValidator::callee_table() {
    if (m_module.tables[m_instruction.second].type.element != ValueType::FuncRef) {
        return mismatch("needs a table of funcref");
    }
    return pop(ValueType::I32);
}

bool FunctionValidator::call(const FunctionType& type) {
    return pop(type.parameters) && push(Types(type.results));
}

bool FunctionValidator::return_call(const FunctionType& type) {
    if (!pop(type.parameters)) return false;
    if (type.results != m_type->results) {
        return mismatch("calls a function whose results differ from the caller's");
    }
    set_unreachable();
    return true;
}

}  // namespace interleave::wasm
