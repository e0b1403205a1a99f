#pragma once
// The learner is the scheduler: one thread at a time makes a *move*, everybody else stands still.
//
// Between moves every thread stands before something that others can notice (an access to shared memory, a lock, a
// join, output, its end), waits, or, after moves of finer units, is somewhere in its own code. What a thread does
// between two such points is done along with the move before it: nobody can tell the difference.
//
//   move(T1)   ├─ the operation T1 stood before ─┼─ T1's own code, up to its next operation ─┤
//
// Units: Operation as drawn; Line goes on to another line of the program; Instruction executes one instruction of the
// program's own code (library code counts as one).
//
// Virtual time advances by the instruction cost and by 1 ns for an operation, so that every move ends at a time of
// its own. A sleeping thread may be chosen: time then jumps to the end of its sleep.
//
// A recorded schedule, a learner's or another policy's, can be followed first (`follow`): its segments become moves.
//
// Thread safety: none. Everything but the world, observer and accesses is a value.

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "explorer/schedule.hpp"
#include "explorer/shared_accesses.hpp"
#include "explorer/virtual_cores.hpp"
#include "world/world.hpp"

namespace interleave::explorer {

enum class MoveUnit : uint8_t { Operation = 0, Line = 1, Instruction = 2 };

// What the policy must know of the program's source; whoever has debug information gives it.
struct SourceView {
    // Whether the learner sees this access: the library's own are part of what it does.
    std::function<bool(const machine::Access&, const world::GuestThread&)> shows;
    // The line of the program in which the thread is, or which called the library code that it is in; 0 = none.
    std::function<uint32_t(const world::GuestThread&)> line;
    // Whether its innermost function is the program's own.
    std::function<bool(const world::GuestThread&)> in_program;
    // While true, observers shall not listen: something is tried and taken back.
    std::function<void(bool)> try_out;
};

class Manual {
public:
    // The own code of one move is cut off after so many instructions: a loop that touches nothing shared.
    static constexpr uint64_t LongestMove = 20'000'000;

    // Observer and accesses may be null; what is given must outlive this.
    Manual(world::World& world, SourceView source, world::Observer* observer,
           SharedAccesses* accesses, Schedule* schedule);

    // Runs the main thread up to its first operation: before the first move of a run without a schedule.
    void begin();
    // Whether the thread can make a move now: it does not wait, or its wait can end.
    bool can_move(ThreadId thread) const;
    // The access that the thread stands before; nothing if it stands elsewhere.
    std::optional<machine::Access> access_before(ThreadId thread) const;
    // REQUIRES: can_move(thread), and the run goes on
    void move(ThreadId thread, MoveUnit unit);
    // Does a recorded segment again. Fails if it does not fit the program; `position` is not set.
    base::Status follow(const Segment& segment);
    // After the last follow: finds out which accesses the threads stand before.
    void finish_following();

    RunStatus status() const;
    int64_t time() const { return m_time; }
    uint64_t executed() const { return m_executed; }
    // Virtual time at the end of the last recorded segment.
    int64_t recorded_time() const { return m_recorded_time; }

private:
    bool stands_before_automatic_call(ThreadId thread) const;
    bool goes_on(ThreadId thread) const;
    bool at_own_code(ThreadId thread) const;
    void put_on_core(ThreadId thread);
    void take_off_core();
    void perform(ThreadId thread);
    bool try_end_wait(ThreadId thread);
    uint64_t execute(ThreadId thread, uint64_t instructions, machine::Granularity granularity);
    uint64_t do_access(ThreadId thread);
    void one_operation(ThreadId thread);
    void one_line(ThreadId thread);
    void one_instruction(ThreadId thread);
    void settle(ThreadId thread);
    void look_ahead(ThreadId thread);
    bool fits_operations(ThreadId thread, uint64_t instructions);
    uint64_t follow_own_code(ThreadId thread, uint64_t instructions);
    void after_operation();
    void record(ThreadId thread, int64_t start, uint64_t instructions, uint64_t performs,
                uint32_t choice = 0);
    void note(ThreadId thread, trace::EventKind kind, uint32_t argument);

    world::World* m_world;
    SourceView m_source;
    world::Observer* m_observer;
    SharedAccesses* m_accesses;
    Schedule* m_schedule;
    int64_t m_time = 0;
    int64_t m_recorded_time = 0;
    uint64_t m_executed = 0;
    std::optional<ThreadId> m_on_core;
    std::vector<std::optional<machine::Access>> m_pending;  // by thread
    std::vector<bool> m_ready_told;                         // by thread
};

}  // namespace interleave::explorer
