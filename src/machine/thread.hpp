#pragma once
// A guest thread as a value: its frames and slots, nothing on the host's stack. Copying a Thread is a
// snapshot of it; assigning the copy back restores it.
//
//   slots   ┌ frame 1 ─────────────────┬ frame 2 ───────────────────┬ …
//           │ params, locals, operands │ params (= operands of the  │
//           │                          │ caller), locals, operands  │
//           └──────────────────────────┴────────────────────────────┴ …
//   frames  [0] the bottom: ends the thread  [1] the function started  [2] what it called …
//
// A callee's frame begins where the caller's operands hold the arguments, so a call copies nothing; the
// results are put there too.
//
// Invariants:
// 1. frame.ip of every frame but the top one is the operation after its call; of the top one it is the next to
//    execute (while the thread is not running);
// 2. code that `ip` points into is immutable and lives as long as the store.

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/ids.hpp"
#include "machine/operation.hpp"
#include "machine/reference.hpp"
#include "machine/stop.hpp"

namespace interleave::machine {

class Store;
struct Code;

struct Frame {
    const Operation* ip = nullptr;
    const Code* code = nullptr;  // of the function; null in the bottom frame
    uint32_t base = 0;           // byte offset of the frame's first slot in Thread::slots
    InstanceId instance;
};

// An exception that a catch clause holds for a possible rethrow.
struct HeldException {
    TagId tag;
    std::vector<Slot> values;
};

// Where the answer to a stop goes.
struct PendingAnswer {
    uint32_t slot = 0;
    uint32_t count = 0;
};

class Thread {
public:
    Thread() = default;
    Thread(const Thread& other) { *this = other; }
    Thread& operator=(const Thread& other);
    Thread(Thread&&) = default;
    Thread& operator=(Thread&&) = default;
    void swap(Thread& other);

    // A thread about to call `function`. REQUIRES: as many arguments as the function has parameters
    static Thread start(Store& store, base::ThreadId id, FunctionReference function,
                        std::span<const Slot> arguments);

    base::ThreadId id;
    // Instructions executed so far, WebAssembly's (block, loop, else, end and try count nothing).
    uint64_t executed = 0;

    // Of the last stop. Arguments of a host call:
    std::span<const Slot> arguments() const {
        return {slots.data() + pending->slot, argument_count};
    }
    // Of Finished:
    std::span<const Slot> results() const { return {slots.data(), result_count}; }
    // Of UncaughtException:
    std::span<const Slot> exception_values() const { return uncaught; }
    // Gives the results of a host call, wait or notify. REQUIRES: such a stop, as many results as it has
    void answer(std::span<const Slot> results);
    void answer(Slot result) { answer(std::span(&result, 1)); }
    bool awaits_answer() const { return pending.has_value(); }

    // Frames without the bottom one.
    size_t depth() const { return frame_count == 0 ? 0 : frame_count - 1; }
    bool has_finished() const { return frame_count == 1 && !pending && !host_entry; }
    // Counted from the innermost, 0 = the function executing now. REQUIRES: level < depth()
    const Frame& frame(size_t level) const { return frames[frame_count - 1 - level]; }
    // A local of the function at that level, parameters first. Nothing where it has no such local.
    std::optional<Slot> local(size_t level, uint32_t index) const;
    Slot* frame_slots(size_t level) { return slots.data() + frame(level).base / sizeof(Slot); }

    // The parts, public for the interpreter and for snapshots.
    std::vector<Frame> frames;  // the first frame_count are in use
    size_t frame_count = 0;
    std::vector<Slot> slots;
    std::vector<HeldException> exceptions;
    std::optional<PendingAnswer> pending;
    uint32_t argument_count = 0;
    uint32_t result_count = 0;
    std::vector<Slot> uncaught;
    // A Probe or Breakpoint stop happened before this operation: it is let through once.
    const Operation* passed_probe = nullptr;
    const Operation* passed_breakpoint = nullptr;
    // The last stop came from within the operation at the top frame's ip (trap, throw, probe): its own
    // place is of interest, not that of the first instruction which it covers.
    bool inside_operation = false;
    // Some frames may be in the stepped form of code.
    bool has_stepped_frames = false;
    // The thread was started on a host function, which is called by the first run.
    std::optional<FunctionReference> host_entry;

    // Slots in use: a copy needs no more.
    size_t slots_in_use() const;
};

}  // namespace interleave::machine
