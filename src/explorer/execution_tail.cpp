// The end of an execution, when one thread is left (stretches.hpp, "a tail").
//
// Once all others have ended and were joined, everything happened before what the last thread does: no race is possible
// any more, nobody chooses, so its operations need be no events. Accesses stay events: who waits in a loop for
// what nobody writes is found to spin by them.

#include <algorithm>
#include <utility>

#include "base/hash.hpp"
#include "explorer/execution_probe.hpp"

namespace interleave::explorer {

using world::GuestThread;
using world::Operation;
using world::Phase;

bool Execution::is_alone(ThreadId thread) const {
    return m_world->live_threads() == 1 && m_world->threads().size() > 1 &&
           m_world->thread(thread).phase != Phase::Finished;
}

// An operation that the last thread can perform as part of what it did before.
bool Execution::absorbs(const GuestThread& thread) const {
    constexpr size_t Most = 1'000;  // endless ones are cut at the limit of events
    if (!is_alone(thread.id) || m_record.operations >= Most) return false;
    switch (thread.pending.kind) {
        case world::CallKind::Write:
        case world::CallKind::Exit:
            break;
        case world::CallKind::Operation:
            if (thread.pending.call.operation != Operation::mutex_lock &&
                thread.pending.call.operation != Operation::mutex_unlock) {
                return false;
            }
            break;
        default:
            return false;
    }
    return all_joined_but(thread.id) && m_world->can_perform(thread.id);
}

bool Execution::all_joined_but(ThreadId thread) const {
    return std::all_of(
        m_world->threads().begin(), m_world->threads().end(), [&](const GuestThread& other) {
            return other.id == thread || other.join_state == world::JoinState::Joined;
        });
}

// Of all that decides what it does, but memory.
uint64_t Execution::tail_name(ThreadId thread) const {
    uint64_t name = stretch_name(thread);
    for (const GuestThread& other : m_world->threads()) {
        name = base::hash_combine(name, static_cast<uint64_t>(other.join_state));
    }
    const GuestThread& guest = m_world->thread(thread);
    name = base::hash_combine(
        name, static_cast<uint64_t>(guest.phase) << 8 | state_of(thread).library_locks);
    const world::ProcessObjects& objects = m_world->process(guest.process).objects;
    name = objects.onces.hash(
        objects.rwlocks.hash(objects.conditions.hash(objects.mutexes.hash(name))));
    return base::hash_combine(name, m_world->live_threads());
}

// What has to be looked at again where the tail is repeated: nothing after all others were joined.
std::vector<Sight> Execution::sights_of_tail(ThreadId thread) const {
    const std::vector<Sight>& all = m_record.sights;
    size_t count = all.size();
    if (all_joined_but(thread)) {
        while (count > 0 && all[count - 1].kind != Sight::Kind::Join) --count;
    }
    return first_sights({all.data(), count});
}

bool Execution::repeat_tail(ThreadId thread) {
    if (m_options.final_memory) return false;
    const Tail* tail = m_tails.find(tail_name(thread), memory_of(thread));
    if (tail == nullptr) return false;
    if (!sees_only_past(thread, tail->sights)) {
        for (const Sight& sight : tail->sights) look_back(thread, sight);
    }
    m_segments.insert(m_segments.end(), tail->segments.begin(), tail->segments.end());
    m_tail_output = m_world->output();
    m_tail_output += tail->output;
    m_world->end(tail->outcome);
    m_ended_by_tail = m_repeated_tail = true;
    return true;
}

// Whether there is no need to look closer: all accesses to what the thread will see are of threads that it has joined by then,
// or came before it already.
bool Execution::sees_only_past(ThreadId thread, std::span<const Sight> sights) const {
    uint64_t joined = 0;
    for (const Sight& sight : sights) {
        switch (sight.kind) {
            case Sight::Kind::Join:
                joined |= uint64_t{1} << sight.address;
                break;
            case Sight::Kind::Read:
            case Sight::Kind::Write:
                if (!m_detector.is_past(thread, joined, sight.memory, sight.address, sight.mask))
                    return false;
                break;
            default:
                return false;
        }
    }
    return true;
}

// As `see`, but nobody will access anything after it.
void Execution::look_back(ThreadId thread, const Sight& sight) {
    if (sight.kind != Sight::Kind::Read && sight.kind != Sight::Kind::Write)
        return see(thread, sight);
    const bool writes = sight.kind == Sight::Kind::Write;
    m_detector.look_back(thread, sight.memory, sight.address, sight.mask, writes, m_races);
}

bool Execution::begin_tail(ThreadId thread) {
    m_record.operations = 0;
    if (m_record.active || m_options.final_memory) return false;
    const uint64_t name = tail_name(thread);
    if (m_tails.is_none(name)) return false;
    m_record.active = true;
    m_record.is_pure = true;
    m_record.name = name;
    m_record.first_segment = m_segments.size();
    m_record.output_size = m_world->output().size();
    m_record.misuses = m_state.misuses.size();
    m_record.sights.clear();
    m_traffic.begin(memory_of(thread));
    memory_of(thread).record_traffic(&m_traffic);
    return true;
}

void Execution::end_tail(ThreadId thread) {
    m_record.active = false;
    memory_of(thread).record_traffic(nullptr);
    const world::OutcomeKind kind = m_world->outcome().kind;
    if (!ended()) {
        m_tails.add_none(m_record.name);
    } else if (m_record.is_pure &&
               (kind == world::OutcomeKind::Exit || kind == world::OutcomeKind::Abort) &&
               !m_traffic.gave_up() && m_state.misuses.size() == m_record.misuses) {
        Tail tail;
        tail.outcome = m_world->outcome();
        tail.output = m_world->output().substr(m_record.output_size);
        tail.segments.assign(
            m_segments.begin() + static_cast<std::ptrdiff_t>(m_record.first_segment),
            m_segments.end());
        tail.sights = sights_of_tail(thread);
        m_tails.add(m_record.name, m_traffic.reads(), std::move(tail));
    }
    m_traffic.give_up();
}

}  // namespace interleave::explorer
