// Numbers, memory accesses and variables: where operands are folded. See decoder.hpp for the idea.

#include "machine/decoder.hpp"
#include "machine/numeric_operations.hpp"

namespace interleave::machine {

namespace {

bool is_sign_extended(uint64_t bits) {
    return bits == static_cast<uint64_t>(static_cast<int64_t>(static_cast<int32_t>(bits)));
}

OperationCode next(OperationCode code, int forms) {
    return static_cast<OperationCode>(static_cast<int>(code) + forms);
}

// The first operand's type in "il:l" decides the width of comparisons and stored values.
bool works_on_64_bits(wasm::Opcode opcode) {
    std::string_view signature = wasm::describe(opcode).signature;
    char type = signature[signature.find(':') - 1];
    return type == 'l' || type == 'd';
}

}  // namespace

// --- numbers ---------------------------------------------------------------------------------------

void Decoder::numeric(const wasm::Instruction& in) {
    OperationForm form = form_of(in.opcode);
    switch (form.family) {
        case OperationFamily::Control: {  // eqz: the comparison with zero
            bool is_64_bit = in.opcode == wasm::Opcode::I64Eqz;
            if (Operation* last = last_result(); last != nullptr && !is_64_bit) {
                if (std::optional<OperationCode> opposite = inverse(last->code)) {
                    last->code = *opposite;
                    last->weight = static_cast<uint16_t>(last->weight + m_pending);
                    m_pending = 0;
                    return;
                }
            }
            uint32_t a = source(height() - 1);
            drop(1);
            emit_complete(is_64_bit ? OperationCode::I64EqImmediate : OperationCode::I32EqImmediate,
                          push_result(), a, 0);
            return;
        }
        case OperationFamily::Integer:
        case OperationFamily::Float:
            return binary(form.code, true);
        case OperationFamily::Division: {
            const OperandEntry& divisor = m_stack.back();
            bool is_64_bit = works_on_64_bits(in.opcode);
            uint64_t minus_one = is_64_bit ? UINT64_MAX : UINT32_MAX;
            return binary(form.code, divisor.constant != 0 && divisor.constant != minus_one);
        }
        case OperationFamily::Comparison:
            return comparison(form.code, works_on_64_bits(in.opcode));
        case OperationFamily::FloatComparison:
            return binary(form.code, false);
        case OperationFamily::Unary: {
            uint32_t a = source(height() - 1);
            drop(1);
            return emit_complete(form.code, push_result(), a);
        }
        case OperationFamily::Load:
            return load(form.code, in.memory_offset);
        case OperationFamily::Store:
            return store(form.code, in.memory_offset, works_on_64_bits(in.opcode));
        default:
            return atomic(in, form.code);
    }
}

void Decoder::binary(OperationCode code, bool takes_constant) {
    uint32_t top = height() - 1;
    if (is_commutative(code) && m_stack[top - 1].kind == OperandEntry::Kind::Constant &&
        m_stack[top].kind == OperandEntry::Kind::Local) {
        std::swap(m_stack[top - 1], m_stack[top]);
    }
    uint32_t a = source(top - 1);
    if (takes_constant && m_stack[top].kind == OperandEntry::Kind::Constant) {
        uint64_t constant = m_stack[top].constant;
        drop(2);
        return complete(emit_wide(next(code, 1), push_result(), a, constant));
    }
    uint32_t b = source(top);
    drop(2);
    emit_complete(code, push_result(), a, 0, b);
}

// Comparisons keep 32 bits for their constant, since their branches need the other half.
void Decoder::comparison(OperationCode code, bool is_64_bit) {
    uint32_t top = height() - 1;
    if (is_commutative(code) && m_stack[top - 1].kind == OperandEntry::Kind::Constant &&
        m_stack[top].kind == OperandEntry::Kind::Local) {
        std::swap(m_stack[top - 1], m_stack[top]);
    }
    const OperandEntry& right = m_stack[top];
    if (right.kind != OperandEntry::Kind::Constant ||
        (is_64_bit && !is_sign_extended(right.constant))) {
        return binary(code, false);
    }
    auto constant = static_cast<uint32_t>(right.constant);
    uint32_t a = source(top - 1);
    drop(2);
    emit_complete(next(code, 1), push_result(), a, constant);
}

void Decoder::select() {
    uint32_t first = height() - 3;
    uint32_t a = source(first);
    uint32_t b = source(first + 1);
    uint32_t c = source(first + 2);
    drop(3);
    emit_complete(OperationCode::Select, push_result(), a, 0, b, c);
}

// --- memory ----------------------------------------------------------------------------------------

void Decoder::load(OperationCode code, uint32_t offset) {
    const OperandEntry& address = m_stack.back();
    if (address.kind == OperandEntry::Kind::Constant && address.constant + offset <= UINT32_MAX) {
        auto at = static_cast<uint32_t>(address.constant + offset);
        drop(1);
        return emit_complete(next(code, 1), push_result(), 0, at);
    }
    uint32_t a = source(height() - 1);
    drop(1);
    emit_complete(code, push_result(), a, offset);
}

void Decoder::store(OperationCode code, uint32_t offset, bool is_64_bit) {
    uint32_t top = height() - 1;
    const OperandEntry& address = m_stack[top - 1];
    const OperandEntry& value = m_stack[top];
    if (address.kind == OperandEntry::Kind::Constant && address.constant + offset <= UINT32_MAX) {
        auto at = static_cast<uint32_t>(address.constant + offset);
        uint32_t b = source(top);
        drop(2);
        return emit_complete(next(code, 1), 0, 0, at, b);
    }
    if (value.kind == OperandEntry::Kind::Constant &&
        (!is_64_bit || is_sign_extended(value.constant))) {
        auto constant = static_cast<uint32_t>(value.constant);
        uint32_t a = source(top - 1);
        drop(2);
        return complete(emit_target(next(code, 2), 0, a, offset, constant));
    }
    uint32_t a = source(top - 1);
    uint32_t b = source(top);
    drop(2);
    emit_complete(code, 0, a, offset, b);
}

void Decoder::atomic(const wasm::Instruction& in, OperationCode code) {
    std::string_view signature = wasm::describe(in.opcode).signature;
    auto operands = static_cast<uint32_t>(signature.find(':'));
    bool has_result = signature.size() > operands + 1;
    uint32_t first = height() - operands;
    uint32_t a = source(first);
    uint32_t b = operands > 1 ? source(first + 1) : 0;
    uint32_t c = operands > 2 ? source(first + 2) : 0;
    drop(operands);
    uint32_t d = has_result ? push_result() : 0;
    emit_complete(code, d, a, in.memory_offset, b, c);
}

// --- variables -------------------------------------------------------------------------------------

void Decoder::variable(const wasm::Instruction& in) {
    using wasm::Opcode;
    switch (in.opcode) {
        case Opcode::LocalGet:
            if (is_far(in.index))
                return emit_complete(OperationCode::FarGet, push_result(), 0, in.index);
            if (m_fuse) return push({OperandEntry::Kind::Local, in.index, 0});
            return emit_complete(OperationCode::Move, push_own(), in.index);
        case Opcode::LocalSet:
            return local_set(in.index);
        case Opcode::LocalTee:
            if (is_far(in.index) || !m_fuse) {
                uint32_t a = source(height() - 1);
                if (is_far(in.index)) return emit_complete(OperationCode::FarSet, 0, a, in.index);
                return emit_complete(OperationCode::Move, in.index, a);
            }
            local_set(in.index);
            return push({OperandEntry::Kind::Local, in.index, 0});
        case Opcode::GlobalGet: {
            uint32_t imported = m_module.imported_globals;
            bool is_imported = in.index < imported;
            return emit_complete(
                is_imported ? OperationCode::ImportedGlobalGet : OperationCode::GlobalGet,
                push_result(), 0, is_imported ? in.index : in.index - imported);
        }
        default: {
            uint32_t imported = m_module.imported_globals;
            uint32_t a = source(height() - 1);
            drop(1);
            if (in.index < imported) {
                return emit_complete(OperationCode::ImportedGlobalSet, 0, a, in.index);
            }
            bool is_watched = m_code.program->watched_global() == in.index;
            return emit_complete(
                is_watched ? OperationCode::GlobalSetWatched : OperationCode::GlobalSet, 0, a,
                in.index - imported);
        }
    }
}

void Decoder::local_set(uint32_t local) {
    uint32_t top = height() - 1;
    if (is_far(local)) {
        uint32_t a = source(top);
        drop(1);
        return emit_complete(OperationCode::FarSet, 0, a, local);
    }
    OperandEntry value = m_stack[top];
    drop(1);
    keep_aliases(local);
    switch (value.kind) {
        case OperandEntry::Kind::Own: {
            push(value);
            Operation* last = last_result();
            drop(1);
            if (last == nullptr) {
                return emit_complete(OperationCode::Move, local, operand_slot(top));
            }
            last->d = static_cast<uint16_t>(local * sizeof(Slot));
            last->weight = static_cast<uint16_t>(last->weight + m_pending);
            m_pending = 0;
            return forget_last_result();
        }
        case OperandEntry::Kind::Local:
            if (value.local != local) {
                emit_complete(OperationCode::Move, local, value.local);
            }
            return;
        case OperandEntry::Kind::Constant:
            return complete(emit_wide(OperationCode::Constant, local, 0, value.constant));
    }
}

}  // namespace interleave::machine
