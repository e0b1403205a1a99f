#pragma once
// One instruction as text, for people who step through a program.

#include <string>

#include "base/result.hpp"
#include "wasm/instruction.hpp"
#include "wasm/module.hpp"

namespace interleave::wasm {

// In the words of the text format (core spec, 6.5): "i32.load offset=16", "call $main", "br_table 1 2 0". Indices
// of functions and globals that have a name in the module are written as $name.
std::string disassemble(const Module& module, const Instruction& instruction);

// The instruction that begins at this module offset. An error if it is in no function's body or not well formed.
base::Result<Instruction> instruction_at(const Module& module, uint32_t offset);

}  // namespace interleave::wasm
