#include "dwarf/instructions.hpp"

#include "base/bytes.hpp"

namespace interleave::dwarf {
namespace {

using base::ByteReader;

void skip_block_type(ByteReader& reader) { reader.leb_s33(); }

void skip_memory_argument(ByteReader& reader) {
    uint32_t alignment = reader.leb_u32();
    if (alignment & 0x40) reader.leb_u32();  // multi-memory: the memory's index follows
    reader.leb_u64();
}

void skip_labels(ByteReader& reader) {
    uint32_t count = reader.leb_u32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) reader.leb_u32();
    reader.leb_u32();
}

void skip_catch_clauses(ByteReader& reader) {
    skip_block_type(reader);
    uint32_t count = reader.leb_u32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint8_t kind = reader.u8();
        if (kind > 3) reader.fail("unknown kind of catch clause");
        if (kind < 2) reader.leb_u32();
        reader.leb_u32();
    }
}

// 0xfc: saturating conversions, bulk memory, tables (5.4.5 to 5.4.7).
void skip_numeric(ByteReader& reader, uint32_t number) {
    switch (number) {
        case 0:
        case 1:
        case 2:
        case 3:
        case 4:
        case 5:
        case 6:
        case 7:
            return;
        case 8:
        case 10:
        case 12:
        case 14:  // memory.init, memory.copy, table.init, table.copy
            reader.leb_u32();
            reader.leb_u32();
            return;
        case 9:
        case 11:
        case 13:
        case 15:
        case 16:
        case 17:  // data.drop … table.fill
            reader.leb_u32();
            return;
        default:
            reader.fail("unknown instruction after 0xfc");
    }
}

// 0xfd: vectors. Only the lanes and memory operands differ in length.
void skip_vector(ByteReader& reader, uint32_t number) {
    if (number <= 11 || number == 92 || number == 93) return skip_memory_argument(reader);
    if (number == 12 || number == 13) return reader.skip(16);  // v128.const, i8x16.shuffle
    if (number >= 21 && number <= 34) return reader.skip(1);   // lanes
    if (number >= 84 && number <= 91) {
        skip_memory_argument(reader);
        return reader.skip(1);
    }
    if (number > 0x113) reader.fail("unknown instruction after 0xfd");
}

// 0xfe: atomics (threads proposal).
void skip_atomic(ByteReader& reader, uint32_t number) {
    if (number == 3) return reader.skip(1);  // atomic.fence
    if (number <= 2 || (number >= 0x10 && number <= 0x4e)) return skip_memory_argument(reader);
    reader.fail("unknown instruction after 0xfe");
}

void skip_immediates(ByteReader& reader, uint8_t opcode) {
    switch (opcode) {
        case 0x02:
        case 0x03:
        case 0x04:
        case 0x06:  // block, loop, if, try
            return skip_block_type(reader);
        case 0x1f:
            return skip_catch_clauses(reader);  // try_table
        case 0x0e:
            return skip_labels(reader);  // br_table
        case 0x07:
        case 0x08:
        case 0x09:  // catch, throw, rethrow
        case 0x0c:
        case 0x0d:
        case 0x10:
        case 0x12:  // br, br_if, call, return_call
        case 0x14:
        case 0x15:
        case 0x18:  // call_ref, return_call_ref, delegate
        case 0x20:
        case 0x21:
        case 0x22:  // local.get, set, tee
        case 0x23:
        case 0x24:
        case 0x25:
        case 0x26:  // global.get, set, table.get, set
        case 0x3f:
        case 0x40:
        case 0xd2:
        case 0xd5:
        case 0xd6:  // memory.size, grow, ref.func, …
            reader.leb_u32();
            return;
        case 0x11:
        case 0x13:  // call_indirect, return_call_indirect
            reader.leb_u32();
            reader.leb_u32();
            return;
        case 0x1c: {  // select with types
            uint32_t count = reader.leb_u32();
            for (uint32_t i = 0; i < count && !reader.failed(); ++i) reader.u8();
            return;
        }
        case 0x41:
            reader.leb_s32();
            return;
        case 0x42:
            reader.leb_s64();
            return;
        case 0x43:
            return reader.skip(4);
        case 0x44:
            return reader.skip(8);
        case 0xd0:
            reader.leb_s33();
            return;  // ref.null
        case 0x00:
        case 0x01:
        case 0x05:
        case 0x0a:
        case 0x0b:
        case 0x0f:
        case 0x19:
        case 0x1a:
        case 0x1b:
        case 0xd1:
        case 0xd3:
        case 0xd4:
            return;
        default:
            break;
    }
    if (opcode >= 0x28 && opcode <= 0x3e) return skip_memory_argument(reader);
    if (opcode >= 0x45 && opcode <= 0xc4) return;
    reader.fail("unknown instruction");
}

}  // namespace

bool Instruction::breaks_straight_line() const {
    switch (opcode) {
        case 0x00:
        case 0x02:
        case 0x03:
        case 0x04:
        case 0x05:
        case 0x06:
        case 0x07:
        case 0x08:
        case 0x09:
        case 0x0a:
        case 0x0b:
        case 0x0c:
        case 0x0d:
        case 0x0e:
        case 0x0f:
        case 0x10:
        case 0x11:
        case 0x12:
        case 0x13:
        case 0x14:
        case 0x15:
        case 0x18:
        case 0x19:
        case 0x1f:
            return true;
        default:
            return false;
    }
}

base::Result<Instruction> read_instruction(std::span<const uint8_t> code, uint32_t offset) {
    ByteReader reader(code, offset);
    Instruction instruction;
    instruction.offset = offset;
    instruction.opcode = reader.u8();
    switch (instruction.opcode) {
        case 0xfc:
        case 0xfd:
        case 0xfe:
            instruction.extended = reader.leb_u32();
            if (reader.failed()) break;
            if (instruction.opcode == 0xfc) skip_numeric(reader, instruction.extended);
            if (instruction.opcode == 0xfd) skip_vector(reader, instruction.extended);
            if (instruction.opcode == 0xfe) skip_atomic(reader, instruction.extended);
            break;
        default:
            skip_immediates(reader, instruction.opcode);
            break;
    }
    if (reader.failed()) {
        return base::Error{
            std::string("A function's code can't be read (") + reader.failure() +
                "). Compile the program again, without features newer than this tool.",
            offset};
    }
    instruction.end = static_cast<uint32_t>(reader.position());
    return instruction;
}

}  // namespace interleave::dwarf
