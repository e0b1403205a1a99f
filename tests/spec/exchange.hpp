#pragma once

#include <cstdint>
#include <vector>

#include "mutate.hpp"
#include "wasm/module.hpp"

namespace interleave::test {

// The module with some instructions exchanged for others of the same signature and size, and some bytes of constants
// changed: damage that mostly is valid, so that it reaches the machine.
std::vector<uint8_t> exchange_instructions(const wasm::Module& module, Mutator& mutator);

}  // namespace interleave::test
