#include "explorer/manual.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/assert.hpp"

namespace interleave::explorer {

using base::Error;
using base::Status;
using machine::Granularity;
using trace::EventKind;
using world::CallKind;
using world::Operation;
using world::Phase;

namespace {

// Why a thread leaves its core: the arguments of core_end (trace/events.def).
constexpr uint32_t Blocked = 0;
constexpr uint32_t TurnOver = 1;
constexpr uint32_t Finished = 2;

Error does_not_fit(ThreadId thread, const char* why) {
    return Error{"The schedule does not fit this program: thread " + std::to_string(thread.value) +
                 why +
                 " It was made with another version of the program, or with other parameters."};
}

}  // namespace

Manual::Manual(world::World& world, SourceView source, world::Observer* observer,
               SharedAccesses* accesses, Schedule* schedule)
    : m_world(&world),
      m_source(std::move(source)),
      m_observer(observer),
      m_accesses(accesses),
      m_schedule(schedule),
      m_time(world.time()),
      m_recorded_time(world.time()) {
    after_operation();
}

void Manual::begin() {
    put_on_core(ThreadId{0});
    settle(ThreadId{0});
    m_world->set_time(m_time);
}

bool Manual::can_move(ThreadId thread) const {
    if (m_world->outcome().ended()) return false;
    const world::GuestThread& guest = m_world->thread(thread);
    switch (guest.phase) {
        case Phase::Running:
        case Phase::AtCall:
            return true;
        case Phase::Waiting:
            return m_world->can_perform(thread) || m_world->can_time_out(thread);
        case Phase::Finished:
        case Phase::Failed:
            return false;
    }
    return false;
}

std::optional<machine::Access> Manual::access_before(ThreadId thread) const {
    if (thread.value >= m_pending.size()) return std::nullopt;
    return m_pending[thread.value];
}

RunStatus Manual::status() const {
    if (m_world->outcome().ended()) return RunStatus::Ended;
    bool input = false;
    for (const world::GuestThread& thread : m_world->threads()) {
        if (can_move(thread.id)) return RunStatus::Running;
        input = input ||
                (thread.phase == Phase::Waiting && thread.wait.what == world::WaitingFor::Input);
    }
    return input ? RunStatus::NeedsInput : RunStatus::Deadlock;
}

void Manual::move(ThreadId thread, MoveUnit unit) {
    INTERLEAVE_ASSERT(can_move(thread));
    // So that a move ends at a time of its own also where it executes nothing.
    if (m_world->thread(thread).phase != Phase::Running) ++m_time;
    put_on_core(thread);
    switch (unit) {
        case MoveUnit::Operation:
            one_operation(thread);
            settle(thread);
            break;
        case MoveUnit::Line:
            one_line(thread);
            break;
        case MoveUnit::Instruction:
            one_instruction(thread);
            break;
    }
    m_world->set_time(m_time);
    if (!goes_on(thread)) take_off_core();
}

// --- the three units

// The operation that the thread stands before; nothing if it is in its own code.
void Manual::one_operation(ThreadId thread) {
    switch (m_world->thread(thread).phase) {
        case Phase::Running:
            if (m_pending[thread.value]) do_access(thread);
            break;
        case Phase::AtCall:
            perform(thread);
            break;
        case Phase::Waiting:
            try_end_wait(thread);
            break;
        case Phase::Finished:
        case Phase::Failed:
            break;
    }
}

void Manual::one_line(ThreadId thread) {
    const uint32_t line = m_source.line(m_world->thread(thread));
    const uint64_t end = m_executed + LongestMove;
    do {
        if (at_own_code(thread))
            execute(thread, 1, Granularity::Operation);
        else
            one_operation(thread);
    } while (goes_on(thread) && m_executed < end && m_source.line(m_world->thread(thread)) == line);
    // Before and behind the program there are no lines.
    if (goes_on(thread) && m_source.line(m_world->thread(thread)) == 0)
        settle(thread);
    else
        look_ahead(thread);
}

void Manual::one_instruction(ThreadId thread) {
    if (!at_own_code(thread)) {
        one_operation(thread);
    } else if (execute(thread, 1, Granularity::Instruction) == 0 && m_pending[thread.value]) {
        do_access(thread);
    }
    const uint64_t end = m_executed + LongestMove;
    while (at_own_code(thread) && m_executed < end &&
           !m_source.in_program(m_world->thread(thread))) {
        execute(thread, 1, Granularity::Instruction);
    }
    look_ahead(thread);
}

// Runs the thread's own code, and operations that nobody can notice, up to the next one that others can.
void Manual::settle(ThreadId thread) {
    const uint64_t end = m_executed + LongestMove;
    while (goes_on(thread) && m_executed < end) {
        if (stands_before_automatic_call(thread))
            perform(thread);
        else if (at_own_code(thread))
            execute(thread, 100'000, Granularity::Operation);
        else
            break;
    }
}

// --- steps

bool Manual::at_own_code(ThreadId thread) const {
    return !m_world->outcome().ended() && m_world->thread(thread).phase == Phase::Running &&
           !m_pending[thread.value];
}

bool Manual::goes_on(ThreadId thread) const {
    if (m_world->outcome().ended()) return false;
    const Phase phase = m_world->thread(thread).phase;
    return phase == Phase::Running || phase == Phase::AtCall;
}

// Calls that change nothing a learner would choose between: they are done along the way.
bool Manual::stands_before_automatic_call(ThreadId thread) const {
    const world::GuestThread& guest = m_world->thread(thread);
    if (guest.phase != Phase::AtCall) return false;
    if (guest.pending.kind != CallKind::Operation) return false;
    switch (guest.pending.call.operation) {
        case Operation::note:
        case Operation::thread_exiting:
        case Operation::mutex_destroy:
        case Operation::condition_destroy:
        case Operation::rwlock_destroy:
            return true;
        default:
            return false;
    }
}

void Manual::perform(ThreadId thread) {
    m_world->set_time(m_time);
    m_world->perform(thread);
    record(thread, m_time, 0, 1);
    after_operation();
}

bool Manual::try_end_wait(ThreadId thread) {
    const world::Wait wait = m_world->thread(thread).wait;
    if (!m_world->can_perform(thread) && wait.deadline != world::Wait::Never) {
        m_time = std::max(m_time, wait.deadline);
    }
    m_world->set_time(m_time);
    if (!m_world->try_end_wait(thread)) return false;
    record(thread, m_time, 0, 1);
    after_operation();
    return true;
}

uint64_t Manual::execute(ThreadId thread, uint64_t instructions, Granularity granularity) {
    m_world->set_time(m_time);
    if (m_accesses != nullptr) m_accesses->begin(thread);
    const uint64_t done = m_world->advance(thread, instructions, m_accesses, granularity);
    m_executed += done;
    if (done != 0) record(thread, std::exchange(m_time, m_world->time()), done, 0);
    if (m_accesses != nullptr && m_world->last_stop() == machine::StopReason::Probe) {
        std::optional<machine::Access> access = m_accesses->take();
        m_pending[thread.value] = access;
        // The library's own accesses are not for the learner to choose.
        if (access && !m_source.shows(*access, m_world->thread(thread)))
            return done + do_access(thread);
    }
    return done;
}

uint64_t Manual::do_access(ThreadId thread) {
    const machine::Access access = *std::exchange(m_pending[thread.value], std::nullopt);
    m_world->set_time(m_time);
    if (m_observer != nullptr) m_observer->before_access(access, m_time, m_world->thread(thread));
    const uint64_t done = m_world->advance(thread, 1);
    m_executed += done;
    if (done != 0) record(thread, std::exchange(m_time, m_world->time()), done, 0);
    if (m_observer != nullptr) m_observer->after_access(access);
    return done;
}

// New threads have places from now on, and whoever can go on again is told ready.
void Manual::after_operation() {
    const std::vector<world::GuestThread>& threads = m_world->threads();
    m_pending.resize(threads.size());
    m_ready_told.resize(threads.size(), false);
    for (const world::GuestThread& thread : threads) {
        const bool ready = can_move(thread.id) && thread.id != m_on_core;
        if (ready && !m_ready_told[thread.id.value] && thread.wait.deadline == world::Wait::Never) {
            note(thread.id, EventKind::ready, 0);
        }
        m_ready_told[thread.id.value] = ready;
    }
}

void Manual::put_on_core(ThreadId thread) {
    if (m_on_core == thread) return;
    if (m_on_core) take_off_core();
    m_on_core = thread;
    m_ready_told[thread.value] = false;
    note(thread, EventKind::core_begin, 0);
}

void Manual::take_off_core() {
    if (!m_on_core) return;
    const ThreadId thread = *std::exchange(m_on_core, std::nullopt);
    switch (m_world->thread(thread).phase) {
        case Phase::Running:
        case Phase::AtCall:
            note(thread, EventKind::core_end, TurnOver);
            note(thread, EventKind::ready, 0);
            m_ready_told[thread.value] = true;
            break;
        case Phase::Waiting:
            note(thread, EventKind::core_end, Blocked);
            break;
        case Phase::Finished:
        case Phase::Failed:
            note(thread, EventKind::core_end, Finished);
            break;
    }
}

void Manual::note(ThreadId thread, EventKind kind, uint32_t argument) {
    if (m_observer == nullptr) return;
    trace::Event event;
    event.time = m_time;
    event.thread = thread;
    event.kind = kind;
    event.object = thread.value;
    event.argument = argument;
    m_observer->on_event(event, m_world->thread(thread));
}

void Manual::record(ThreadId thread, int64_t start, uint64_t instructions, uint64_t performs,
                    uint32_t choice) {
    if (m_schedule == nullptr) return;
    m_schedule->append(Segment{thread, instructions, performs, start - m_recorded_time, choice});
    m_recorded_time = m_world->time();
}

// --- recorded schedules

// Whether so many instructions end between two of the machine's operations. A move by instructions may have ended inside of
// one; and then they must be counted one by one, which is not the same state otherwise.
bool Manual::fits_operations(ThreadId thread, uint64_t instructions) {
    m_source.try_out(true);
    const world::World::Saved before = m_world->save();
    if (m_accesses != nullptr) m_accesses->begin(thread);
    const uint64_t done = m_world->advance(thread, instructions, m_accesses);
    if (m_accesses != nullptr) (void)m_accesses->take();
    m_world->restore(before);
    m_source.try_out(false);
    return done <= instructions;
}

// As much of `instructions` as comes before the next operation; 0 = all of it.
uint64_t Manual::follow_own_code(ThreadId thread, uint64_t instructions) {
    constexpr uint64_t Exactly = 64;
    if (instructions == 0) return execute(thread, 100'000, Granularity::Operation);
    if (instructions <= Exactly) {
        const bool fits = fits_operations(thread, instructions);
        return execute(thread, instructions,
                       fits ? Granularity::Operation : Granularity::Instruction);
    }
    return execute(thread, std::min<uint64_t>(instructions - Exactly, 100'000),
                   Granularity::Operation);
}

Status Manual::follow(const Segment& segment) {
    const ThreadId thread = segment.thread;
    if (thread.value >= m_world->threads().size())
        return does_not_fit(thread, " does not exist at this point.");
    uint64_t instructions = segment.instructions;
    uint64_t performs = segment.performs;
    m_time = m_recorded_time + segment.gap;
    put_on_core(thread);
    while ((instructions != 0 || performs != 0) && !m_world->outcome().ended()) {
        const Phase phase = m_world->thread(thread).phase;
        if (phase == Phase::Finished || phase == Phase::Failed)
            return does_not_fit(thread, " has ended.");
        if (phase == Phase::Running) {
            if (instructions == 0 && performs == 0) break;
            // Explorers' links leave the instructions out: the thread goes on to its operation.
            const uint64_t done =
                m_pending[thread.value] ? do_access(thread) : follow_own_code(thread, instructions);
            instructions -= std::min(done, instructions);
            continue;
        }
        if (performs == 0) return does_not_fit(thread, " is at an operation already.");
        --performs;
        m_world->set_time(m_time);
        if (phase == Phase::AtCall)
            m_world->perform(thread, segment.choice);
        else if (!m_world->try_end_wait(thread, segment.choice))
            return does_not_fit(thread, " is still waiting.");
        record(thread, m_time, 0, 1, segment.choice);
        after_operation();
    }
    if (!goes_on(thread)) take_off_core();
    return base::Nothing{};
}

void Manual::finish_following() {
    m_time = std::max(m_time, m_world->time());
    for (size_t i = 0; i < m_world->threads().size(); ++i)
        look_ahead(ThreadId{static_cast<uint32_t>(i)});
}

// Whether the thread's next instruction is an access that the learner sees: tries it and takes it back.
void Manual::look_ahead(ThreadId thread) {
    if (m_accesses == nullptr || !at_own_code(thread) || !m_world->thread(thread).started) return;
    m_source.try_out(true);
    const world::World::Saved before = m_world->save();
    m_accesses->begin(thread);
    m_world->advance(thread, 1, m_accesses);
    std::optional<machine::Access> access;
    if (m_world->last_stop() == machine::StopReason::Probe) access = m_accesses->take();
    m_world->restore(before);
    m_source.try_out(false);
    if (access && m_source.shows(*access, m_world->thread(thread)))
        m_pending[thread.value] = access;
}

}  // namespace interleave::explorer
