#pragma once
// Runs a thread until something happens.

#include <cstdint>
#include <optional>

#include "base/ids.hpp"
#include "machine/probe.hpp"
#include "machine/stop.hpp"
#include "machine/store.hpp"
#include "machine/thread.hpp"

namespace interleave::machine {

// Operation: full speed; several instructions may be one operation, and a run stops between operations.
// Instruction: stops between any two instructions, at a twentieth of the speed.
enum class Granularity : uint8_t { Operation, Instruction };

struct RunOptions {
    // Stops (Budget) at the first possible place where at least this many instructions have been
    // executed by this call. Splitting a budget changes nothing but where the run pauses:
    // running until thread.executed >= n, then until >= m, is running until >= m.
    uint64_t instructions = UINT64_MAX;
    Granularity granularity = Granularity::Operation;
    // Sees the accesses to memory; null = a faster loop that looks at nothing.
    Probe* probe = nullptr;
    // Stop (Line) after each write to the global that Store's programs watch (Store::watch_exported_global).
    bool stop_at_line = false;
};

// REQUIRES: the thread belongs to the store, has not finished or trapped, and awaits no answer.
Stop run(Store& store, Thread& thread, const RunOptions& options = {});

// True if a run of Granularity::Operation could have stopped here: a scheduler that ends a quantum
// there gets the same schedule whether or not a learner steps through it by instructions.
bool at_operation_boundary(Store& store, const Thread& thread);

// The place of the next instruction of a frame (level 0 = innermost), or of the call it is in.
struct CodePosition {
    InstanceId instance;
    base::FunctionIndex function;
    base::CodeOffset offset;
};
std::optional<CodePosition> position(const Thread& thread, size_t level = 0);

}  // namespace interleave::machine
