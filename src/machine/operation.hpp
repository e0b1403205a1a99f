#pragma once
// The register form of code: what the interpreter's switch executes.
//
//   byte  0      2        4   6   8               12      14      16
//         │ code │ weight │ d │ a │ immediate     │ b     │ c     │
//                                 │ wide (64 bits)                │
//                                 │               │ target        │
//
// d, a, b, c name slots of the frame by their byte offset (so 8191 slots can be named; see FarGet for more). d is the
// destination, a, b and c are sources. `target` is a distance in bytes from this operation.
//
// `weight` is the number of WebAssembly instructions that the operation completes. An instruction that needs
// several operations has its weight on the last one, so a budget can only run out between instructions.

#include <cstdint>

namespace interleave::machine {

enum class OperationCode : uint16_t {
#define CONTROL(name) name,
#define INTEGER(name, type, expression) name, name##Immediate,
#define DIVISION(name, type, function) name, name##Immediate,
#define COMPARISON(name, inverse, type, operator_) \
    name, name##Immediate, name##Branch, name##ImmediateBranch,
#define FLOAT(name, type, expression) name, name##Immediate,
#define FLOAT_COMPARISON(name, type, operator_) name, name##Branch, name##BranchNot,
#define UNARY(name, from, to, expression) name,
#define FLOAT_UNARY(name, from, to, expression) name,
#define TRUNCATION(name, from, to) name,
#define LOAD(name, in_memory, in_slot) name, name##At,
#define STORE(name, in_memory) name, name##At, name##Constant,
#define ATOMIC_LOAD(name, in_memory) name,
#define ATOMIC_STORE(name, in_memory) name,
#define ATOMIC_UPDATE(name, in_memory, expression) name,
#define ATOMIC_COMPARE_EXCHANGE(name, in_memory) name,
#include "machine/operations.def"
};

struct Operation {
    OperationCode code = OperationCode::Nop;
    uint16_t weight = 0;
    uint16_t d = 0;
    uint16_t a = 0;
    union {
        uint64_t wide = 0;
        struct {
            uint32_t immediate;
            union {
                struct {
                    uint16_t b;
                    uint16_t c;
                };
                int32_t target;
            };
        };
    };
};
static_assert(sizeof(Operation) == 16);

// The operation `target` bytes from this one.
inline const Operation* jump(const Operation* from, int32_t target) {
    return reinterpret_cast<const Operation*>(reinterpret_cast<const char*>(from) + target);
}

}  // namespace interleave::machine
