#pragma once
// The scheduler of a machine with P virtual cores: a deterministic discrete-event simulation.
//
// THE MODEL. Each core has a local time. A thread on a core executes instructions at a fixed cost each; it leaves the core
// when it blocks, ends, yields, or has used its quantum while another is ready. Ready threads queue in order; a
// free core takes the first, which costs the switch time. Sleeps and simulated I/O need no core. A thread whose wait
// can end (its lock is free, it was notified, its time is up) becomes ready, and tries again once it is on a
// core: a lock may have been taken by then, as with futexes.
//
// WHY IT IS EXACT. The core with the smallest local time always goes next, and operations that others can notice are
// performed only then: they happen in the order of virtual time. Between operations a thread runs ahead of the
// others by at most `grain` instructions. Only a program with a data race can tell; with `watch` its racing
// accesses are ordered exactly as well, once their memory is known to be shared (and the grain is ten times as long).
//
// SEED. 0 is the plain machine: quanta of equal length, first come first served, all cores equally fast. Any other seed
// varies the length of each quantum between half and one and a half, takes one of the first ready threads by
// chance, and lets cores lose a few nanoseconds now and then, repeatably.
//
// Everything is a value: copying the object beside World::save is a snapshot of the scheduler.

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "explorer/schedule.hpp"
#include "explorer/shared_accesses.hpp"
#include "world/world.hpp"

namespace interleave::explorer {

struct CoreOptions {
    uint32_t cores = 1;  // 1 … 64
    int64_t quantum_nanoseconds = 4'000'000;
    int64_t switch_nanoseconds = 1'000;  // from one thread to another on a core
    uint32_t grain_instructions = 100;   // ≥ 1
    uint64_t seed = 0;
};

enum class RunStatus : uint8_t {
    Running,     // can go on: the budget was used up
    Ended,       // World::outcome says how
    Deadlock,    // threads wait, and nothing can end any of their waits
    NeedsInput,  // as Deadlock, but more standard input would let a thread go on
};

class VirtualCores {
public:
    // Schedules all threads of the world from now on. The observer (may be null) gets core_begin, core_end and
    // ready events.
    VirtualCores(world::World& world, const CoreOptions& options,
                 world::Observer* observer = nullptr);

    // Goes on until about so many instructions have been executed, by all threads together, or until the
    // run ended or is stuck.
    RunStatus run(uint64_t instructions);
    // One turn: a core executes up to the next operation, or performs it.
    RunStatus turn();

    // Something from outside may have ended a wait (standard input came): looks again.
    void wake() { collect_woken(time()); }

    // Virtual time: of the core that goes next.
    int64_t time() const;
    uint64_t executed() const { return m_executed; }
    // The thread of a core, or nothing while it is idle.
    std::optional<ThreadId> thread_on(uint32_t core) const;
    uint32_t core_count() const { return static_cast<uint32_t>(m_cores.size()); }

    // Orders accesses to shared memory exactly, and tells the observer of each (null: not any more).
    void watch(SharedAccesses* accesses) { m_accesses = accesses; }

    // From now on each turn is added to `schedule` (null: not any more).
    void record(Schedule* schedule) { m_schedule = schedule; }
    // Virtual time at the end of the last recorded segment.
    int64_t recorded_time() const { return m_recorded_time; }

private:
    struct Core {
        int64_t time = 0;
        bool busy = false;
        bool announced = false;  // core_begin was reported
        ThreadId thread;
        int64_t quantum_end = 0;
        uint64_t last_turn = 0;  // breaks ties of equal times: the one that waited longest
    };
    struct ReadyThread {
        ThreadId thread;
        int64_t since;
    };

    enum class LeaveReason : uint32_t { Blocked = 0, QuantumUsedUp = 1, Finished = 2, Yielded = 3 };

    void make_ready(ThreadId thread, int64_t time);
    void collect_woken(int64_t time);
    void admit_new_threads(int64_t time);
    void dispatch();
    Core* next_core();
    // The waiting thread whose wait ends first by its time; nothing if none has a deadline.
    std::optional<ThreadId> next_deadline() const;
    void go_on(Core& core);
    void resume_waiting(Core& core);
    void perform(Core& core);
    void execute(Core& core);
    void access(Core& core);
    uint64_t instructions_allowed(const Core& core);
    void leave(Core& core, LeaveReason reason);
    bool has_ended(ThreadId thread) const;
    void dismiss_ended(int64_t time);
    int64_t new_quantum();
    uint64_t random();
    void note(ThreadId thread, trace::EventKind kind, int64_t time, uint32_t argument);
    void record_segment(ThreadId thread, int64_t start, uint64_t instructions, uint64_t performs);
    RunStatus stuck_status() const;

    world::World* m_world;
    world::Observer* m_observer;
    CoreOptions m_options;
    std::vector<Core> m_cores;
    std::deque<ReadyThread> m_ready;
    std::vector<bool> m_known;  // by thread: on a core or in the ready queue; waiting ones are not
    uint32_t m_admitted = 0;    // threads seen so far
    uint64_t m_turns = 0;
    uint64_t m_executed = 0;
    uint64_t m_random = 0;
    SharedAccesses* m_accesses = nullptr;
    // By thread: the access that it stands before.
    std::vector<std::optional<machine::Access>> m_pending;
    Schedule* m_schedule = nullptr;
    int64_t m_recorded_time = 0;
};

}  // namespace interleave::explorer
