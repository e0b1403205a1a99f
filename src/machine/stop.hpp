#pragma once
// Why `run` came back. Everything that a thread cannot do by itself is a value here: the caller does it,
// answers with Thread::answer where a result is due, and runs the thread again.

#include <cstdint>

#include "machine/reference.hpp"
#include "machine/trap.hpp"

namespace interleave::machine {

enum class StopReason : uint8_t {
    Budget,    // as many instructions as allowed have been executed
    Finished,  // the function that the thread was started with has returned: Thread::results
    Trap,      // Stop::trap; the thread stays where it trapped and cannot go on
    UncaughtException,  // Stop::tag, Thread::exception_values; the thread stays at the throw
    HostCall,           // Stop::host_function with Thread::arguments; answer with its results
    AtomicWait,         // Stop::wait; answer 0 woken, 1 not equal, 2 timed out
    AtomicNotify,       // Stop::wait (address, count); answer the number of threads woken
    Probe,              // the probe asked to stop before an access; running again performs it
    Breakpoint,         // before an operation with a breakpoint; running again performs it
    Line,  // a global.set of the watched global was executed (RunOptions::stop_at_line)
};

// memory.atomic.wait and notify: checked for bounds, alignment and sharing, nothing else done.
// A waiter must compare the memory's value with `expected` first (threads proposal, "wait").
struct AtomicWaitRequest {
    MemoryId memory;
    uint32_t address = 0;
    uint8_t bytes = 4;                 // 4 or 8
    uint64_t expected = 0;             // of wait
    int64_t timeout_nanoseconds = -1;  // of wait; negative = for ever
    uint32_t count = 0;                // of notify
};

struct Stop {
    StopReason reason = StopReason::Budget;
    TrapKind trap = TrapKind::None;
    FunctionReference host_function;
    TagId tag;
    AtomicWaitRequest wait;
};

}  // namespace interleave::machine
