#pragma once
// The instructions of opcodes.def as an enum with facts about each.

#include <array>
#include <cstdint>
#include <string_view>

namespace interleave::wasm {

// What follows an opcode in the binary format.
enum class Immediate : uint8_t {
    None,
    Block,         // block type
    Label,         // label index
    LabelTable,    // label indices, default label
    Function,      // function index
    TypeTable,     // type index, table index
    Local,         // local index
    Global,        // global index
    Table,         // table index
    TableTable,    // destination table, source table
    ElementTable,  // element segment, table
    Element,       // element segment
    Memory,        // memory index (one zero byte)
    MemoryMemory,  // destination and source memory (two zero bytes)
    DataMemory,    // data segment, memory (a zero byte)
    Data,          // data segment
    MemArg,        // alignment as a power of two, offset
    I32,           // a constant
    I64,
    F32,
    F64,
    RefType,      // a reference type
    SelectTypes,  // a list of value types
    Tag,          // tag index
    ZeroByte,     // reserved
};

// The value is prefix << 8 | code, so that `static_cast<Opcode>(0xFC08)` is memory.init.
enum class Opcode : uint16_t {
#define OPCODE(name, prefix, code, text, immediate, signature) name = ((prefix) << 8) | (code),
#include "wasm/opcodes.def"
};

struct OpcodeInfo {
    Opcode opcode;
    std::string_view text;  // "i32.add"
    Immediate immediate;
    std::string_view signature;  // "ii:i", "*" if it depends on more than the opcode
    uint8_t access_bytes;        // of a MemArg instruction, else 0

    bool has_fixed_signature() const { return signature != "*"; }
};

// Facts about an opcode of the table. REQUIRES: an enumerator of Opcode
const OpcodeInfo& describe(Opcode opcode);

// The facts about the opcode with these bytes, nullptr if the table has none.
const OpcodeInfo* find_opcode(uint8_t prefix, uint32_t code);

// The whole table, in its order.
#define OPCODE(name, prefix, code, text, immediate, signature) +1
inline constexpr size_t OpcodeCount = 0
#include "wasm/opcodes.def"
    ;
const std::array<OpcodeInfo, OpcodeCount>& all_opcodes();

// Atomic accesses must be aligned exactly and trap on unaligned addresses.
constexpr bool is_atomic(Opcode opcode) { return (static_cast<uint16_t>(opcode) >> 8) == 0xFE; }

}  // namespace interleave::wasm
