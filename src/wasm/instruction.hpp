#pragma once
// Reads one instruction with its immediates at a time. The validator, the pre-decoder and tools
// share it, so the binary form of instructions (core spec, 5.4) is written once.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wasm/opcodes.hpp"
#include "wasm/types.hpp"

namespace interleave::wasm {

// One decoded instruction. Which members hold something depends on describe(opcode).immediate.
struct Instruction {
    Opcode opcode = Opcode::Unreachable;
    uint32_t offset = 0;  // of its first byte in the module
    uint32_t end = 0;     // of the byte after it

    // Label, Function, Local, Global, Table, Element, Data, Tag, Memory: the index.
    // TypeTable: the type. TableTable, MemoryMemory: the destination. ElementTable, DataMemory: the
    // segment.
    uint32_t index = 0;
    // TypeTable, ElementTable: the table. TableTable: the source table. LabelTable: the default
    // label.
    uint32_t second = 0;
    // I32 (zero extended), I64, F32 (low half), F64: the bits of the constant.
    uint64_t constant = 0;
    // MemArg: the offset to add, and the logarithm of the alignment.
    uint32_t memory_offset = 0;
    uint32_t alignment = 0;
    BlockType block;                           // Block
    ValueType reference = ValueType::FuncRef;  // RefType
    std::vector<uint32_t> labels;              // LabelTable, without the default
    std::vector<ValueType> types;              // SelectTypes
};

class InstructionReader {
public:
    // Reads the instructions in `range` of `module_bytes`. REQUIRES: range within module_bytes,
    // which outlive the reader
    InstructionReader(std::span<const uint8_t> module_bytes, ByteRange range)
        : m_reader(module_bytes.first(range.end), range.begin) {}

    // Overwrites `instruction` with the next one. False at the end of the range or at malformed
    // bytes; `failed()` tells which. After a failure every call returns false. Pass the same
    // Instruction again and again: its vectors keep their storage.
    bool next(Instruction& instruction);

    bool at_end() const { return m_reader.at_end(); }
    uint32_t position() const { return static_cast<uint32_t>(m_reader.position()); }
    bool failed() const { return m_failed; }
    // REQUIRES: failed()
    const base::Error& error() const { return m_error; }

private:
    bool read_opcode(Instruction& instruction);
    bool read_immediates(Instruction& instruction, Immediate kind);
    bool read_block_type(BlockType& block);
    bool read_reference_type(ValueType& reference);
    bool read_reserved();
    bool read_memory_argument(Instruction& instruction);
    bool read_labels(Instruction& instruction);
    bool read_select_types(Instruction& instruction);
    bool fail(std::string message, size_t position);
    // Tells the failure of m_reader.
    bool fail_to_read(std::string_view what);

    base::ByteReader m_reader;
    bool m_failed = false;
    base::Error m_error;
};

}  // namespace interleave::wasm
