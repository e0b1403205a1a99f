#include "wasm/opcodes.hpp"

#include "base/assert.hpp"

namespace interleave::wasm {

namespace {

constexpr std::array<OpcodeInfo, OpcodeCount> Table = {{
#define OPCODE(name, prefix, code, text, immediate, signature) \
    {Opcode::name, text, Immediate::immediate, signature, 0},
#define MEMORY_OPCODE(name, prefix, code, text, signature, bytes) \
    {Opcode::name, text, Immediate::MemArg, signature, bytes},
#include "wasm/opcodes.def"
}};

// From the two bytes of an opcode to its row of the table, by prefix: no prefix, 0xFC, 0xFE.
constexpr uint16_t NoRow = UINT16_MAX;
using Rows = std::array<uint16_t, 256>;

constexpr Rows rows_of_prefix(uint8_t prefix) {
    Rows rows{};
    rows.fill(NoRow);
    for (size_t i = 0; i < Table.size(); ++i) {
        auto bytes = static_cast<uint16_t>(Table[i].opcode);
        if ((bytes >> 8) == prefix) rows[bytes & 0xff] = static_cast<uint16_t>(i);
    }
    return rows;
}

constexpr Rows Plain = rows_of_prefix(0x00);
constexpr Rows Miscellaneous = rows_of_prefix(0xFC);
constexpr Rows Threads = rows_of_prefix(0xFE);

}  // namespace

const OpcodeInfo* find_opcode(uint8_t prefix, uint32_t code) {
    const Rows* rows = prefix == 0x00   ? &Plain
                       : prefix == 0xFC ? &Miscellaneous
                       : prefix == 0xFE ? &Threads
                                        : nullptr;
    if (rows == nullptr || code >= rows->size()) return nullptr;
    uint16_t row = (*rows)[code];
    return row == NoRow ? nullptr : &Table[row];
}

const OpcodeInfo& describe(Opcode opcode) {
    auto bytes = static_cast<uint16_t>(opcode);
    const OpcodeInfo* info = find_opcode(static_cast<uint8_t>(bytes >> 8), bytes & 0xff);
    INTERLEAVE_ASSERT(info != nullptr);
    return *info;
}

const std::array<OpcodeInfo, OpcodeCount>& all_opcodes() { return Table; }

}  // namespace interleave::wasm
