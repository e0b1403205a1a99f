#include "trace/states.hpp"

#include <algorithm>

#include "trace/states_step.hpp"

namespace interleave::trace {

namespace {

// Kinds that can stand at one address at different times have lanes of their own.
uint32_t lane_class(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::Atomic:
        case ObjectKind::Semaphore:
        case ObjectKind::Barrier:
            return 0;
        case ObjectKind::Lock:
        case ObjectKind::Once:
            return 1;
        case ObjectKind::Condition:
            return 2;
        case ObjectKind::Channel:
            return 3;
        case ObjectKind::Coroutine:
            return 15;
    }
    return 0;
}

uint64_t lane_key(ObjectKey key, ObjectKind kind) {
    return static_cast<uint64_t>(key.address) |
           static_cast<uint64_t>(key.process & 0x0fffffff) << 32 |
           static_cast<uint64_t>(lane_class(kind)) << 60;
}

}  // namespace

const char* thread_state_name(ThreadState state) {
    constexpr const char* Names[ThreadStateCount] = {
        "starting",
        "ready",
        "running",
        "waiting for a lock",
        "waiting for a notification",
        "waiting to be woken",
        "waiting for a thread to finish",
        "waiting for a channel",
        "waiting for a process",
        "sleeping",
        "in input/output",
        "waiting for your input",
        "idle",
        "done",
    };
    return Names[static_cast<size_t>(state)];
}

bool is_blocked(ThreadState state) {
    return state >= ThreadState::BlockedOnLock && state <= ThreadState::BlockedOnProcess;
}

const char* object_kind_name(ObjectKind kind) {
    constexpr const char* Names[] = {"atomic",    "lock",    "once flag", "condition variable",
                                     "semaphore", "barrier", "channel",   "coroutine"};
    return Names[static_cast<size_t>(kind)];
}

// --- lanes
// ------------------------------------------------------------------------------------------

void States::extend(const Trace& trace) {
    for (; m_next < trace.size(); ++m_next) {
        Event event = trace[m_next];
        take({trace, event, EventIndex{m_next}, thread_at(event.thread)});
    }
}

size_t States::thread_at(ThreadId id) {
    auto [found, is_new] = m_thread_positions.try_emplace(id, m_threads.size());
    if (is_new) {
        m_threads.push_back({.id = id});
        m_progress.emplace_back();
    }
    return found->second;
}

size_t States::object_at(const Step& step, uint32_t address, ObjectKind kind) {
    ObjectKey key{step.process(), address};
    if (kind == ObjectKind::Channel) key = channel_key(address);
    auto [found, is_new] = m_object_positions.try_emplace(lane_key(key, kind), m_objects.size());
    if (is_new) {
        m_objects.push_back({.key = key, .kind = kind});
        m_object_progress.emplace_back();
    }
    // What waits like an atomic may turn out to be a semaphore.
    ObjectLane& lane = m_objects[found->second];
    if (lane.kind == ObjectKind::Atomic) lane.kind = kind;
    return found->second;
}

CoreLane& States::core_at(uint32_t core) {
    auto place =
        std::lower_bound(m_cores.begin(), m_cores.end(), core,
                         [](const CoreLane& lane, uint32_t number) { return lane.core < number; });
    if (place == m_cores.end() || place->core != core)
        place = m_cores.insert(place, {.core = core});
    return *place;
}

const ThreadLane* States::find_thread(ThreadId id) const {
    auto found = m_thread_positions.find(id);
    return found == m_thread_positions.end() ? nullptr : &m_threads[found->second];
}

const ObjectLane* States::find_object(ObjectKey key, ObjectKind kind) const {
    auto found = m_object_positions.find(lane_key(key, kind));
    return found == m_object_positions.end() ? nullptr : &m_objects[found->second];
}

// --- threads: states and waits
// ----------------------------------------------------------------------

void States::set_state(const Step& step, size_t thread, ThreadState state, uint32_t object) {
    std::vector<StateSpan>& spans = m_threads[thread].states;
    if (!spans.empty()) {
        if (spans.back().state == state && spans.back().object == object) return;
        spans.back().end = step.event.time;
    }
    // A thread that is acted upon by another stays on the line where it was.
    uint16_t line = step.event.line;
    if (thread != step.thread) line = spans.empty() ? 0 : spans.back().line;
    spans.push_back({.begin = step.event.time,
                     .cause = step.index,
                     .object = object,
                     .line = line,
                     .state = state});
}

// The thread of the event does something, so it waits no more. Where the trace knows cores, a
// thread without one is only ready.
void States::resume(const Step& step) {
    std::vector<StateSpan>& spans = m_threads[step.thread].states;
    if (spans.empty()) {
        // The main thread runs from the start, long before its first event.
        Time begin = step.event.thread.value == 0 ? 0 : step.event.time;
        spans.push_back({.begin = begin, .cause = step.index, .line = step.event.line});
        return;
    }
    bool is_over =
        spans.back().state == ThreadState::Done && step.event.kind != EventKind::thread_start;
    if (is_over) return;
    end_wait(step, step.thread);
    bool on_core = m_cores.empty() || m_progress[step.thread].core.has_value();
    set_state(step, step.thread, on_core ? ThreadState::Running : ThreadState::Ready, 0);
}

void States::begin_wait(const Step& step, size_t thread, size_t object, EventIndex first,
                        bool shared) {
    end_wait(step, thread);
    ObjectLane& lane = m_objects[object];
    Progress& progress = m_progress[thread];
    progress.waits = true;
    progress.wait_object = object;
    progress.wait = lane.waits.size();
    lane.waits.push_back({.begin = step.event.time,
                          .first = first,
                          .thread = m_threads[thread].id,
                          .shared = shared});
    lane.waiting.push_back({step.event.time, ++m_object_progress[object].waiting, step.index});
}

void States::end_wait(const Step& step, size_t thread) {
    Progress& progress = m_progress[thread];
    if (!progress.waits) return;
    progress.waits = false;
    ObjectLane& lane = m_objects[progress.wait_object];
    WaitSpan& wait = lane.waits[progress.wait];
    wait.end = step.event.time;
    wait.last = step.index;
    lane.waiting.push_back(
        {step.event.time, --m_object_progress[progress.wait_object].waiting, step.index});
}

// It counted down or arrived without waiting: what was shown since is no wait.
void States::take_back_arrival(size_t thread) {
    Progress& progress = m_progress[thread];
    progress.arrived_just_now = false;
    progress.waits = false;
    ObjectLane& lane = m_objects[progress.wait_object];
    WaitSpan& wait = lane.waits[progress.wait];
    wait.end = wait.begin;
    wait.last = wait.first;
    size_t since = lane.waiting.size() - 1;
    for (; lane.waiting[since].cause != wait.first; --since) --lane.waiting[since].level;
    lane.waiting.erase(lane.waiting.begin() + static_cast<ptrdiff_t>(since));
    --m_object_progress[progress.wait_object].waiting;
    StateSpan& span = m_threads[thread].states.back();
    span.state = ThreadState::Running;
    span.object = 0;
}

void States::set_level(const Step& step, size_t object, int64_t level) {
    m_object_progress[object].level = level;
    m_objects[object].levels.push_back({step.event.time, level, step.index});
}

// --- locks: holds and requests
// ----------------------------------------------------------------------

bool States::is_free(size_t object, ThreadId thread, bool shared) const {
    for (const OpenHold& open : m_object_progress[object].holds) {
        bool both_read = shared && m_objects[object].holds[open.hold].shared;
        if (open.thread != thread && !both_read) return false;
    }
    return true;
}

void States::begin_hold(const Step& step, size_t object, bool shared) {
    ObjectLane& lane = m_objects[object];
    std::vector<OpenHold>& open = m_object_progress[object].holds;
    for (OpenHold& hold : open) {
        if (hold.thread == step.event.thread) {
            ++hold.depth;
            return;
        }
    }
    // Holds that this one excludes have ended, though nothing said so: their unlock was lost.
    std::vector<ThreadId> excluded;
    for (const OpenHold& hold : open) {
        if (!shared || !lane.holds[hold.hold].shared) excluded.push_back(hold.thread);
    }
    for (ThreadId thread : excluded) end_hold(step, object, thread, true);
    open.push_back({step.event.thread, lane.holds.size()});
    lane.holds.push_back({.begin = step.event.time,
                          .acquired = step.index,
                          .thread = step.event.thread,
                          .shared = shared});
    block_requests(step, object);
}

void States::end_hold(const Step& step, size_t object, ThreadId thread, bool wholly) {
    std::vector<OpenHold>& open = m_object_progress[object].holds;
    auto found = std::find_if(open.begin(), open.end(),
                              [&](const OpenHold& hold) { return hold.thread == thread; });
    if (found == open.end()) return;
    if (--found->depth > 0 && !wholly) return;
    HoldSpan& hold = m_objects[object].holds[found->hold];
    hold.end = step.event.time;
    hold.released = step.index;
    open.erase(found);
}

void States::request(const Step& step, size_t object, bool shared) {
    if (!is_free(object, step.event.thread, shared)) {
        begin_wait(step, step.thread, object, step.index, shared);
        set_state(step, step.thread, ThreadState::BlockedOnLock, step.event.object);
        return;
    }
    Progress& progress = m_progress[step.thread];
    progress.has_request = true;
    progress.request_object = object;
    progress.request_shared = shared;
    progress.request_event = step.index;
    progress.request_line = step.event.line;
    m_object_progress[object].requests.push_back(step.thread);
}

void States::forget_request(size_t thread) {
    Progress& progress = m_progress[thread];
    if (!progress.has_request) return;
    progress.has_request = false;
    std::erase(m_object_progress[progress.request_object].requests, thread);
}

// The lock has just been taken: who asked for it while it was free waits from now on.
void States::block_requests(const Step& step, size_t object) {
    std::vector<size_t> asked = m_object_progress[object].requests;
    for (size_t thread : asked) {
        Progress& progress = m_progress[thread];
        if (is_free(object, m_threads[thread].id, progress.request_shared)) continue;
        forget_request(thread);
        begin_wait(step, thread, object, progress.request_event, progress.request_shared);
        set_state(step, thread, ThreadState::BlockedOnLock, m_objects[object].key.address);
        StateSpan& span = m_threads[thread].states.back();
        span.cause = progress.request_event;
        span.line = progress.request_line;
    }
}

// --- questions about a moment
// -----------------------------------------------------------------------

namespace {

template <typename Point>
const Point* last_by(const std::vector<Point>& points, Time time, Time Point::*begin) {
    auto after =
        std::upper_bound(points.begin(), points.end(), time,
                         [begin](Time value, const Point& point) { return value < point.*begin; });
    return after == points.begin() ? nullptr : &*std::prev(after);
}

}  // namespace

const StateSpan* state_at(const ThreadLane& lane, Time time) {
    return last_by(lane.states, time, &StateSpan::begin);
}

std::vector<HoldSpan> holders_at(const ObjectLane& lane, Time time) {
    std::vector<HoldSpan> result;
    const HoldSpan* last = last_by(lane.holds, time, &HoldSpan::begin);
    if (last == nullptr) return result;
    // Backwards as far as readers overlap: an exclusive hold began after all earlier ones had
    // ended.
    for (const HoldSpan* hold = last;; --hold) {
        if (time < hold->end) result.push_back(*hold);
        if (!hold->shared || hold == lane.holds.data()) break;
    }
    std::reverse(result.begin(), result.end());
    return result;
}

std::vector<WaitSpan> waiters_at(const ObjectLane& lane, Time time) {
    std::vector<WaitSpan> result;
    const WaitSpan* wait = last_by(lane.waits, time, &WaitSpan::begin);
    // Backwards until all who wait at the time are found.
    int64_t missing = level_at(lane.waiting, time);
    for (; missing > 0; --wait) {
        if (time < wait->end) {
            result.push_back(*wait);
            --missing;
        }
        if (wait == lane.waits.data()) break;
    }
    std::reverse(result.begin(), result.end());
    return result;
}

int64_t level_at(const std::vector<LevelPoint>& points, Time time) {
    const LevelPoint* point = last_by(points, time, &LevelPoint::time);
    return point == nullptr ? 0 : point->level;
}

}  // namespace interleave::trace
