#pragma once
// The lengths of WebAssembly instructions: enough to walk a function body from boundary to boundary.
// (What they mean is src/wasm's business; this walks also bodies that are not valid.)

#include <cstdint>
#include <span>

#include "base/result.hpp"

namespace interleave::dwarf {

struct Instruction {
    uint32_t offset = 0;    // of its first byte
    uint32_t end = 0;       // one past its last
    uint8_t opcode = 0;     // its first byte; 0xfc, 0xfd, 0xfe for prefixed ones
    uint32_t extended = 0;  // the number after such a prefix

    // The flow of control may leave here, or arrive here from elsewhere: calls, branches, and the
    // edges of blocks.
    bool breaks_straight_line() const;
};

// The instruction that starts at `offset` of `code`. Errors: an opcode we don't know, or an instruction
// that ends after the code; the position is an offset in `code`.
// Core specification 5.4; threads, legacy and new exception handling, tail calls, SIMD.
base::Result<Instruction> read_instruction(std::span<const uint8_t> code, uint32_t offset);

}  // namespace interleave::dwarf
