// The thread's own code, up to its next event; threads that spin.

#include "explorer/execution_probe.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/assert.hpp"
#include "base/hash.hpp"
#include "explorer/touches.hpp"
#include "machine/program.hpp"
#include "machine/run.hpp"

namespace interleave::explorer {

using machine::Access;
using machine::AccessKind;
using world::GuestThread;
using world::Phase;
using world::Wait;

void Execution::admit(ThreadId thread) {
    if (m_state.threads.size() <= thread.value) m_state.threads.resize(thread.value + 1);
    ThreadState& state = state_of(thread);
    state.known = true;
    state.time = m_world->time();
    m_detector.begin_event(thread);
    run_on(thread);
}

void Execution::refuse_thread(ThreadId creator) {
    world::Outcome outcome;
    outcome.kind = world::OutcomeKind::Invalid;
    outcome.thread = creator;
    outcome.message = "The program creates more than " + std::to_string(MostThreads - 1) +
                      " threads: too many to explore. Run it on virtual cores instead, or with fewer threads.";
    m_world->end(std::move(outcome));
}

// Those whose wait on a condition variable or an atomic was not ended by a notification yet.
uint64_t Execution::waiting_threads() const {
    uint64_t waiting = 0;
    for (const GuestThread& thread : m_world->threads()) {
        if (thread.phase != Phase::Waiting || thread.id.value >= MostThreads) continue;
        const auto& objects = m_world->process(thread.process).objects;
        const bool woken = thread.wait.what == world::WaitingFor::Condition
                               ? objects.conditions.chosen(thread.id, thread.wait.object)
                           : thread.wait.what == world::WaitingFor::Atomic
                               ? objects.futexes.woken(thread.id, thread.wait.object)
                               : true;
        if (!woken) waiting |= uint64_t{1} << thread.id.value;
    }
    return waiting;
}

void Execution::run_on(ThreadId thread) {
    uint64_t executed = 0;
    constexpr uint64_t Piece = 100'000;
    while (!ended() && state_of(thread).access_count == 0) {
        const GuestThread& guest = m_world->thread(thread);
        if (guest.phase == Phase::Running) {
            if (executed >= m_options.instructions_per_event) {
                // Others may end its loop, or race with what it reads: they go on.
                m_state.runaway = thread;
                state_of(thread).spins = true;
                return;
            }
            ThreadState& state = state_of(thread);
            m_world->set_time(state.time);
            const uint64_t done = m_world->advance(thread, Piece, m_probe.get());
            executed += done;
            if (done != 0) append(thread, state_of(thread).time, done, 0);
        } else if (guest.phase == Phase::AtCall && !is_event(guest)) {
            perform_quietly(thread);
        } else {
            break;
        }
    }
    if (!ended()) stand(thread);
}

// The library's own notifications, at the start and end of a thread, are nobody's business.
bool Execution::is_event(const GuestThread& thread) const {
    if (is_quiet(thread, m_options.output_order)) return false;
    // What is printed under a file's lock belongs to the event that took the lock.
    if (thread.pending.kind == world::CallKind::Write && state_of(thread.id).library_locks != 0) return false;
    const bool notifies = thread.pending.kind == world::CallKind::AtomicNotify ||
                          (thread.pending.kind == world::CallKind::Operation &&
                           thread.pending.call.operation == world::Operation::futex_wake);
    if (!notifies) return true;
    for (size_t level = 0; level < thread.machine.depth(); ++level) {
        if (m_visibility.function_counts(thread.machine.frame(level).code->function.value)) return true;
    }
    return false;
}

void Execution::perform_quietly(ThreadId thread) {
    perform(thread, 0);
    if (ended() || m_world->thread(thread).phase != Phase::Waiting) return;
    // A sleep or simulated I/O: it takes its time and nobody else's.
    ThreadState& state = state_of(thread);
    state.time = std::max(state.time, m_world->thread(thread).wait.deadline);
    m_world->set_time(state.time);
    append(thread, state.time, 0, 1);
    const bool over = m_world->try_end_wait(thread);
    INTERLEAVE_ASSERT(over);
}

// The thread stands before its next event. If it stood here before, in the same state, and has only read since, it
// spins.
void Execution::stand(ThreadId thread) {
    ThreadState& state = state_of(thread);
    const GuestThread& guest = m_world->thread(thread);
    const bool at_read =
        state.access_count != 0 ? state.accesses[0].kind != AccessKind::Write &&
                                      state.accesses[0].kind != AccessKind::AtomicStore
                                : guest.phase == Phase::AtCall &&
                                      guest.pending.kind == world::CallKind::Operation &&
                                      (guest.pending.call.operation == world::Operation::mutex_trylock ||
                                       guest.pending.call.operation == world::Operation::rwlock_try_read ||
                                       guest.pending.call.operation == world::Operation::rwlock_try_write ||
                                       guest.pending.call.operation ==
                                           world::Operation::semaphore_try_acquire);
    if (!at_read) return;
    const uint64_t hash = standing_hash(thread);
    if (hash == 0) return;
    for (uint8_t i = 0; i < state.standing_count; ++i) {
        if (state.standing[i] == hash) {
            state.spins = true;
            return;
        }
    }
    if (state.standing_count == LongestSpin) {
        std::copy(state.standing + 1, state.standing + LongestSpin, state.standing);
        --state.standing_count;
    }
    state.standing[state.standing_count++] = hash;
}

// Of what the thread can still tell apart: where it is in each of its functions, and the variables of the program's own
// functions, which are all in memory (Visibility::frame_locals). 0 where that is not known.
uint64_t Execution::standing_hash(ThreadId thread) {
    const machine::Thread& machine = m_world->thread(thread).machine;
    uint64_t hash = 1;
    uint32_t frame_address = 0;
    bool own = false;
    for (size_t level = 0; level < machine.depth(); ++level) {
        const machine::Frame& frame = machine.frame(level);
        const uint32_t function = frame.code->function.value;
        hash = base::hash_combine(hash, uint64_t{function} << 32 | frame.code->index_of(frame.ip));
        if (frame_address != 0 || function >= m_visibility.frame_locals.size()) continue;
        const uint32_t local = m_visibility.frame_locals[function];
        if (local == Visibility::NotOwn) continue;
        own = true;
        if (local == Visibility::NoVariables) continue;
        const uint32_t slot = local < frame.code->near_locals
                                  ? local
                                  : frame.code->far_locals_at + (local - frame.code->near_locals);
        frame_address = static_cast<uint32_t>(machine.slots[frame.base / sizeof(machine::Slot) + slot]);
    }
    if (!own) return 0;
    state_of(thread).frame = frame_address;
    if (frame_address == 0 && m_visibility.stack_pointer != Visibility::NotOwn) {
        machine::Store& store = m_world->store();
        const machine::GlobalId pointer =
            store.global_of(machine.frame(0).instance, m_visibility.stack_pointer);
        state_of(thread).frame = static_cast<uint32_t>(store.global_value(pointer));
    }
    machine::Memory& memory =
        m_world->store().memory(m_world->process(m_world->thread(thread).process).memory);
    if (frame_address == 0 || !memory.in_bounds(frame_address, FrameBytes)) return hash | 1;
    return base::hash_bytes(memory.data() + frame_address, FrameBytes, hash) | 1;
}

bool Execution::spin_is_stale() {
    for (uint32_t i = 0; i < m_state.threads.size(); ++i) {
        ThreadState& state = m_state.threads[i];
        if (!state.spins) continue;
        // One more round: it comes back to where it is, or something is new to it.
        state.spins = false;
        state.standing_count = 0;
        stand(ThreadId{i});
        Event event;
        for (size_t round = 0; round < LongestSpin + 1 && !state_of(ThreadId{i}).spins; ++round) {
            const Label label{ThreadId{i}};
            if (!can_take(label)) return true;
            take(label, event);
            if (ended()) return true;
        }
        if (!state_of(ThreadId{i}).spins) return true;
    }
    return false;
}

}  // namespace interleave::explorer
