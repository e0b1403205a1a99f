#pragma once
// Is a parsed module valid (core spec, chapter 3)?

#include <vector>

#include "base/result.hpp"
#include "wasm/module.hpp"

namespace interleave::wasm {

// Decodes and checks everything, function bodies included. The Error's message starts with the
// words of the spec's test suite ("type mismatch", "unknown local", …); its position is the byte
// offset of the instruction or record in the module.
base::Status validate(const Module& module);

// parse, then validate: what every user of a module wants.
base::Result<ModulePointer> load(std::vector<uint8_t> bytes);

}  // namespace interleave::wasm
