#pragma once
// Valid uses of every opcode of the table, for tests that go through all of them.

#include <string>
#include <vector>

#include "module_builder.hpp"
#include "wasm/opcodes.hpp"

namespace interleave::test {

// Immediate bytes that are valid in the module of `builder_with_everything`.
Bytes valid_immediates(const wasm::OpcodeInfo& info);

// The operand (or result) types of a fixed signature.
std::vector<ValueType> operands_of(const wasm::OpcodeInfo& info);
std::vector<ValueType> results_of(const wasm::OpcodeInfo& info);

// A module with one of everything that instructions can name: types 0 () -> (), 1 (i32) -> (), function 0 of
// type 0, two tables, a shared memory, a global, a tag with an i32, an element and a data segment.
ModuleBuilder builder_with_everything();

// A body for an opcode without fixed signature, using it once in a way that is valid there; of type () -> ().
Bytes body_with_own_rule(wasm::Opcode opcode);

// Every opcode in one valid module, a function for each.
Bytes module_with_every_opcode();

}  // namespace interleave::test
