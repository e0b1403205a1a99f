#include "every_opcode.hpp"

namespace interleave::test {

using wasm::Immediate;
using wasm::Opcode;

namespace {

std::vector<ValueType> types_of(std::string_view letters) {
    std::vector<ValueType> types;
    for (char letter : letters) {
        types.push_back(letter == 'i'   ? ValueType::I32
                        : letter == 'l' ? ValueType::I64
                        : letter == 'f' ? ValueType::F32
                                        : ValueType::F64);
    }
    return types;
}

const Bytes I32 = zero_of(ValueType::I32);
const Bytes FuncRef = zero_of(ValueType::FuncRef);
const Bytes Drop = op(Opcode::Drop);
const Bytes End = op(Opcode::End);
const Bytes Empty = {0x40};

}  // namespace

Bytes valid_immediates(const wasm::OpcodeInfo& info) {
    switch (info.immediate) {
        case Immediate::None:
            return {};
        case Immediate::Block:
            return Empty;
        case Immediate::LabelTable:
            return {2, 0, 0, 0};
        case Immediate::TypeTable:
        case Immediate::TableTable:
        case Immediate::ElementTable:
        case Immediate::MemoryMemory:
        case Immediate::DataMemory:
            return {0, 0};
        case Immediate::MemArg: {
            uint8_t alignment = 0;
            while ((1 << alignment) < info.access_bytes) ++alignment;
            return {alignment, 0};
        }
        case Immediate::F32:
            return Bytes(4, 0);
        case Immediate::F64:
            return Bytes(8, 0);
        case Immediate::RefType:
            return {0x70};
        case Immediate::SelectTypes:
            return {1, 0x70};
        default:
            return {0};
    }
}

std::vector<ValueType> operands_of(const wasm::OpcodeInfo& info) {
    return types_of(info.signature.substr(0, info.signature.find(':')));
}

std::vector<ValueType> results_of(const wasm::OpcodeInfo& info) {
    return types_of(info.signature.substr(info.signature.find(':') + 1));
}

ModuleBuilder builder_with_everything() {
    ModuleBuilder builder;
    builder.type({}, {});
    builder.type({ValueType::I32}, {});
    builder.function(0, {});
    builder.table(ValueType::FuncRef, 1);
    builder.table(ValueType::FuncRef, 1);
    builder.shared_memory(1, 2);
    builder.global(ValueType::I32, wasm::Mutability::Variable, I32);
    builder.tag(1);
    builder.export_as("f", wasm::ExternalKind::Function, 0);
    builder.passive_elements(ValueType::FuncRef, {op(Opcode::RefFunc, {0}), FuncRef});
    builder.passive_data("data");
    return builder;
}

Bytes body_with_own_rule(Opcode opcode) {
    const Bytes self = op(opcode, valid_immediates(wasm::describe(opcode)));
    switch (opcode) {
        case Opcode::Unreachable:
        case Opcode::Br:
        case Opcode::Return:
        case Opcode::Call:
        case Opcode::ReturnCall:
            return self;
        case Opcode::Block:
        case Opcode::Loop:
        case Opcode::Try:
            return self + End;
        case Opcode::If:
            return I32 + self + End;
        case Opcode::Else:
            return I32 + op(Opcode::If, Empty) + self + End;
        // A tag's value is on the stack of its handler.
        case Opcode::Catch:
            return op(Opcode::Try, Empty) + self + Drop + End;
        case Opcode::CatchAll:
            return op(Opcode::Try, Empty) + self + End;
        case Opcode::Rethrow:
            return op(Opcode::Try, Empty) + op(Opcode::CatchAll) + self + End;
        case Opcode::Delegate:
            return op(Opcode::Try, Empty) + self;
        case Opcode::End:
            return op(Opcode::Block, Empty) + self;
        case Opcode::Throw:
        case Opcode::BrIf:
        case Opcode::BrTable:
        case Opcode::CallIndirect:
        case Opcode::ReturnCallIndirect:
        case Opcode::Drop:
        case Opcode::GlobalSet:
            return I32 + self;
        case Opcode::LocalSet:
            return I32 + self;
        case Opcode::LocalTee:
            return I32 + self + Drop;
        case Opcode::Select:
            return I32 + I32 + I32 + self + Drop;
        case Opcode::SelectTyped:
            return FuncRef + FuncRef + I32 + self + Drop;
        case Opcode::LocalGet:
        case Opcode::GlobalGet:
        case Opcode::RefNull:
        case Opcode::RefFunc:
            return self + Drop;
        case Opcode::RefIsNull:
            return FuncRef + self + Drop;
        case Opcode::TableGet:
            return I32 + self + Drop;
        case Opcode::TableSet:
            return I32 + FuncRef + self;
        case Opcode::TableGrow:
            return FuncRef + I32 + self + Drop;
        case Opcode::TableFill:
            return I32 + FuncRef + I32 + self;
        case Opcode::TableCopy:
        case Opcode::TableInit:
            return I32 + I32 + I32 + self;
        default:
            return {};
    }
}

Bytes module_with_every_opcode() {
    ModuleBuilder builder = builder_with_everything();
    for (const wasm::OpcodeInfo& info : wasm::all_opcodes()) {
        Bytes body;
        if (info.has_fixed_signature()) {
            for (ValueType type : operands_of(info)) body = body + zero_of(type);
            body = body + op(info.opcode, valid_immediates(info));
            for (size_t i = 0; i < results_of(info).size(); ++i) body = body + Drop;
        } else {
            body = body_with_own_rule(info.opcode);
        }
        builder.function(0, body, {{1, ValueType::I32}});
    }
    return builder.build();
}

}  // namespace interleave::test
