#pragma once
// The loop that executes operations, and what it shares with its slow paths. Internal to src/machine.
//
// THE SHAPE. One switch over register-form operations, all state of the guest in the Thread's frames and
// slots. Measured 2026-11 on five integer kernels (million guest instructions per second, native / node 20):
// stack form with a switch 88 / 49 (wabt), register form with tail calls 1596 / 431, with a switch 1205 / 1312. V8
// compiles a wasm switch to one jump table, and cannot keep values in registers over wasm tail calls, so the switch
// wins where the product runs.
//
// RULES OF THE LOOP, each worth a factor of 2 to 4 in V8:
// 1. it returns to its driver at least every RunSlice instructions: V8 has no on-stack replacement for wasm,
//    so a loop that never returns stays in baseline code;
// 2. it is called through a table of pointers, else wasm-opt inlines a function with a single caller
//    into the driver, and optimises neither;
// 3. what is rare is a function of its own that takes the Execution: calls that grow stacks, change instances,
//    throw, touch tables or whole ranges of memory;
// 4. it has one loop header: a label that is jumped back to from within is a loop of its own to the compilers.
//
// FUEL counts down by each operation's weight before it is executed, so a stop lies between operations.
// Operations that did not happen (a trap, a probe's stop) get their weight back.

#include <cstdint>

#include "machine/probe.hpp"
#include "machine/program.hpp"
#include "machine/run.hpp"
#include "machine/store.hpp"
#include "machine/thread.hpp"

namespace interleave::machine {

inline constexpr int32_t RunSlice = 100'000;

// The bottom frame's only operation.
extern const Operation FinishOperation;

// What the loop works on, for the time of one `run`.
struct Execution {
    Execution(Store& store, Thread& thread, const RunOptions& options, CodeForm form, Stop& stop);

    Store& store;
    Thread& thread;
    Probe* probe;
    const CodeForm form;
    const bool stop_at_line;

    // Current when the loop is not executing; slow paths get and change them here.
    const Operation* ip = nullptr;
    uint8_t* fp = nullptr;
    int32_t fuel = 0;
    Stop& stop;  // the answer of the run

    // Of the thread: its stacks, which may move when they grow.
    uint8_t* slots = nullptr;
    uint8_t* slots_end = nullptr;
    Frame* frame = nullptr;  // the top one
    Frame* frames_end = nullptr;

    // Of the instance executing.
    InstanceId instance_id;
    Instance* instance = nullptr;
    const CallTarget* targets = nullptr;
    Slot* globals = nullptr;  // the first defined one
    Memory* memory = nullptr;
    uint8_t* memory_data = nullptr;
    uint64_t memory_size = 0;
    uint8_t* dirty = nullptr;
    GranuleEpochs* granules = nullptr;

    // Puts everything back into the thread.
    void leave();
    void enter_instance(InstanceId id);
    // After the memory grew.
    void refresh_memory();
    // After the stacks moved.
    void refresh_stacks();
};

// A run of one operation is mostly this: what follows is inline for it.

inline Execution::Execution(Store& store_, Thread& thread_, const RunOptions& options,
                            CodeForm form_, Stop& stop_)
    : store(store_),
      thread(thread_),
      probe(options.probe),
      form(form_),
      stop_at_line(options.stop_at_line),
      stop(stop_) {
    frame = thread.frames.data() + thread.frame_count - 1;
    refresh_stacks();
    ip = frame->ip;
    fp = slots + frame->base;
    enter_instance(frame->instance);
}

inline void Execution::leave() {
    frame->ip = ip;
    thread.frame_count = static_cast<size_t>(frame - thread.frames.data()) + 1;
}

// REQUIRES: `frame` is an index into the present thread.frames or into the one before they grew; callers
// that grow them set it.
inline void Execution::refresh_stacks() {
    slots = reinterpret_cast<uint8_t*>(thread.slots.data());
    slots_end = slots + thread.slots.size() * sizeof(Slot);
    frames_end = thread.frames.data() + thread.frames.size();
}

inline void Execution::enter_instance(InstanceId id) {
    instance_id = id;
    if (id == FunctionReference::Host) return;  // the bottom frame of a thread started on the host
    instance = &store.instance(id);
    targets = instance->program->targets(form);
    globals = store.global_values().data() + instance->first_global;
    memory = store.memory_of(*instance);
    refresh_memory();
}

inline void Execution::refresh_memory() {
    if (memory == nullptr) {
        memory_data = nullptr;
        memory_size = 0;
        return;
    }
    memory_data = memory->data();
    memory_size = memory->byte_size();
    dirty = memory->dirty_flags();
    if (probe != nullptr) granules = probe->cover({instance->memory}, memory_size);
}

// Why the loop returned: Stopped = Execution::stop says it; AtBreakpoint = before the operation at ip.
enum class LoopEnd : uint8_t { OutOfFuel, Stopped, AtBreakpoint };

using Loop = LoopEnd (*)(Execution&);
// Indexed by whether there is a probe.
extern const Loop Loops[2];

// What a slow path asks the loop to do. In all cases ip, fp and the memory are as it left them in Execution.
enum class Next : uint8_t {
    Operation,  // go on with the operation at ip
    Again,      // the same, but its weight has been paid already
    Stop,       // Execution::stop says why; the weight stays paid
    Trap,       // Execution::stop.trap says which; the weight is paid back
    Paused,     // the probe asked to stop; the weight is paid back
};

// --- slow paths; ip is the operation that needs them ---------------------------------------------------

// interpreter_calls.cpp
Next call_slow(Execution& e);      // Call, when code is missing or a stack is full
Next call_import(Execution& e);    // CallImport
Next call_indirect(Execution& e);  // CallIndirect, in all cases
Next return_call(Execution& e);    // ReturnCall, ReturnCallImport, ReturnCallIndirect
Next return_to_other_instance(Execution& e);
Next trap(Execution& e, TrapKind kind);

// exception.cpp
Next throw_exception(Execution& e);  // Throw
Next rethrow(Execution& e);          // Rethrow

// interpreter_tables.cpp: tables, references and whole ranges of memory
Next table_operation(Execution& e);
Next memory_operation(Execution& e);  // grow, fill, copy, init, drop
Next atomic_wait_or_notify(Execution& e);

// probe.cpp: false if the probe wants to stop (Execution::stop is set)
bool observe(Execution& e, AccessKind kind, uint64_t address, uint64_t size, uint64_t value);
// The same for an operation with two ranges: asks about both, and lets both through afterwards.
bool observe_copy(Execution& e, uint64_t from, uint64_t to, uint64_t size);

// The stack pointer is about to be raised to `to`.
void observe_pop(Execution& e, uint32_t to);

// Makes room for `bytes` from `first` (a place in the slots) and for one more frame; false if a limit of the store
// forbids it. Pointers into the stacks move with them: take them from the Execution afterwards.
bool reserve_stack(Execution& e, uint8_t* first, uint32_t bytes);

// Marks the pages of a write that the loop found clean.
void mark_written(Execution& e, uint64_t address, uint32_t size);

}  // namespace interleave::machine
