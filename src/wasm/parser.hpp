#pragma once
// Bytes to Module: the binary format of core spec chapter 5, without validation.

#include <vector>

#include "base/result.hpp"
#include "wasm/module.hpp"

namespace interleave::wasm {

// The module takes the bytes. Malformed input is an Error whose message starts with the words that
// the spec's test suite uses ("unexpected end", "integer too large", "malformed UTF-8 encoding", …)
// and whose position is a byte offset in the module. Function bodies are not decoded here, but by
// the validator.
base::Result<Module> parse(std::vector<uint8_t> bytes);

}  // namespace interleave::wasm
