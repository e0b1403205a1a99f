#include "machine/decoder.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "machine/numeric_operations.hpp"

namespace interleave::machine {

namespace {

// Pending instructions are flushed before a weight could overflow its 16 bits.
constexpr uint32_t MaximumPending = 30'000;

}  // namespace

void decode(Code& code) { Decoder(code, std::nullopt).decode(); }

std::optional<StackMap> stack_map(const Code& code, uint32_t operation) {
    Code scratch;
    scratch.program = code.program;
    scratch.function = code.function;
    scratch.form = code.form;
    scratch.parameter_count = code.parameter_count;
    scratch.result_count = code.result_count;
    Decoder decoder(scratch, operation);
    decoder.decode();
    return decoder.observed();
}

Decoder::Decoder(Code& code, std::optional<uint32_t> observed)
    : m_module(code.program->module()),
      m_code(code),
      m_fuse(code.form == CodeForm::Fused),
      m_observed_operation(observed) {
    m_local_count = code.parameter_count + m_module.functions[code.function.value].local_count;
    m_near_locals = std::min(m_local_count, NearLocals);
}

void Decoder::decode() {
    const wasm::Function& function = m_module.functions[m_code.function.value];
    m_code.local_count = m_local_count;
    m_code.near_locals = m_near_locals;
    Control body;
    body.kind = Control::Kind::Function;
    body.results = m_code.result_count;
    m_controls.push_back(std::move(body));
    if (m_local_count > m_near_locals) emit(OperationCode::FarZero);

    wasm::InstructionReader reader(m_module.bytes, function.body);
    wasm::Instruction next;
    while (!m_controls.empty() && reader.next(next)) {
        if (m_unreachable && skip_unreachable(next)) continue;
        m_offset = next.offset;
        if (m_pending > MaximumPending) flush_pending();
        observe(next.offset);
        instruction(next);
        if (!m_fuse) flush_pending();
    }
    INTERLEAVE_ASSERT(m_controls.empty());  // the validator has seen the last end

    uint32_t slots = m_near_locals + m_highest;
    if (slots > UINT16_MAX / sizeof(Slot)) {
        Operation refuse;
        refuse.code = OperationCode::TooDeep;
        refuse.weight = 1;
        m_code.operations.assign(1, refuse);
        m_code.offsets.assign(1, function.body.begin);
        m_code.starts.assign(2, Code::NotABoundary);
        m_code.handlers.clear();
    }
    m_code.starts.resize(m_code.operations.size() + 1, Code::NotABoundary);
    m_code.starts[0] = function.body.begin;
    m_code.far_locals_at = slots;
    slots += m_local_count - m_near_locals;
    m_code.frame_bytes = std::max(slots, m_code.result_count) * sizeof(Slot);
    // Far locals come after the operands, whose number is known only now.
    for (Operation& operation : m_code.operations) {
        if (operation.code == OperationCode::FarGet || operation.code == OperationCode::FarSet) {
            operation.immediate = far_bytes(operation.immediate);
        } else if (operation.code == OperationCode::FarZero) {
            operation.immediate = far_bytes(m_near_locals);
            operation.target = static_cast<int32_t>((m_local_count - m_near_locals) * sizeof(Slot));
        }
    }
}

// The last observation for a number of operations is the one that counts: a local.set that was
// taken up by the operation before it belongs to that one.
void Decoder::observe(uint32_t offset) {
    if (m_pending != 0) return;
    m_code.starts.resize(size() + 1, Code::NotABoundary);
    m_code.starts[size()] = offset;
    if (m_observed_operation == size()) m_observation = StackMap{offset, m_stack};
}

// Code after an unconditional branch is left out up to the end, else or catch of its block.
bool Decoder::skip_unreachable(const wasm::Instruction& instruction) {
    switch (instruction.opcode) {
        case wasm::Opcode::Block:
        case wasm::Opcode::Loop:
        case wasm::Opcode::If:
        case wasm::Opcode::Try:
            ++m_unreachable_depth;
            return true;
        case wasm::Opcode::Else:
        case wasm::Opcode::Catch:
        case wasm::Opcode::CatchAll:
            return m_unreachable_depth > 0;
        case wasm::Opcode::End:
        case wasm::Opcode::Delegate:
            if (m_unreachable_depth == 0) return false;
            --m_unreachable_depth;
            return true;
        default:
            return true;
    }
}

void Decoder::instruction(const wasm::Instruction& in) {
    OperationForm form = form_of(in.opcode);
    using wasm::Opcode;
    if (form.family != OperationFamily::Control) {
        ++m_pending;
        return numeric(in);
    }
    switch (in.opcode) {
        case Opcode::Nop:
            ++m_pending;
            return;
        case Opcode::I32Const:
        case Opcode::F32Const:
        case Opcode::I64Const:
        case Opcode::F64Const:
            ++m_pending;
            push({OperandEntry::Kind::Constant, 0, in.constant});
            if (!m_fuse) settle(height() - 1), complete(size() - 1);
            return;
        case Opcode::I32Eqz:
        case Opcode::I64Eqz:
            ++m_pending;
            return numeric(in);
        case Opcode::Drop:
            ++m_pending;
            drop(1);
            return;
        case Opcode::Select:
        case Opcode::SelectTyped:
            ++m_pending;
            return select();
        case Opcode::LocalGet:
        case Opcode::LocalSet:
        case Opcode::LocalTee:
        case Opcode::GlobalGet:
        case Opcode::GlobalSet:
            ++m_pending;
            return variable(in);
        case Opcode::Call:
        case Opcode::ReturnCall:
            ++m_pending;
            return call(in);
        case Opcode::CallIndirect:
        case Opcode::ReturnCallIndirect:
            ++m_pending;
            return call_indirect(in);
        case Opcode::Throw:
        case Opcode::Rethrow:
            ++m_pending;
            return exception(in);
        case Opcode::RefNull:
        case Opcode::RefIsNull:
        case Opcode::RefFunc:
        case Opcode::TableGet:
        case Opcode::TableSet:
        case Opcode::TableSize:
        case Opcode::TableGrow:
        case Opcode::TableFill:
        case Opcode::TableCopy:
        case Opcode::TableInit:
        case Opcode::ElemDrop:
            ++m_pending;
            return table(in);
        case Opcode::MemorySize:
        case Opcode::MemoryGrow:
        case Opcode::MemoryFill:
        case Opcode::MemoryCopy:
        case Opcode::MemoryInit:
        case Opcode::DataDrop:
        case Opcode::AtomicFence:
        case Opcode::MemoryAtomicNotify:
        case Opcode::MemoryAtomicWait32:
        case Opcode::MemoryAtomicWait64:
            ++m_pending;
            return bulk(in);
        default:
            return control(in);
    }
}

// --- emitting --------------------------------------------------------------------------------------

uint32_t Decoder::emit(OperationCode code, uint32_t d, uint32_t a, uint32_t immediate, uint32_t b,
                       uint32_t c) {
    Operation operation;
    operation.code = code;
    operation.d = static_cast<uint16_t>(d * sizeof(Slot));
    operation.a = static_cast<uint16_t>(a * sizeof(Slot));
    operation.immediate = immediate;
    operation.b = static_cast<uint16_t>(b * sizeof(Slot));
    operation.c = static_cast<uint16_t>(c * sizeof(Slot));
    m_code.operations.push_back(operation);
    m_code.offsets.push_back(m_offset);
    return size() - 1;
}

uint32_t Decoder::emit_wide(OperationCode code, uint32_t d, uint32_t a, uint64_t wide) {
    uint32_t index = emit(code, d, a);
    m_code.operations[index].wide = wide;
    return index;
}

uint32_t Decoder::emit_target(OperationCode code, uint32_t d, uint32_t a, uint32_t immediate,
                              uint32_t target) {
    uint32_t index = emit(code, d, a, immediate);
    m_code.operations[index].target = static_cast<int32_t>(target);
    return index;
}

void Decoder::complete(uint32_t operation) {
    m_code.operations[operation].weight = static_cast<uint16_t>(m_pending);
    m_pending = 0;
}

void Decoder::flush_pending() {
    if (m_pending == 0) return;
    emit_complete(OperationCode::Nop);
}

Operation* Decoder::last_result() {
    if (!m_fuse || m_last_result == None || m_last_result + 1 != size()) return nullptr;
    if (m_stack.empty() || m_stack.back().kind != OperandEntry::Kind::Own) return nullptr;
    Operation& last = m_code.operations.back();
    if (last.d != static_cast<uint16_t>(operand_slot(height() - 1) * sizeof(Slot))) return nullptr;
    if (last.weight + m_pending > UINT16_MAX) return nullptr;
    return &last;
}

// --- the symbolic operand stack -----------------------------------------------------------------------

uint32_t Decoder::operand_slot(uint32_t position) { return m_near_locals + position; }

void Decoder::push(OperandEntry entry) {
    m_stack.push_back(entry);
    m_highest = std::max(m_highest, height());
}

uint32_t Decoder::push_own() {
    push({});
    return operand_slot(height() - 1);
}

uint32_t Decoder::push_result() {
    m_last_result = size();
    return push_own();
}

void Decoder::settle(uint32_t position) {
    OperandEntry& entry = m_stack[position];
    uint32_t slot = operand_slot(position);
    if (entry.kind == OperandEntry::Kind::Local) emit(OperationCode::Move, slot, entry.local);
    if (entry.kind == OperandEntry::Kind::Constant) {
        emit_wide(OperationCode::Constant, slot, 0, entry.constant);
    }
    entry.kind = OperandEntry::Kind::Own;
}

void Decoder::settle_locals(uint32_t below) {
    for (uint32_t p = 0; p < below; ++p) {
        if (m_stack[p].kind == OperandEntry::Kind::Local) settle(p);
    }
}

void Decoder::keep_aliases(uint32_t local) {
    for (uint32_t p = 0; p < height(); ++p) {
        if (m_stack[p].kind == OperandEntry::Kind::Local && m_stack[p].local == local) settle(p);
    }
}

uint32_t Decoder::source(uint32_t position) {
    if (m_stack[position].kind == OperandEntry::Kind::Local) return m_stack[position].local;
    settle(position);
    return operand_slot(position);
}

}  // namespace interleave::machine
