#include "exchange.hpp"

#include "wasm/instruction.hpp"
#include "wasm/opcodes.hpp"

namespace interleave::test {

namespace {

// Instructions whose opcode is one byte and whose type is in the table.
std::vector<wasm::Instruction> exchangeable(const wasm::Module& module) {
    std::vector<wasm::Instruction> found;
    for (size_t i = module.imported_functions; i < module.functions.size(); ++i) {
        wasm::InstructionReader reader(module.bytes, module.functions[i].body);
        wasm::Instruction instruction;
        while (reader.next(instruction)) {
            bool one_byte = static_cast<uint16_t>(instruction.opcode) < 0x100;
            bool fixed = wasm::describe(instruction.opcode).has_fixed_signature();
            if (one_byte && fixed) found.push_back(instruction);
        }
    }
    return found;
}

// Another opcode that fits in the place of this one.
wasm::Opcode alternative(wasm::Opcode opcode, Mutator& mutator) {
    const wasm::OpcodeInfo& info = wasm::describe(opcode);
    std::vector<wasm::Opcode> others;
    for (const wasm::OpcodeInfo& other : wasm::all_opcodes()) {
        bool fits = static_cast<uint16_t>(other.opcode) < 0x100 &&
                    other.signature == info.signature && other.immediate == info.immediate &&
                    other.access_bytes >= info.access_bytes;
        if (fits) others.push_back(other.opcode);
    }
    return others[mutator.random(others.size())];
}

}  // namespace

std::vector<uint8_t> exchange_instructions(const wasm::Module& module, Mutator& mutator) {
    std::vector<uint8_t> bytes = module.bytes;
    std::vector<wasm::Instruction> places = exchangeable(module);
    uint64_t changes = places.empty() ? 0 : 1 + mutator.random(8);
    for (uint64_t i = 0; i < changes; ++i) {
        const wasm::Instruction& place = places[mutator.random(places.size())];
        bool floating =
            place.opcode == wasm::Opcode::F32Const || place.opcode == wasm::Opcode::F64Const;
        bool has_constant = wasm::describe(place.opcode).immediate == wasm::Immediate::I32 ||
                            wasm::describe(place.opcode).immediate == wasm::Immediate::I64;
        if (floating) {
            bytes[place.end - 1 - mutator.random(4)] = static_cast<uint8_t>(mutator.random(256));
        } else if (has_constant) {
            // The last byte of a LEB128 stays the last.
            bytes[place.end - 1] = static_cast<uint8_t>(mutator.random(128));
        } else {
            bytes[place.offset] = static_cast<uint8_t>(alternative(place.opcode, mutator));
        }
    }
    return bytes;
}

}  // namespace interleave::test
