#include "wasm/constant_validator.hpp"

#include "wasm/instruction.hpp"

namespace interleave::wasm {

namespace {

using base::Error;
using base::Result;

// The type of what a constant instruction pushes.
Result<ValueType> type_of(const Module& module, const Instruction& instruction) {
    uint32_t index = instruction.index;
    switch (instruction.opcode) {
        case Opcode::I32Const:
            return ValueType::I32;
        case Opcode::I64Const:
            return ValueType::I64;
        case Opcode::F32Const:
            return ValueType::F32;
        case Opcode::F64Const:
            return ValueType::F64;
        case Opcode::RefNull:
            return instruction.reference;
        case Opcode::RefFunc:
            if (index < module.functions.size()) return ValueType::FuncRef;
            return Error{"unknown function " + std::to_string(index), instruction.offset};
        case Opcode::GlobalGet:
            if (index >= module.imported_globals) {
                return Error{"unknown global " + std::to_string(index) +
                                 ": constant expressions may read imported globals only",
                             instruction.offset};
            }
            if (module.globals[index].type.mutability != Mutability::Constant) {
                return Error{
                    "constant expression required: global " + std::to_string(index) + " is mutable",
                    instruction.offset};
            }
            return module.globals[index].type.type;
        default:
            return Error{"constant expression required: " +
                             std::string(describe(instruction.opcode).text) + " is not constant",
                         instruction.offset};
    }
}

}  // namespace

base::Status validate_constant(const Module& module, const ConstantExpression& expression,
                               ValueType expected) {
    InstructionReader reader(module.bytes, expression.range);
    Instruction instruction;
    size_t values = 0;
    ValueType last = expected;
    while (reader.next(instruction) && instruction.opcode != Opcode::End) {
        Result<ValueType> type = type_of(module, instruction);
        if (!type) return type.error();
        last = *type;
        ++values;
    }
    if (values != 1) {
        return Error{"type mismatch: a constant expression leaves one value, this one leaves " +
                         std::to_string(values),
                     expression.range.begin};
    }
    if (last != expected) {
        return Error{"type mismatch: a constant expression needs " +
                         std::string(name_of(expected)) + ", but this one gives " +
                         std::string(name_of(last)),
                     expression.range.begin};
    }
    return base::Nothing{};
}

}  // namespace interleave::wasm
