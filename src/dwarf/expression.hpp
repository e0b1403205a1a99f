#pragma once
// DWARF expressions: small stack programs that say where a variable is (DWARF 5, 2.5 and 2.6), with
// WebAssembly's DW_OP_WASM_location for locals, globals and operands
// (https://yurydelendik.github.io/webassembly-dwarf/).

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "dwarf/unit.hpp"

namespace interleave::dwarf {

// What an expression may ask the stopped thread for. A null function, or nothing as its result, means
// "not available", and so then is the variable.
struct Registers {
    std::function<std::optional<uint64_t>(uint32_t index)> local;
    std::function<std::optional<uint64_t>(uint32_t index)> global;
    std::function<std::optional<uint64_t>(uint32_t depth)> operand;  // of the wasm operand stack
};

// Reads guest memory; false if any byte of the range is outside it.
using ReadMemory = std::function<bool(base::Address, std::span<uint8_t>)>;

struct Location {
    enum class Kind : uint8_t { None, Memory, Value, Bytes } kind = Kind::None;
    uint64_t value = 0;          // an address, or the value itself
    std::vector<uint8_t> bytes;  // of Bytes: the value's bytes, put together from pieces
};

struct ExpressionContext {
    const Unit& unit;
    const DebugSections& sections;
    const Registers& registers;
    const ReadMemory& read;
    std::optional<uint64_t> frame_base;
};

// Runs the expression. Kind::None: it can't be evaluated here (optimised out, unknown operation, or a
// register that is not available).
Location evaluate(std::span<const uint8_t> expression, const ExpressionContext& context);

// The address of a location that is one constant address and nothing else.
std::optional<uint32_t> fixed_address(const Value& location, const Unit& unit,
                                      const DebugSections& sections);

// The location is relative to a wasm global (__tls_base): each thread has its own variable.
bool is_thread_local(const Value& location);

}  // namespace interleave::dwarf
