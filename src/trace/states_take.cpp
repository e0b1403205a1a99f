// What each group of events means for the lanes. By the time an event gets here, its thread has
// been resumed and its wait has ended (States::take): the functions below only begin things.

#include <algorithm>
#include <utility>

#include "trace/states_step.hpp"

namespace interleave::trace {

// Whether the thread, which has just arrived at its barrier, waited there until this event.
bool States::shows_waiting(const Step& step) const {
    const Event& event = step.event;
    if (event.kind == EventKind::atomic_wait) return true;
    return event.kind == EventKind::barrier_pass && m_progress[step.thread].barrier == event.object;
}

void States::take(const Step& step) {
    EventGroup group = event_info(step.event.kind).group;
    if (group == EventGroup::schedule) return take_schedule(step);
    forget_request(step.thread);
    const bool was_idle = std::exchange(m_progress[step.thread].idle, false);
    if (m_progress[step.thread].arrived_just_now && !shows_waiting(step))
        take_back_arrival(step.thread);
    m_progress[step.thread].arrived_just_now = false;
    if (!was_idle || step.event.kind != EventKind::sleep_begin) resume(step);
    switch (group) {
        case EventGroup::thread:
            return take_thread(step);
        case EventGroup::lock:
            return take_lock(step);
        case EventGroup::condition:
            return take_condition(step);
        case EventGroup::atomic:
            return take_atomic(step);
        case EventGroup::note:
            return take_note(step);
        case EventGroup::channel:
            return take_channel(step);
        case EventGroup::coroutine:
            return take_coroutine(step);
        default:
            break;
    }
    switch (step.event.kind) {
        case EventKind::sleep_begin:
            return set_state(step, step.thread,
                             was_idle ? ThreadState::Idle : ThreadState::Sleeping, 0);
        case EventKind::io_begin:
            return set_state(step, step.thread, ThreadState::InputOutput, step.event.object);
        case EventKind::input_begin:
            return set_state(step, step.thread, ThreadState::WaitingForInput, 0);
        case EventKind::process_wait:
            return set_state(step, step.thread, ThreadState::BlockedOnProcess, step.event.object);
        case EventKind::loop_idle:
            m_progress[step.thread].idle = true;
            return set_state(step, step.thread, ThreadState::Idle, 0);
        default:
            return;
    }
}

void States::take_thread(const Step& step) {
    switch (step.event.kind) {
        case EventKind::thread_create: {
            size_t child = thread_at(ThreadId{step.event.object});
            if (m_threads[child].states.empty()) set_state(step, child, ThreadState::Starting, 0);
            return;
        }
        case EventKind::join_begin: {
            const ThreadLane* other = find_thread(ThreadId{step.event.object});
            bool has_finished = other != nullptr && !other->states.empty() &&
                                other->states.back().state == ThreadState::Done;
            if (!has_finished)
                set_state(step, step.thread, ThreadState::BlockedOnJoin, step.event.object);
            return;
        }
        case EventKind::thread_exit: {
            for (size_t span : m_progress[step.thread].open_spans) {
                m_threads[step.thread].spans[span].end = step.event.time;
                m_threads[step.thread].spans[span].last = step.index;
            }
            m_progress[step.thread].open_spans.clear();
            return set_state(step, step.thread, ThreadState::Done, 0);
        }
        default:
            return;
    }
}

void States::take_lock(const Step& step) {
    bool is_once =
        step.event.kind == EventKind::once_begin || step.event.kind == EventKind::once_end;
    size_t object =
        object_at(step, step.event.object, is_once ? ObjectKind::Once : ObjectKind::Lock);
    bool shared = (step.event.argument & 1) != 0;
    switch (step.event.kind) {
        case EventKind::lock_request:
            return request(step, object, shared);
        case EventKind::lock_acquire:
            return begin_hold(step, object, shared);
        case EventKind::unlock:
            return end_hold(step, object, step.event.thread, false);
        case EventKind::once_begin:
            return begin_hold(step, object, false);
        case EventKind::once_end:
            return end_hold(step, object, step.event.thread, false);
        default:
            return;  // lock_fail: the wait is over, and nothing is held
    }
}

void States::take_condition(const Step& step) {
    size_t object = object_at(step, step.event.object, ObjectKind::Condition);
    Progress& progress = m_progress[step.thread];
    switch (step.event.kind) {
        case EventKind::condition_wait: {
            progress.mutex = step.event.argument;
            end_hold(step, object_at(step, progress.mutex, ObjectKind::Lock), step.event.thread,
                     true);
            begin_wait(step, step.thread, object, step.index, false);
            return set_state(step, step.thread, ThreadState::BlockedOnCondition, step.event.object);
        }
        case EventKind::condition_wake:
            if (progress.mutex == 0) return;  // the condition_wait was lost
            return begin_hold(step, object_at(step, progress.mutex, ObjectKind::Lock), false);
        default:
            return;
    }
}

void States::take_atomic(const Step& step) {
    Progress& progress = m_progress[step.thread];
    uint32_t address = step.event.object;
    switch (step.event.kind) {
        case EventKind::atomic_wait: {
            // Barriers and latches wait on a word inside themselves: shown as waiting at the
            // barrier.
            ObjectKind kind = ObjectKind::Atomic;
            if (progress.barrier) {
                address = *progress.barrier;
                kind = ObjectKind::Barrier;
            }
            begin_wait(step, step.thread, object_at(step, address, kind), step.index, false);
            return set_state(step, step.thread, ThreadState::BlockedOnAtomic, address);
        }
        case EventKind::semaphore_acquire:
            return set_level(step, object_at(step, address, ObjectKind::Semaphore),
                             step.event.argument);
        case EventKind::semaphore_release: {
            size_t object = object_at(step, address, ObjectKind::Semaphore);
            return set_level(step, object, m_object_progress[object].level + step.event.argument);
        }
        case EventKind::barrier_arrive: {
            size_t object = object_at(step, address, ObjectKind::Barrier);
            progress.barrier = address;
            set_level(step, object, m_object_progress[object].level + 1);
            begin_wait(step, step.thread, object, step.index, false);
            progress.arrived_just_now = true;
            return set_state(step, step.thread, ThreadState::BlockedOnAtomic, address);
        }
        case EventKind::barrier_pass: {
            size_t object = object_at(step, address, ObjectKind::Barrier);
            bool has_arrived = progress.barrier == address;
            progress.barrier.reset();
            if (has_arrived) set_level(step, object, m_object_progress[object].level - 1);
            return;
        }
        default:
            return;
    }
}

void States::take_note(const Step& step) {
    ThreadLane& lane = m_threads[step.thread];
    std::vector<size_t>& open = m_progress[step.thread].open_spans;
    switch (step.event.kind) {
        case EventKind::span_begin: {
            uint16_t depth = static_cast<uint16_t>(open.size());
            lane.depth = std::max<uint16_t>(lane.depth, static_cast<uint16_t>(depth + 1));
            open.push_back(lane.spans.size());
            lane.spans.push_back({.begin = step.event.time,
                                  .first = step.index,
                                  .name = step.event.object,
                                  .value = step.event.argument,
                                  .depth = depth});
            return;
        }
        case EventKind::span_end:
            // Ends the innermost span of that name; what is inside of it has ended too.
            for (size_t n = open.size(); n > 0; --n) {
                if (lane.spans[open[n - 1]].name != step.event.object) continue;
                for (size_t i = n - 1; i < open.size(); ++i) {
                    lane.spans[open[i]].end = step.event.time;
                    lane.spans[open[i]].last = step.index;
                }
                open.resize(n - 1);
                return;
            }
            return;
        case EventKind::value: {
            ObjectKey name{step.process(), step.event.object};
            uint64_t key = static_cast<uint64_t>(name.process) << 32 | name.address;
            auto [found, is_new] = m_curve_positions.try_emplace(key, m_curves.size());
            if (is_new) m_curves.push_back({.name = name});
            int64_t level = static_cast<int32_t>(step.event.argument);
            m_curves[found->second].points.push_back({step.event.time, level, step.index});
            return;
        }
        default:
            return;
    }
}

void States::take_schedule(const Step& step) {
    size_t thread = thread_at(ThreadId{step.event.object});
    Progress& progress = m_progress[thread];
    const std::vector<StateSpan>& states = m_threads[thread].states;
    switch (step.event.kind) {
        case EventKind::core_begin: {
            progress.core = step.event.argument;
            core_at(step.event.argument)
                .spans.push_back({.begin = step.event.time,
                                  .cause = step.index,
                                  .thread = ThreadId{step.event.object}});
            return set_state(step, thread, ThreadState::Running, 0);
        }
        case EventKind::core_end: {
            if (progress.core) {
                std::vector<CoreSpan>& spans = core_at(*progress.core).spans;
                if (!spans.empty() && spans.back().end == OpenEnd)
                    spans.back().end = step.event.time;
            }
            progress.core.reset();
            // 1: its time was used up, 3: it yielded. Blocking and finishing have events of their
            // own.
            bool wants_core = step.event.argument == 1 || step.event.argument == 3;
            bool was_running = states.empty() || states.back().state == ThreadState::Running;
            if (wants_core && was_running) set_state(step, thread, ThreadState::Ready, 0);
            return;
        }
        case EventKind::ready:
            if (!progress.core) set_state(step, thread, ThreadState::Ready, 0);
            return;
        default:
            return;
    }
}

void States::take_channel(const Step& step) {
    size_t object = object_at(step, step.event.object, ObjectKind::Channel);
    int64_t level = m_object_progress[object].level;
    switch (step.event.kind) {
        case EventKind::channel_send:
            return set_level(step, object, level + 1);
        case EventKind::channel_receive:
            return set_level(step, object, std::max<int64_t>(0, level - 1));
        case EventKind::channel_wait:
            begin_wait(step, step.thread, object, step.index, false);
            return set_state(step, step.thread, ThreadState::BlockedOnChannel, step.event.object);
        default:
            return;
    }
}

}  // namespace interleave::trace
