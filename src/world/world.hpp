#pragma once
// The world of a lab run: processes, threads, modelled objects, descriptors, virtual time. It knows what every
// operation does and whether a thread can go on; it never decides who goes next and reads no host clock.
//
// HOW A SCHEDULER DRIVES IT
//
//        advance (own code, invisible to others)          perform (one operation others can notice)
//   ┌──────────────────────────────┐  reaches an operation  ┌────────┐
//   │ Running                      │───────────────────────▶│ AtCall │──── done ────▶ Running
//   └──────────────────────────────┘                        └────────┘
//                  ▲                                            │ has to wait
//                  │         perform, once can_perform          ▼
//                  └───────────────────────────────────────  Waiting
//
// While a thread is AtCall or Waiting, `can_perform` says whether perform would take it back to Running now. A
// scheduler that explores performs only then (a lock that is held is simply not enabled); one that simulates
// cores performs at once and lets the thread wait.
//
// TIME is what the scheduler sets with `set_time` before it advances or performs a thread; while the thread
// advances it moves on by the instruction cost. Deadlines are compared with it.
//
// GOING BACK, in one of two ways, never both in one world. For time travel `save` copies the world's own plain state and takes a machine snapshot; `restore` goes back, to any
// that was saved. For explorers, `begin_journal` once, then `mark` and `undo`: cheaper by far, in reverse order
// only. The observer is told of neither: who goes back, knows.
//
// Invariants:
// 1. thread ids are indices of `threads` in order of creation; 0 is the main thread;
// 2. a thread awaits an answer of the machine exactly while it is AtCall (but for Finish) or Waiting;
// 3. after the run ended (`outcome().ended`) nothing changes any more.
//
// Thread safety: none; one host thread per world. Modules may be shared.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "machine/instantiate.hpp"
#include "machine/reference.hpp"
#include "machine/run.hpp"
#include "machine/snapshot.hpp"
#include "machine/store.hpp"
#include "wasm/module.hpp"
#include "world/channels.hpp"
#include "world/conditions.hpp"
#include "world/coroutines.hpp"
#include "world/futexes.hpp"
#include "world/heap.hpp"
#include "world/mutexes.hpp"
#include "world/observer.hpp"
#include "world/onces.hpp"
#include "world/rwlocks.hpp"
#include "world/thread.hpp"

namespace interleave::world {

struct WorldOptions {
    uint64_t seed = 0;  // of random_get
    uint32_t instruction_nanoseconds =
        1;                        // virtual time of one instruction; 0: only waits take time
    uint32_t thread_limit = 256;  // alive at the same time; more: thread-spawn answers EAGAIN
    uint32_t process_limit = 64;  // in all; more: process_spawn answers EAGAIN
    uint64_t memory_bytes = 512u << 20;  // of one process
    uint64_t output_bytes = 4u << 20;    // more ends the run
    // Reports what coroutines do, also those of no library (coroutines.hpp).
    bool watch_coroutines = false;
};

enum class OutcomeKind : uint8_t {
    Running,
    Exit,      // `code`
    Trap,      // of `thread`, `trap` says which
    Uncaught,  // a C++ exception left `thread`'s function without std::terminate (not from our runtime)
    Abort,  // exit code 134: abort, assert, std::terminate
    OutputLimit,
    Invalid,  // the program called something that no machine offers, with `message`
};

struct Outcome {
    OutcomeKind kind = OutcomeKind::Running;
    uint32_t code = 0;
    ThreadId thread;
    machine::TrapKind trap = machine::TrapKind::None;
    std::string message;
    bool ended() const { return kind != OutcomeKind::Running; }
};

// The modelled objects of one process: keyed by addresses of its memory.
struct ProcessObjects {
    Mutexes mutexes;
    Conditions conditions;
    RwLocks rwlocks;
    Onces onces;
    Futexes futexes;
};

// How a process other than the first has ended: shells' numbers for the signals that would end it.
inline constexpr uint32_t IllegalInstructionCode = 132;
inline constexpr uint32_t ArithmeticErrorCode = 136;
inline constexpr uint32_t MemoryErrorCode = 139;

struct Process {
    uint32_t id = 0;
    machine::MemoryId memory;
    machine::InstanceId prototype;  // the main thread's instance; further threads get one like it
    uint32_t heap_base = 0;
    ThreadId main_thread;
    Message argument;  // what the process was given at its start; null for the first
    bool exited = false;
    uint32_t exit_code = 0;              // of one that has exited
    FlatMap<CoroutineFrame> coroutines;  // by the frame's address
    ProcessObjects objects;
};

// Everything that changes, but the store.
struct WorldState {
    std::vector<GuestThread> threads;
    std::vector<Process> processes;
    Channels channels;
    uint32_t live_threads = 0;
    int64_t time = 0;
    size_t output_size = 0;
    size_t input_position = 0;
    Outcome outcome;
};

// The functions that a guest may import (abi.h).
enum class HostImport : uint8_t {
    Operation,
    Spawn,
    ProcExit,
    FdWrite,
    FdRead,
    FdSeek,
    FdClose,
    FdStat,
    ClockTimeGet,
    RandomGet,
    Unknown,  // an error only once it is called
};

struct WorldJournal;

class World {
public:
    ~World();
    // A world about to run the program's `_start`. Fails if the module is not a guest of ours (abi.h), with what
    // is missing. The observer may be null and must outlive the world.
    static base::Result<std::unique_ptr<World>> create(const wasm::ModulePointer& module,
                                                       const WorldOptions& options,
                                                       Observer* observer = nullptr);

    // --- what is so now
    const std::vector<GuestThread>& threads() const { return m_state.threads; }
    const GuestThread& thread(ThreadId id) const { return m_state.threads[id.value]; }
    const Outcome& outcome() const { return m_state.outcome; }
    int64_t time() const { return m_state.time; }
    const std::vector<Process>& processes() const { return m_state.processes; }
    const Process& process(uint32_t id) const { return m_state.processes[id]; }
    const Channels& channels() const { return m_state.channels; }
    machine::Store& store() { return *m_store; }
    const machine::Store& store() const { return *m_store; }
    const WorldOptions& options() const { return m_options; }
    // Threads that have not ended, of all processes.
    uint32_t live_threads() const { return m_state.live_threads; }
    // All that was written to descriptors 1 and 2, in order.
    std::string_view output() const { return {m_output.data(), m_state.output_size}; }

    // Whether `perform` would take the thread back to its code now.
    // REQUIRES: the thread is AtCall or Waiting
    bool can_perform(ThreadId id) const;
    // Whether the thread only passes a flag that has run. REQUIRES: it is before a once_begin
    bool has_run(const GuestThread& thread) const;
    // How many results `perform` can have now: > 1 where a signal may choose among several waiters.
    uint32_t choices(ThreadId id) const;
    // The mutexes that a pending mutex_lock_all is for.
    std::vector<uint32_t> mutexes_of(const GuestThread& thread) const;
    // Whether others can notice the pending call: false for notes (spans, names, marks).
    bool is_visible(ThreadId id) const;
    // Nobody runs, can perform, or has a deadline.
    bool is_stuck() const;
    // A number equal for equal states: memory, threads, objects, output, outcome; not the time.
    uint64_t hash();

    // --- what a scheduler does
    void set_time(int64_t nanoseconds) { m_state.time = nanoseconds; }
    // Executes the thread's own code: at least `instructions` of them, unless it reaches a call or ends
    // before. Returns how many were executed. With a probe the thread may also stop before an access.
    // REQUIRES: Running, and the run has not ended
    uint64_t advance(ThreadId id, uint64_t instructions, machine::Probe* probe = nullptr,
                     machine::Granularity granularity = machine::Granularity::Operation);
    // Why the last advance came back (Budget, Probe, HostCall, …).
    machine::StopReason last_stop() const { return m_last_stop; }
    // Performs the pending call, or ends the wait that can end. Without can_perform the thread waits.
    // REQUIRES: AtCall, or Waiting and can_perform
    void perform(ThreadId id, uint32_t choice = 0);
    // For a thread that is Waiting: ends the wait if it can end now, by itself or by its time being up. Returns
    // whether it did. `choice`, of a schedule: SpuriousWake if it ended spuriously then.
    static constexpr uint32_t SpuriousWake = 1;
    bool try_end_wait(ThreadId id, uint32_t choice = 0);
    // Ends the wait of a thread by its time being up. REQUIRES: Waiting with a deadline, and for a condition
    // variable its mutex free
    void time_out(ThreadId id);
    // Whether time_out is allowed now but for the time.
    bool can_time_out(ThreadId id) const;
    // A wait on a condition variable may end though nobody notified it ([thread.condition.general]), if its mutex is free.
    bool can_wake_spuriously(ThreadId id) const;
    // REQUIRES: can_wake_spuriously(id)
    void wake_spuriously(ThreadId id);
    // More standard input. Reads at its end answer end-of-file while it is closed (at first), else they wait.
    void give_input(std::span<const uint8_t> bytes);
    void open_input() { m_input_closed = false; }
    void close_input() { m_input_closed = true; }
    // Ends the run from outside (a limit).
    void end(Outcome outcome) { m_state.outcome = std::move(outcome); }

    struct Saved {
        WorldState state;
        machine::Snapshot machine;
    };
    Saved save();
    void restore(const Saved& saved);

    // --- what an explorer does: journal.cpp and repeat.cpp
    struct Mark {
        size_t memory = 0;
        size_t thread_entries = 0;
        size_t object_entries = 0;
        size_t state_entries = 0;
        size_t structures = 0;
        size_t global_values = 0;
        size_t threads = 0;
        uint32_t live_threads = 0;
        int64_t time = 0;
        size_t output_size = 0;
        size_t input_position = 0;
    };
    // Keeps what changes from now on.
    void begin_journal();
    // A place to go back to, as often as wanted, until the world goes back further. REQUIRES: the run has not ended
    Mark mark();
    void undo(const Mark& mark);

    // What an advance did to the thread itself.
    struct Advanced {
        machine::Thread machine;
        Phase phase = Phase::Running;
        PendingCall pending;
        std::vector<machine::Slot> globals;  // its instance's own
        uint64_t instructions = 0;
        uint64_t operations = 0;       // answered on the way
        bool notified_nobody = false;  // it holds only while nobody waits on an atomic
        machine::StopReason stop = machine::StopReason::Budget;
    };
    // Whether the last advance was a function of the thread and of what it read from memory, and changed nothing else.
    bool was_pure() const { return m_was_pure; }
    // Notifications for which this is true are answered on the spot while nobody waits on an atomic at all.
    void set_notifies_library(std::function<bool(const GuestThread&)> test) {
        m_notifies_library = std::move(test);
    }
    bool nobody_waits(ThreadId id) const {
        return process_of(thread(id)).objects.futexes.nobody_waits();
    }
    // Operations that the last advance answered on the spot: with a journal those that nobody can notice and that
    // change nothing else (notes, yields).
    uint64_t operations_answered() const { return m_operations_answered; }
    // REQUIRES: nothing happened since the thread was advanced by so many instructions
    Advanced advanced(ThreadId id, uint64_t instructions) const;
    // Puts the thread to where that advance had left it. What it wrote to memory is the caller's to write.
    void repeat(ThreadId id, const Advanced& advanced);
    // Names the thread's own state: equal for equal ones.
    uint64_t hash_of(ThreadId id) const;
    // What the last operation that let its thread go on answered.
    machine::Slot last_answer() const { return m_last_answer; }

private:
    explicit World(const WorldOptions& options, Observer* observer);

    // world.cpp
    base::Status add_process(const wasm::ModulePointer& module);
    base::Status start_memory(const machine::Instantiation& made, machine::MemoryId memory);
    base::Result<ThreadId> add_thread(uint32_t process, machine::InstanceId instance,
                                      const char* entry, std::span<const machine::Slot> arguments);
    GuestThread& edit(ThreadId id) { return m_state.threads[id.value]; }
    Process& process_of(const GuestThread& thread) { return m_state.processes[thread.process]; }
    const Process& process_of(const GuestThread& thread) const {
        return m_state.processes[thread.process];
    }
    machine::Memory& memory_of(const GuestThread& thread) {
        return m_store->memory(process_of(thread).memory);
    }
    void report(const GuestThread& thread, trace::EventKind kind, uint32_t object = 0,
                uint32_t argument = 0);
    void misuse(const GuestThread& thread, Misuse misuse, uint32_t object);
    void resume(GuestThread& thread, machine::Slot answer);
    void wait(GuestThread& thread, Wait wait);
    void finish_thread(GuestThread& thread);
    void trapped(GuestThread& thread, machine::TrapKind trap);
    bool has_overflown_stack(const GuestThread& thread) const;

    // journal.cpp
    // A thread is about to advance, or to perform.
    enum class Change : uint8_t { Thread, Performs };
    enum class Keep : uint8_t { Copied, Moved };
    // Moved: the thread's machine is left as anything, for who replaces it.
    void keep_before(ThreadId id, Change change, Keep keep = Keep::Copied);
    void keep_objects(uint32_t process);
    void keep_thread(ThreadId id, Keep keep = Keep::Copied);
    void undo_entries(size_t threads, size_t objects);
    std::span<machine::Slot> globals_of(const GuestThread& thread);

    // host_calls.cpp
    // What the world gives for an import; nothing for what it does not offer.
    std::optional<machine::External> offer(const wasm::Module& module, const wasm::Import& import);
    // True if the call was answered on the spot.
    bool host_call(GuestThread& thread, machine::FunctionReference function);
    void reject(GuestThread& thread, std::string message);
    bool changes_nothing(Operation operation) const;
    bool invisible_operation(GuestThread& thread, const Call& call);
    std::string text_at(const GuestThread& thread, uint32_t address);
    int64_t time_within(const GuestThread& thread) const;

    // perform.cpp
    void perform_operation(GuestThread& thread, uint32_t choice);
    void note(GuestThread& thread, const Call& call);
    void perform_lock(GuestThread& thread);
    void perform_library_lock(GuestThread& thread);
    void perform_lock_all(GuestThread& thread);
    void take_all(GuestThread& thread);
    void perform_rwlock(GuestThread& thread);
    void perform_condition(GuestThread& thread, uint32_t choice);
    void perform_join(GuestThread& thread);
    void perform_futex(GuestThread& thread);
    void perform_semaphore(GuestThread& thread);
    int32_t permits(const GuestThread& thread, uint32_t count) const;
    void put_permits(GuestThread& thread, uint32_t count, int32_t value);
    void take_permit(GuestThread& thread, uint32_t count);
    void end_wait(GuestThread& thread, bool timed_out);
    void end_unanswered_wait(ThreadId id, bool timed_out);
    bool wait_can_end(const GuestThread& thread) const;
    bool call_can_be_done(const GuestThread& thread) const;
    bool all_free(const GuestThread& thread) const;

    // coroutines.cpp
    void watch_coroutines(const wasm::Module& module);
    void at_coroutine(GuestThread& thread);
    void leave_coroutines(GuestThread& thread, size_t depth);
    void tell_coroutine(GuestThread& thread);
    void coroutine_allocates(GuestThread& thread, uint32_t address);
    void coroutine_frees(GuestThread& thread, uint32_t address);
    void coroutine_reports_itself(GuestThread& thread, uint32_t address);

    // perform_processes.cpp
    void spawn_process(GuestThread& thread);
    void perform_process_wait(GuestThread& thread);
    // Ends the process and all its threads; the end of the first one is the end of the run.
    void exit_process(GuestThread& thread, uint32_t code);
    // A thread of a process other than the first has trapped.
    void crash_process(GuestThread& thread, machine::TrapKind trap, std::string_view message);
    void perform_channel(GuestThread& thread);
    machine::Slot send(GuestThread& thread);
    machine::Slot receive(GuestThread& thread);
    void finish_process_wait(GuestThread& thread);
    uint32_t copy_argument(GuestThread& thread, uint32_t address, uint32_t capacity);
    void spend_copying(uint64_t bytes);

    // descriptors.cpp
    void write(GuestThread& thread);
    void read(GuestThread& thread);
    void drop_undone_output();
    uint32_t finish_output(uint32_t descriptor, size_t before);
    bool input_available() const {
        return m_state.input_position < m_input.size() || m_input_closed;
    }

    void spawn(GuestThread& thread);

    WorldOptions m_options;
    Observer* m_observer;
    std::unique_ptr<machine::Store> m_store;
    std::unique_ptr<machine::Snapshots> m_snapshots;
    std::vector<HostImport> m_imports;  // by FunctionReference::function of host functions
    WorldState m_state;
    std::vector<char> m_output;  // the first output_size bytes are of the present state
    std::vector<uint8_t> m_input;
    bool m_input_closed = true;
    CoroutineTable m_coroutines;
    machine::StopReason m_last_stop = machine::StopReason::Budget;
    std::unique_ptr<WorldJournal> m_journal;
    bool m_was_pure = false;
    uint64_t m_operations_answered = 0;
    bool m_notified_nobody = false;  // the last advance
    std::function<bool(const GuestThread&)> m_notifies_library;
    machine::Slot m_last_answer = 0;
    uint64_t m_turn_executed = 0;  // thread.machine.executed when its turn began
};

}  // namespace interleave::world
