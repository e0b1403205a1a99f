#include "wasm/module_reader.hpp"

#include <utility>

#include "wasm/binary_types.hpp"
#include "wasm/instruction.hpp"
#include "wasm/utf8.hpp"

namespace interleave::wasm {

void ModuleReader::fail(std::string message, uint32_t position) {
    if (failed()) return;
    m_failed = true;
    m_error = {std::move(message), position};
}

base::Error ModuleReader::error() const {
    if (m_failed) return m_error;
    std::string message = m_reader.failure();
    if (message == "unexpected end") message += " of section or function";
    return {std::move(message), m_reader.failure_position()};
}

ByteRange ModuleReader::bytes(uint32_t size) {
    uint32_t begin = position();
    m_reader.skip(size);
    return failed() ? ByteRange{begin, begin} : ByteRange{begin, begin + size};
}

uint32_t ModuleReader::count(uint32_t limit, const char* what) {
    uint32_t start = position();
    uint32_t value = u32();
    if (value > remaining()) fail("unexpected end of section or function, in a list", start);
    if (value > limit) fail(std::string("too many ") + what, start);
    return failed() ? 0 : value;
}

std::string_view ModuleReader::name() {
    uint32_t start = position();
    uint32_t size = u32();
    if (size > remaining()) fail("length out of bounds", start);
    if (failed()) return {};
    std::string_view text = m_reader.text(size);
    if (!is_utf8(text)) fail("malformed UTF-8 encoding", start);
    return text;
}

ValueType ModuleReader::value_type() {
    uint32_t start = position();
    uint8_t byte = u8();
    std::optional<ValueType> type = value_type_of(byte);
    if (!type) fail(std::string("malformed value type") + refused_type(byte), start);
    return type.value_or(ValueType::I32);
}

ValueType ModuleReader::reference_type() {
    uint32_t start = position();
    uint8_t byte = u8();
    std::optional<ValueType> type = value_type_of(byte);
    if (!type || !is_reference(*type)) {
        fail(std::string("malformed reference type") + refused_type(byte), start);
        return ValueType::FuncRef;
    }
    return *type;
}

std::vector<ValueType> ModuleReader::value_types(uint32_t limit, const char* what) {
    uint32_t size = count(limit, what);
    std::vector<ValueType> types;
    types.reserve(size);
    for (uint32_t i = 0; i < size && !failed(); ++i) types.push_back(value_type());
    return types;
}

// Flags of limits (5.3.8 and the threads proposal).
constexpr uint8_t HasMaximum = 1;
constexpr uint8_t IsShared = 2;

Limits ModuleReader::limits(uint8_t allowed, uint8_t& flags) {
    uint32_t start = position();
    flags = u8();
    if (flags & 0x80) {
        fail("integer representation too long, in the flags of limits", start);
    } else if (flags & ~allowed) {
        fail("integer too large, in the flags of limits (64-bit memories are not supported)",
             start);
    }
    Limits result;
    result.minimum = u32();
    if (flags & HasMaximum) result.maximum = u32();
    return result;
}

TableType ModuleReader::table_type() {
    TableType type;
    type.element = reference_type();
    uint8_t flags = 0;
    type.limits = limits(HasMaximum, flags);
    return type;
}

MemoryType ModuleReader::memory_type() {
    MemoryType type;
    uint8_t flags = 0;
    type.limits = limits(HasMaximum | IsShared, flags);
    type.sharing = flags & IsShared ? Sharing::Shared : Sharing::Unshared;
    return type;
}

GlobalType ModuleReader::global_type() {
    GlobalType type;
    type.type = value_type();
    uint32_t start = position();
    uint8_t mutability = u8();
    if (mutability > 1) fail("malformed mutability", start);
    type.mutability = mutability == 1 ? Mutability::Variable : Mutability::Constant;
    return type;
}

uint32_t ModuleReader::tag_type() {
    uint32_t start = position();
    if (u8() != 0) fail("malformed tag attribute", start);
    return u32();
}

ConstantExpression ModuleReader::constant_expression() {
    ConstantExpression expression;
    expression.range.begin = position();
    if (failed()) return expression;
    ByteRange rest{position(), static_cast<uint32_t>(m_bytes.size())};
    InstructionReader reader(m_bytes, rest);
    Instruction instruction;
    for (bool first = true; reader.next(instruction); first = false) {
        if (instruction.opcode == Opcode::End) {
            expression.range.end = reader.position();
            seek(reader.position());
            return expression;
        }
        if (!first) continue;  // two instructions are invalid, which the validator says
        expression.opcode = instruction.opcode;
        bool constant =
            instruction.opcode >= Opcode::I32Const && instruction.opcode <= Opcode::F64Const;
        expression.bits = constant ? instruction.constant : instruction.index;
    }
    if (reader.failed()) {
        fail(reader.error().message, static_cast<uint32_t>(reader.error().position));
    } else {
        fail("unexpected end of section or function, in a constant expression", reader.position());
    }
    return expression;
}

}  // namespace interleave::wasm
