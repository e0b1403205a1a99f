// Calls, returns, exceptions, tables and bulk memory. See decoder.hpp for the idea.

#include "machine/decoder.hpp"

namespace interleave::machine {

// --- calls -----------------------------------------------------------------------------------------

// The arguments become the first slots of the callee's frame, which begins at the slot returned.
uint32_t Decoder::settle_arguments(uint32_t count) {
    uint32_t first = height() - count;
    settle_from(first);
    drop(count);
    return operand_slot(first);
}

void Decoder::push_results(uint32_t count) {
    for (uint32_t i = 0; i < count; ++i) push({});
}

void Decoder::call(const wasm::Instruction& in) {
    const wasm::FunctionType& type = m_module.type_of({in.index});
    uint32_t base = settle_arguments(static_cast<uint32_t>(type.parameters.size()));
    bool is_tail = in.opcode == wasm::Opcode::ReturnCall;
    bool is_import = m_module.is_imported({in.index});
    if (is_import) {
        emit_complete(is_tail ? OperationCode::ReturnCallImport : OperationCode::CallImport, base,
                      0, in.index);
    } else {
        emit_complete(is_tail ? OperationCode::ReturnCall : OperationCode::Call, base, 0,
                      in.index - m_module.imported_functions);
    }
    if (is_tail) {
        m_unreachable = true;
    } else {
        push_results(static_cast<uint32_t>(type.results.size()));
    }
}

void Decoder::call_indirect(const wasm::Instruction& in) {
    const wasm::FunctionType& type = m_module.types[in.index];
    uint32_t element = source(height() - 1);
    drop(1);
    uint32_t base = settle_arguments(static_cast<uint32_t>(type.parameters.size()));
    bool is_tail = in.opcode == wasm::Opcode::ReturnCallIndirect;
    complete(emit_target(is_tail ? OperationCode::ReturnCallIndirect : OperationCode::CallIndirect,
                         base, element, m_code.program->type_id(in.index).value, in.second));
    if (is_tail) {
        m_unreachable = true;
    } else {
        push_results(static_cast<uint32_t>(type.results.size()));
    }
}

// Weighs what is pending, so the caller has counted the return (or the end) before.
void Decoder::return_values() {
    uint32_t count = m_code.result_count;
    if (count == 0) return emit_complete(OperationCode::Return0);
    if (count == 1) return emit_complete(OperationCode::Return1, 0, source(height() - 1));
    uint32_t first = height() - count;
    settle_from(first);
    emit_complete(OperationCode::ReturnMany, 0, operand_slot(first), count);
}

// --- exceptions ------------------------------------------------------------------------------------

void Decoder::exception(const wasm::Instruction& in) {
    if (in.opcode == wasm::Opcode::Rethrow) {
        emit_complete(OperationCode::Rethrow, 0, operand_slot(label(in.index).height));
    } else {
        const wasm::FunctionType& type = m_module.types[m_module.tags[in.index].type_index];
        uint32_t first = height() - static_cast<uint32_t>(type.parameters.size());
        settle_from(first);
        emit_complete(OperationCode::Throw, 0, operand_slot(first), in.index);
    }
    m_unreachable = true;
}

// --- tables and references ---------------------------------------------------------------------------

void Decoder::table(const wasm::Instruction& in) {
    using wasm::Opcode;
    switch (in.opcode) {
        case Opcode::RefNull:
            push({OperandEntry::Kind::Constant, 0, NullReference});
            if (!m_fuse) settle(height() - 1), complete(size() - 1);
            return;
        case Opcode::RefIsNull: {
            uint32_t a = source(height() - 1);
            drop(1);
            return emit_complete(OperationCode::RefIsNull, push_result(), a);
        }
        case Opcode::RefFunc:
            return emit_complete(OperationCode::RefFunc, push_result(), 0, in.index);
        case Opcode::TableGet: {
            uint32_t a = source(height() - 1);
            drop(1);
            return emit_complete(OperationCode::TableGet, push_result(), a, in.index);
        }
        case Opcode::TableSet: {
            uint32_t a = source(height() - 2);
            uint32_t b = source(height() - 1);
            drop(2);
            return emit_complete(OperationCode::TableSet, 0, a, in.index, b);
        }
        case Opcode::TableSize:
            return emit_complete(OperationCode::TableSize, push_result(), 0, in.index);
        case Opcode::TableGrow: {
            uint32_t a = source(height() - 2);
            uint32_t b = source(height() - 1);
            drop(2);
            return emit_complete(OperationCode::TableGrow, push_result(), a, in.index, b);
        }
        case Opcode::TableFill:
            return three_operands(OperationCode::TableFill, in.index, 0);
        case Opcode::TableCopy:
            return three_operands(OperationCode::TableCopy, in.index, in.second);
        case Opcode::TableInit:
            return three_operands(OperationCode::TableInit, in.second, in.index);
        default:
            return emit_complete(OperationCode::ElemDrop, 0, 0, in.index);
    }
}

// --- memory as a whole -------------------------------------------------------------------------------

void Decoder::bulk(const wasm::Instruction& in) {
    using wasm::Opcode;
    switch (in.opcode) {
        case Opcode::MemorySize:
            return emit_complete(OperationCode::MemorySize, push_result());
        case Opcode::MemoryGrow: {
            uint32_t a = source(height() - 1);
            drop(1);
            return emit_complete(OperationCode::MemoryGrow, push_result(), a);
        }
        case Opcode::MemoryFill:
            return three_operands(OperationCode::MemoryFill, 0, 0);
        case Opcode::MemoryCopy:
            return three_operands(OperationCode::MemoryCopy, 0, 0);
        case Opcode::MemoryInit:
            return three_operands(OperationCode::MemoryInit, in.index, 0);
        case Opcode::DataDrop:
            return emit_complete(OperationCode::DataDrop, 0, 0, in.index);
        case Opcode::AtomicFence:
            return emit_complete(OperationCode::AtomicFence);
        case Opcode::MemoryAtomicNotify:
            return atomic(in, OperationCode::MemoryAtomicNotify);
        case Opcode::MemoryAtomicWait32:
            return atomic(in, OperationCode::MemoryAtomicWait32);
        default:
            return atomic(in, OperationCode::MemoryAtomicWait64);
    }
}

void Decoder::three_operands(OperationCode code, uint32_t immediate, uint32_t target) {
    uint32_t first = height() - 3;
    settle_from(first);
    drop(3);
    complete(emit_target(code, 0, operand_slot(first), immediate, target));
}

}  // namespace interleave::machine
