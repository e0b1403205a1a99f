#include "machine/interpreter.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "machine/numeric.hpp"

namespace interleave::machine {

namespace {

// The operands of the operation at ip.
#define SLOT_A (fp + ip->a)
#define SLOT_B (fp + ip->b)
#define SLOT_C (fp + ip->c)
#define SLOT_D (fp + ip->d)

// In a case: `break` goes on with the next operation, `continue` with the one at ip.
#define JUMP                       \
    {                              \
        ip = jump(ip, ip->target); \
        continue;                  \
    }
#define TRAP(kind)          \
    {                       \
        e.stop.trap = kind; \
        goto trapped;       \
    }
#define TRAP_IF(condition, kind) \
    if (condition) [[unlikely]]  \
    TRAP(kind)
// Hands over to a slow path, which knows the rest.
#define SLOW(call)      \
    {                   \
        e.ip = ip;      \
        e.fp = fp;      \
        next = call;    \
        goto slow_path; \
    }

template <bool Probed>
[[gnu::noinline]] LoopEnd loop(Execution& e) {
    const Operation* ip = e.ip;
    uint8_t* fp = e.fp;
    uint8_t* memory = e.memory_data;
    uint64_t memory_size = e.memory_size;
    int32_t fuel = e.fuel;
    Next next = Next::Operation;
    LoopEnd end = LoopEnd::Stopped;

    for (;;) {
        if (fuel <= 0) [[unlikely]] {
            end = LoopEnd::OutOfFuel;
            goto leave;
        }
        fuel -= ip->weight;
        switch (ip->code) {
// The order matters: later families use the macros of memory accesses.
// clang-format off
#include "machine/operations_control.inc"
#include "machine/operations_calls.inc"
#include "machine/operations_integer.inc"
#include "machine/operations_float.inc"
#include "machine/operations_memory.inc"
#include "machine/operations_atomic.inc"
#include "machine/operations_other.inc"
            // clang-format on
        }
        ++ip;
        continue;

    slow_path:
        ip = e.ip;
        fp = e.fp;
        memory = e.memory_data;
        memory_size = e.memory_size;
        if (next == Next::Operation) continue;
        if (next == Next::Again) {
            fuel += ip->weight;  // it was paid already
            continue;
        }
        if (next == Next::Stop) goto leave;
        if (next == Next::Paused) goto not_executed;
    trapped:
        e.stop.reason = StopReason::Trap;
    not_executed:
        fuel += ip->weight;
        e.thread.inside_operation = true;
        goto leave;
    }

leave:
    e.ip = ip;
    e.fp = fp;
    e.fuel = fuel;
    return end;
}

}  // namespace

const Operation FinishOperation = [] {
    Operation finish;
    finish.code = OperationCode::Finish;
    return finish;
}();

const Loop Loops[2] = {loop<false>, loop<true>};

Next trap(Execution& e, TrapKind kind) {
    e.stop.trap = kind;
    return Next::Trap;
}

[[gnu::noinline]] void mark_written(Execution& e, uint64_t address, uint32_t size) {
    e.memory->mark_written(address, size);
}

}  // namespace interleave::machine
