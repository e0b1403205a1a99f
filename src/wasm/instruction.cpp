#include "wasm/instruction.hpp"

#include <cstdio>
#include <utility>

#include "wasm/binary_types.hpp"
#include "wasm/limits.hpp"

namespace interleave::wasm {

namespace {

std::string hex(uint32_t value) {
    char text[16];
    std::snprintf(text, sizeof text, "%02x", value);
    return text;
}

// Why an opcode outside of the table is refused, where it is a feature somebody may have asked the compiler for.
const char* refused_feature(uint8_t first_byte) {
    switch (first_byte) {
        case 0x0A:
        case 0x1F:
            return ": exception handling with exnref is not supported; compile with "
                   "-mllvm -wasm-use-legacy-eh=true";
        case 0x14:
        case 0x15:
        case 0xD3:
        case 0xD4:
        case 0xD5:
        case 0xD6:
            return ": typed function references are not supported";
        case 0xFB:
            return ": garbage-collected types are not supported";
        case 0xFD:
            return ": SIMD instructions are not supported; compile without -msimd128";
        default:
            return "";
    }
}

}  // namespace

bool InstructionReader::next(Instruction& instruction) {
    if (m_failed || m_reader.at_end()) return false;
    instruction.offset = position();
    if (!read_opcode(instruction)) return false;
    if (!read_immediates(instruction, describe(instruction.opcode).immediate)) return false;
    if (m_reader.failed()) return fail_to_read(describe(instruction.opcode).text);
    instruction.end = position();
    return true;
}

bool InstructionReader::fail(std::string message, size_t position) {
    m_failed = true;
    m_error = {std::move(message), position};
    return false;
}

bool InstructionReader::fail_to_read(std::string_view what) {
    std::string reason = m_reader.failure();
    if (reason == "unexpected end") reason += " of section or function";
    return fail(reason + ", in " + std::string(what), m_reader.failure_position());
}

bool InstructionReader::read_opcode(Instruction& instruction) {
    uint8_t first = m_reader.u8();
    bool prefixed = first == 0xFC || first == 0xFE;
    uint32_t code = prefixed ? m_reader.leb_u32() : first;
    if (m_reader.failed()) return fail_to_read("an opcode");
    const OpcodeInfo* info = find_opcode(prefixed ? first : 0, code);
    if (info == nullptr) {
        std::string bytes = prefixed ? hex(first) + " " + hex(code) : hex(first);
        return fail("illegal opcode " + bytes + refused_feature(first), instruction.offset);
    }
    instruction.opcode = info->opcode;
    return true;
}

bool InstructionReader::read_immediates(Instruction& instruction, Immediate kind) {
    switch (kind) {
        case Immediate::None:
            return true;
        case Immediate::Block:
            return read_block_type(instruction.block);
        case Immediate::LabelTable:
            return read_labels(instruction);
        case Immediate::SelectTypes:
            return read_select_types(instruction);
        case Immediate::Label:
        case Immediate::Function:
        case Immediate::Local:
        case Immediate::Global:
        case Immediate::Table:
        case Immediate::Element:
        case Immediate::Data:
        case Immediate::Tag:
            instruction.index = m_reader.leb_u32();
            return true;
        case Immediate::TypeTable:
        case Immediate::TableTable:
        case Immediate::ElementTable:
            instruction.index = m_reader.leb_u32();
            instruction.second = m_reader.leb_u32();
            return true;
        case Immediate::Memory:
            instruction.index = 0;
            return read_reserved();
        case Immediate::MemoryMemory:
            instruction.index = 0;
            return read_reserved() && read_reserved();
        case Immediate::DataMemory:
            instruction.index = m_reader.leb_u32();
            return read_reserved();
        case Immediate::ZeroByte:
            return read_reserved();
        case Immediate::MemArg:
            return read_memory_argument(instruction);
        case Immediate::I32:
            instruction.constant = static_cast<uint32_t>(m_reader.leb_s32());
            return true;
        case Immediate::I64:
            instruction.constant = static_cast<uint64_t>(m_reader.leb_s64());
            return true;
        case Immediate::F32:
            instruction.constant = m_reader.u32();
            return true;
        case Immediate::F64:
            instruction.constant = m_reader.u64();
            return true;
        case Immediate::RefType:
            return read_reference_type(instruction.reference);
    }
    INTERLEAVE_ASSERT(false);
    return false;
}

// A memory index or reserved byte: one byte, zero, without LEB128 padding.
bool InstructionReader::read_reserved() {
    size_t start = m_reader.position();
    uint8_t byte = m_reader.u8();
    if (m_reader.failed() || byte == 0) return true;
    return fail("zero byte expected", start);
}

bool InstructionReader::read_memory_argument(Instruction& instruction) {
    size_t start = m_reader.position();
    instruction.alignment = m_reader.leb_u32();
    instruction.memory_offset = m_reader.leb_u32();
    if (m_reader.failed() || instruction.alignment < 32) return true;
    return fail("malformed memop flags " + hex(instruction.alignment), start);
}

bool InstructionReader::read_block_type(BlockType& block) {
    size_t start = m_reader.position();
    int64_t value = m_reader.leb_s33();
    if (m_reader.failed()) return true;
    if (value >= 0) {
        block = {.kind = BlockType::Kind::Function, .type_index = static_cast<uint32_t>(value)};
        return true;
    }
    // A negative number of one byte is the byte of a value type, or 0x40 for none.
    auto byte = static_cast<uint8_t>(value & 0x7f);
    bool one_byte = m_reader.position() == start + 1;
    if (one_byte && byte == 0x40) {
        block = {.kind = BlockType::Kind::Empty};
        return true;
    }
    std::optional<ValueType> type = one_byte ? value_type_of(byte) : std::nullopt;
    if (!type) return fail("malformed block type " + hex(byte) + refused_type(byte), start);
    block = {.kind = BlockType::Kind::Value, .value = *type};
    return true;
}

bool InstructionReader::read_reference_type(ValueType& reference) {
    size_t start = m_reader.position();
    uint8_t byte = m_reader.u8();
    if (m_reader.failed()) return true;
    std::optional<ValueType> type = value_type_of(byte);
    if (!type || !is_reference(*type)) {
        return fail("malformed reference type " + hex(byte) + refused_type(byte), start);
    }
    reference = *type;
    return true;
}

bool InstructionReader::read_labels(Instruction& instruction) {
    size_t start = m_reader.position();
    uint32_t count = m_reader.leb_u32();
    // Each label takes a byte at least: a longer list cannot be there, so nothing is reserved for it.
    if (count > m_reader.remaining()) {
        return fail("unexpected end of section or function, in br_table", start);
    }
    if (count > MaxBranchTable) return fail("br_table has too many labels", start);
    instruction.labels.clear();
    for (uint32_t i = 0; i < count; ++i) instruction.labels.push_back(m_reader.leb_u32());
    instruction.second = m_reader.leb_u32();
    return true;
}

bool InstructionReader::read_select_types(Instruction& instruction) {
    size_t start = m_reader.position();
    uint32_t count = m_reader.leb_u32();
    if (count > m_reader.remaining() || count > MaxResults) {
        return fail("unexpected end of section or function, in select", start);
    }
    instruction.types.clear();
    for (uint32_t i = 0; i < count; ++i) {
        uint8_t byte = m_reader.u8();
        std::optional<ValueType> type = value_type_of(byte);
        if (!m_reader.failed() && !type) {
            return fail("malformed value type " + hex(byte) + refused_type(byte),
                        m_reader.position() - 1);
        }
        instruction.types.push_back(type.value_or(ValueType::I32));
    }
    return true;
}

}  // namespace interleave::wasm
