// Blocks, branches and try blocks. See decoder.hpp for the idea.

#include "base/assert.hpp"
#include "machine/decoder.hpp"
#include "machine/numeric_operations.hpp"

namespace interleave::machine {

void Decoder::control(const wasm::Instruction& in) {
    using wasm::Opcode;
    switch (in.opcode) {
        case Opcode::Block:
            return begin_block(Control::Kind::Block, in.block);
        case Opcode::Loop:
            return begin_block(Control::Kind::Loop, in.block);
        case Opcode::Try:
            return begin_block(Control::Kind::Try, in.block);
        case Opcode::If:
            ++m_pending;
            return begin_if(in.block);
        case Opcode::Else:
            return begin_else();
        case Opcode::Catch:
            return begin_catch(in.index);
        case Opcode::CatchAll:
            return begin_catch(CatchClause::All);
        case Opcode::Delegate:
            return delegate(in.index);
        case Opcode::End:
            return end();
        case Opcode::Br:
            ++m_pending;
            return branch(in.index);
        case Opcode::BrIf:
            ++m_pending;
            return branch_if(in.index);
        case Opcode::BrTable:
            ++m_pending;
            return branch_table(in);
        case Opcode::Return:
            ++m_pending;
            return_values();
            m_unreachable = true;
            return;
        case Opcode::Unreachable:
            ++m_pending;
            emit_complete(OperationCode::Unreachable);
            m_unreachable = true;
            return;
        default:
            INTERLEAVE_ASSERT(false && "the decoder has no rule for this instruction");
    }
}

// --- blocks ----------------------------------------------------------------------------------------

void Decoder::begin_block(Control::Kind kind, const wasm::BlockType& type) {
    Control control;
    control.kind = kind;
    if (type.kind == wasm::BlockType::Kind::Value) control.results = 1;
    if (type.kind == wasm::BlockType::Kind::Function) {
        control.parameters =
            static_cast<uint32_t>(m_module.types[type.type_index].parameters.size());
        control.results = static_cast<uint32_t>(m_module.types[type.type_index].results.size());
    }
    control.height = height() - control.parameters;
    if (kind == Control::Kind::Loop) flush_before_label();
    settle_locals(control.height);
    settle_from(control.height);
    if (kind == Control::Kind::Loop) forget_last_result();
    control.start = size();
    m_controls.push_back(std::move(control));
}

void Decoder::begin_if(const wasm::BlockType& type) {
    // The condition lies above the parameters; it is consumed first, so that a comparison stays fusable
    // when nothing below had to be settled.
    uint32_t parameters = 0;
    if (type.kind == wasm::BlockType::Kind::Function) {
        parameters = static_cast<uint32_t>(m_module.types[type.type_index].parameters.size());
    }
    uint32_t below = height() - 1 - parameters;
    settle_locals(below);
    for (uint32_t p = below; p + 1 < height(); ++p) settle(p);
    uint32_t else_branch = conditional_branch(true);
    begin_block(Control::Kind::If, type);
    m_controls.back().else_branch = else_branch;
}

void Decoder::begin_else() {
    Control& control = m_controls.back();
    if (!m_unreachable) {
        ++m_pending;
        place_results(control, control.results);
        uint32_t over = emit(OperationCode::Branch);
        complete(over);
        control.branches.push_back(over);
    }
    m_unreachable = false;
    patch(control.else_branch, size());
    control.else_branch = None;
    m_stack.resize(control.height);
    for (uint32_t i = 0; i < control.parameters; ++i) push({});
    forget_last_result();
}

void Decoder::end_try_body() {
    Control& control = m_controls.back();
    Handler handler;
    handler.begin = control.start;
    handler.end = size();
    handler.nesting = static_cast<uint32_t>(m_controls.size() - 1);
    handler.slot = static_cast<uint16_t>(operand_slot(control.height) * sizeof(Slot));
    control.handler = static_cast<uint32_t>(m_code.handlers.size());
    m_code.handlers.push_back(std::move(handler));
}

// The handler finds the exception in slot `height` (for rethrow) and its values above it.
void Decoder::begin_catch(uint32_t tag) {
    if (!m_unreachable) {
        Control& control = m_controls.back();
        ++m_pending;
        place_results(control, control.results);
        uint32_t over = emit(OperationCode::Branch);
        complete(over);
        control.branches.push_back(over);
    }
    if (m_controls.back().kind == Control::Kind::Try) end_try_body();
    Control& control = m_controls.back();
    control.kind = Control::Kind::Catch;
    m_unreachable = false;
    m_stack.resize(control.height);
    push({});
    if (tag != CatchClause::All) {
        const wasm::FunctionType& type = m_module.types[m_module.tags[tag].type_index];
        for (size_t i = 0; i < type.parameters.size(); ++i) push({});
    }
    m_code.handlers[control.handler].clauses.push_back({tag, size()});
    forget_last_result();
}

void Decoder::delegate(uint32_t depth) {
    end_try_body();
    // The label is relative to the block around the try.
    m_code.handlers.back().delegate_nesting = static_cast<uint32_t>(m_controls.size() - 2 - depth);
    end();
}

void Decoder::end() {
    Control control = std::move(m_controls.back());
    m_controls.pop_back();
    if (control.kind == Control::Kind::Function) {
        if (!m_unreachable) {
            ++m_pending;
            return_values();
        }
        if (control.branches.empty()) return;
        for (uint32_t operation : control.branches) patch(operation, size());
        m_stack.assign(control.results, {});
        forget_last_result();
        observe(m_offset);
        ++m_pending;
        return return_values();
    }
    bool meets = m_unreachable || !control.branches.empty() || control.else_branch != None;
    if (!m_unreachable) {
        if (meets) flush_before_label();
        place_results(control, control.results);
    }
    if (meets) forget_last_result();
    if (control.else_branch != None) patch(control.else_branch, size());
    for (uint32_t operation : control.branches) patch(operation, size());
    m_unreachable = false;
    m_stack.resize(control.height);
    for (uint32_t i = 0; i < control.results; ++i) push({});
}

// What is pending must not be counted by those who jump here. The values are settled after it, so that a run
// that stops here is where a stepped one is: after the last counted instruction, before any move.
void Decoder::flush_before_label() {
    if (m_pending == 0) return;
    flush_pending();
    observe(m_offset);
}

// --- branches --------------------------------------------------------------------------------------

uint32_t Decoder::label_arity(const Control& control) const {
    return control.kind == Control::Kind::Loop ? control.parameters : control.results;
}

void Decoder::jump_to(uint32_t operation, Control& target) {
    if (target.kind == Control::Kind::Loop) return patch(operation, target.start);
    target.branches.push_back(operation);
}

void Decoder::patch(uint32_t index, uint32_t target) {
    Operation& operation = m_code.operations[index];
    auto distance = static_cast<int32_t>((int64_t{target} - int64_t{index}) *
                                         static_cast<int64_t>(sizeof(Operation)));
    if (operation.code == OperationCode::BranchMoves ||
        operation.code == OperationCode::BranchIfMoves) {
        operation.immediate = static_cast<uint32_t>(distance);
    } else {
        operation.target = distance;
    }
}

// The top `count` entries into the slots where the label expects them. The entries keep their old places
// in the symbolic stack: code after this is reached by branches only, or resets the stack.
void Decoder::place_results(const Control& control, uint32_t count) {
    uint32_t first = height() - count;
    for (uint32_t i = 0; i < count; ++i) {
        if (first == control.height) {
            settle(first + i);
            continue;
        }
        // Ascending order: a destination is never the source of a later entry, for it lies below.
        const OperandEntry& entry = m_stack[first + i];
        uint32_t slot = operand_slot(control.height + i);
        if (entry.kind == OperandEntry::Kind::Constant) {
            emit_wide(OperationCode::Constant, slot, 0, entry.constant);
        } else {
            emit(OperationCode::Move, slot, source(first + i));
        }
    }
}

void Decoder::branch(uint32_t depth) {
    Control& target = label(depth);
    if (target.kind == Control::Kind::Function) {
        return_values();
    } else {
        place_results(target, label_arity(target));
        uint32_t operation = emit(OperationCode::Branch);
        complete(operation);
        jump_to(operation, target);
    }
    m_unreachable = true;
}

void Decoder::branch_if(uint32_t depth) {
    Control& target = label(depth);
    uint32_t arity = label_arity(target);
    uint32_t first = height() - 1 - arity;
    for (uint32_t p = first; p + 1 < height(); ++p) settle(p);
    if (arity == 0 || first == target.height) {
        return jump_to(conditional_branch(false), target);
    }
    uint32_t condition = source(height() - 1);
    drop(1);
    uint32_t operation = emit(OperationCode::BranchIfMoves, operand_slot(target.height), condition,
                              0, operand_slot(first));
    // A count of slots, not a slot.
    m_code.operations[operation].c = static_cast<uint16_t>(arity);
    complete(operation);
    forget_last_result();
    jump_to(operation, target);
}

// Consumes the condition on the stack. The caller patches the target.
uint32_t Decoder::conditional_branch(bool if_zero) {
    if (Operation* last = last_result()) {
        if (std::optional<BranchForm> form = branch_form(last->code)) {
            // The target takes the place of b, so a register moves to d.
            if (!form->is_immediate) last->d = last->b;
            last->code = if_zero ? form->if_false : form->if_true;
            last->target = 0;
            last->weight = static_cast<uint16_t>(last->weight + m_pending);
            m_pending = 0;
            drop(1);
            forget_last_result();
            return size() - 1;
        }
    }
    uint32_t a = source(height() - 1);
    drop(1);
    uint32_t operation =
        emit(if_zero ? OperationCode::BranchIfZero : OperationCode::BranchIfNotZero, 0, a);
    complete(operation);
    forget_last_result();
    return operation;
}

void Decoder::branch_table(const wasm::Instruction& in) {
    uint32_t arity = label_arity(label(in.second));
    uint32_t index = source(height() - 1);
    drop(1);
    uint32_t first = height() - arity;
    settle_from(first);
    bool moves = false;
    for (uint32_t depth : in.labels) moves |= arity > 0 && label(depth).height != first;
    moves |= arity > 0 && label(in.second).height != first;

    emit_complete(moves ? OperationCode::BranchTableMoves : OperationCode::BranchTable, 0, index,
                  static_cast<uint32_t>(in.labels.size()));
    for (size_t i = 0; i <= in.labels.size(); ++i) {
        Control& target = label(i < in.labels.size() ? in.labels[i] : in.second);
        uint32_t entry = moves ? emit(OperationCode::BranchMoves, operand_slot(target.height), 0, 0,
                                      operand_slot(first))
                               : emit(OperationCode::Branch);
        if (moves) m_code.operations[entry].c = static_cast<uint16_t>(arity);
        jump_to(entry, target);
    }
    m_unreachable = true;
}

}  // namespace interleave::machine
