// Rules of select, variable, table and reference instructions (core spec, 3.3.2–3.3.6).

#include "wasm/function_validator.hpp"

namespace interleave::wasm {

bool FunctionValidator::variable() {
    uint32_t index = m_instruction.index;
    switch (m_instruction.opcode) {
        case Opcode::LocalGet:
            return push(local_type(index));
        case Opcode::LocalSet:
            return pop(local_type(index));
        case Opcode::LocalTee:
            return pop(local_type(index)) && push(local_type(index));
        case Opcode::GlobalGet:
            return push(m_module.globals[index].type.type);
        case Opcode::GlobalSet:
            if (m_module.globals[index].type.mutability != Mutability::Variable) {
                return fail("global is immutable: global.set of global " + std::to_string(index));
            }
            return pop(m_module.globals[index].type.type);
        default:
            INTERLEAVE_ASSERT(false);
            return false;
    }
}

// Without a type, select works on numbers only: two operands of one type, whichever it is.
bool FunctionValidator::select() {
    ValueType second, first;
    if (!pop(ValueType::I32) || !pop_any(second) || !pop_any(first)) return false;
    if (is_reference(first) || is_reference(second)) {
        return mismatch("without a type works on numbers only");
    }
    if (first != second && first != UnknownType && second != UnknownType) {
        return mismatch("chooses between " + std::string(name_of(first)) + " and " +
                        std::string(name_of(second)));
    }
    return push(first == UnknownType ? second : first);
}

bool FunctionValidator::select_typed() {
    if (m_instruction.types.size() != 1) return fail("invalid result arity: select has one result");
    ValueType type = m_instruction.types[0];
    return pop(ValueType::I32) && pop(type) && pop(type) && push(type);
}

bool FunctionValidator::table_access() {
    const Instruction& in = m_instruction;
    auto element = [this](uint32_t table) { return m_module.tables[table].type.element; };
    switch (in.opcode) {
        case Opcode::TableGet:
            return pop(ValueType::I32) && push(element(in.index));
        case Opcode::TableSet:
            return pop(element(in.index)) && pop(ValueType::I32);
        case Opcode::TableGrow:
            return pop(ValueType::I32) && pop(element(in.index)) && push(ValueType::I32);
        case Opcode::TableFill:
            return pop(ValueType::I32) && pop(element(in.index)) && pop(ValueType::I32);
        case Opcode::TableCopy:
            if (element(in.index) != element(in.second)) {
                return mismatch("copies between tables of different types");
            }
            break;
        case Opcode::TableInit:
            if (m_module.elements[in.index].type != element(in.second)) {
                return mismatch("fills a table from a segment of another type");
            }
            break;
        default:
            INTERLEAVE_ASSERT(false);
    }
    return pop(ValueType::I32) && pop(ValueType::I32) && pop(ValueType::I32);
}

bool FunctionValidator::reference() {
    switch (m_instruction.opcode) {
        case Opcode::RefNull:
            return push(m_instruction.reference);
        case Opcode::RefFunc:
            if (!m_declared[m_instruction.index]) {
                return fail("undeclared function reference: function " +
                            std::to_string(m_instruction.index) +
                            " is neither exported nor in an element segment or global");
            }
            return push(ValueType::FuncRef);
        case Opcode::RefIsNull: {
            ValueType type;
            if (!pop_any(type)) return false;
            if (!is_reference(type) && type != UnknownType) {
                return mismatch("needs a reference, but finds " + std::string(name_of(type)));
            }
            return push(ValueType::I32);
        }
        default:
            INTERLEAVE_ASSERT(false);
            return false;
    }
}

}  // namespace interleave::wasm
