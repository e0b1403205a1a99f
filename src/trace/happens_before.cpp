#include "trace/happens_before.hpp"

#include <algorithm>
#include <numeric>

namespace interleave::trace {

namespace {

constexpr uint32_t Unlimited = UINT32_MAX;
constexpr size_t KeptNotifications = 256;

bool by_to(const Edge& edge, EventIndex to) { return edge.to < to; }

}  // namespace

struct HappensBefore::Step {
    const Trace& trace;
    Event event;
    EventIndex index;

    Origin origin() const { return {index, event.thread}; }
    uint64_t key(uint32_t address) const {
        return static_cast<uint64_t>(trace.process_of(event.thread)) << 32 | address;
    }
    uint64_t key() const { return key(event.object); }
};

const char* edge_kind_name(EdgeKind kind) {
    constexpr const char* Names[] = {"start",     "join",    "lock",    "notify", "atomic wake",
                                     "semaphore", "barrier", "message", "process"};
    return Names[static_cast<size_t>(kind)];
}

// --- edges as events come
// ---------------------------------------------------------------------------

void HappensBefore::extend(const Trace& trace) {
    for (; m_next < trace.size(); ++m_next) take({trace, trace[m_next], EventIndex{m_next}});
}

void HappensBefore::add(const Step& step, Origin from, EdgeKind kind) {
    if (from.thread != step.event.thread) m_edges.push_back({from.event, step.index, kind});
}

void HappensBefore::take(const Step& step) {
    const Event& event = step.event;
    // An edge from the event remembered for an id, if there is one.
    auto follow = [&](std::unordered_map<uint32_t, Origin>& origins, uint32_t id, EdgeKind kind) {
        auto found = origins.find(id);
        if (found == origins.end()) return;
        add(step, found->second, kind);
        origins.erase(found);
    };
    bool shared = (event.argument & 1) != 0;
    switch (event.kind) {
        case EventKind::thread_create:
            m_created.insert_or_assign(event.object, step.origin());
            return;
        case EventKind::thread_start:
            follow(m_created, event.thread.value, EdgeKind::Start);
            follow(m_spawned, step.trace.process_of(event.thread), EdgeKind::Process);
            return;
        case EventKind::thread_exit:
            m_exited.insert_or_assign(event.thread.value, step.origin());
            return;
        case EventKind::join_end:
            return follow(m_exited, event.object, EdgeKind::Join);
        case EventKind::process_spawn:
            m_spawned.insert_or_assign(event.object, step.origin());
            return;
        case EventKind::process_exit:
            m_process_exited.insert_or_assign(event.object, step.origin());
            return;
        case EventKind::process_joined:
            return follow(m_process_exited, event.object, EdgeKind::Process);

        case EventKind::lock_acquire:
            return acquire(step, event.object, shared);
        case EventKind::unlock:
            return release(step, event.object, shared);
        case EventKind::barrier_arrive:
            m_barriers[step.key()].arrivals.push_back(step.origin());
            return;
        case EventKind::barrier_pass:
            return pass(step, m_barriers[step.key()]);
        default:
            break;
    }
    take_wait(step);
    take_queue(step);
}

void HappensBefore::take_wait(const Step& step) {
    const Event& event = step.event;
    switch (event.kind) {
        case EventKind::condition_wait:
            release(step, event.argument, false);
            return wait(step, m_conditions[step.key()], event.argument);
        case EventKind::condition_wake: {
            uint32_t mutex = m_waits.contains(event.thread) ? m_waits[event.thread].mutex : 0;
            wake(step, m_conditions[step.key()], EdgeKind::Notify);
            if (mutex != 0) acquire(step, mutex, false);
            return;
        }
        case EventKind::notify_one:
            return notify(step, m_conditions[step.key()], 1);
        case EventKind::notify_all:
            return notify(step, m_conditions[step.key()], Unlimited);
        case EventKind::atomic_wait:
            return wait(step, m_atomics[step.key()], 0);
        case EventKind::atomic_wake:
            return wake(step, m_atomics[step.key()], EdgeKind::Atomic);
        case EventKind::atomic_notify:
            return notify(step, m_atomics[step.key()],
                          event.argument == 0 ? Unlimited : event.argument);
        default:
            return;
    }
}

void HappensBefore::take_queue(const Step& step) {
    const Event& event = step.event;
    switch (event.kind) {
        case EventKind::semaphore_release:
            if (event.argument > 0)
                m_permits[step.key()].push_back({step.origin(), event.argument});
            return;
        case EventKind::semaphore_acquire:
            return receive(step, m_permits[step.key()], EdgeKind::Semaphore);
        // Channels join processes: their ids are the machine's, not addresses of one memory.
        case EventKind::channel_send:
            m_messages[event.object].push_back({step.origin(), 1});
            return;
        case EventKind::channel_receive:
            return receive(step, m_messages[event.object], EdgeKind::Message);
        default:
            return;
    }
}

void HappensBefore::release(const Step& step, uint32_t lock, bool shared) {
    Lock& state = m_locks[step.key(lock)];
    if (!shared) {
        state.writer = step.origin();
        state.readers.clear();
        return;
    }
    auto own = std::find_if(state.readers.begin(), state.readers.end(), [&](const Origin& reader) {
        return reader.thread == step.event.thread;
    });
    if (own == state.readers.end()) {
        state.readers.push_back(step.origin());
    } else {
        *own = step.origin();
    }
}

void HappensBefore::acquire(const Step& step, uint32_t lock, bool shared) {
    const Lock& state = m_locks[step.key(lock)];
    if (shared || state.readers.empty()) {
        if (state.writer) add(step, *state.writer, EdgeKind::Lock);
        return;
    }
    for (const Origin& reader : state.readers) add(step, reader, EdgeKind::Lock);
}

void HappensBefore::wait(const Step& step, Waitable& object, uint32_t mutex) {
    ++object.waiting;
    m_waits.insert_or_assign(step.event.thread, Wait{step.index, mutex});
}

void HappensBefore::notify(const Step& step, Waitable& object, uint32_t wakes) {
    if (object.waiting == 0) return;
    object.releases.push_back({step.origin(), wakes});
    if (object.releases.size() > KeptNotifications) object.releases.pop_front();
}

// The oldest notification since the thread waits that can still wake somebody has woken it.
void HappensBefore::wake(const Step& step, Waitable& object, EdgeKind kind) {
    if (object.waiting > 0) --object.waiting;
    auto wait = m_waits.find(step.event.thread);
    if (wait == m_waits.end()) return;
    EventIndex since = wait->second.since;
    m_waits.erase(wait);
    bool timed_out = step.event.argument == 1;
    if (!timed_out) {
        auto found =
            std::find_if(object.releases.begin(), object.releases.end(),
                         [&](const Release& release) { return since < release.origin.event; });
        if (found != object.releases.end()) {
            add(step, found->origin, kind);
            if (found->left != Unlimited && --found->left == 0) object.releases.erase(found);
        }
    }
    if (object.waiting == 0) object.releases.clear();
}

void HappensBefore::receive(const Step& step, Releases& queue, EdgeKind kind) {
    if (queue.empty()) return;
    add(step, queue.front().origin, kind);
    if (--queue.front().left == 0) queue.pop_front();
}

// The first to pass shows that the phase is complete: its arrivals are all that came so far, since
// a thread of this phase arrives for the next one only after it has passed.
void HappensBefore::pass(const Step& step, Barrier& barrier) {
    if (!barrier.to_pass.contains(step.event.thread)) complete_phase(barrier);
    auto own = barrier.to_pass.find(step.event.thread);
    if (own != barrier.to_pass.end()) {
        add(step, own->second, EdgeKind::Barrier);
        barrier.to_pass.erase(own);
    } else if (barrier.completed) {
        add(step, *barrier.completed,
            EdgeKind::Barrier);  // it waits at a latch without counting down
    }
}

void HappensBefore::complete_phase(Barrier& barrier) {
    if (barrier.arrivals.empty()) return;
    Origin last = barrier.arrivals.back();
    barrier.completed = last;
    std::vector<Edge> into_last;
    for (const Origin& arrival : barrier.arrivals) {
        barrier.to_pass.insert_or_assign(arrival.thread, last);
        if (arrival.thread == last.thread) continue;
        into_last.push_back({arrival.event, last.event, EdgeKind::Barrier});
    }
    auto place =
        std::lower_bound(m_edges.begin(), m_edges.end(), EventIndex{last.event.value + 1}, by_to);
    m_edges.insert(place, into_last.begin(), into_last.end());
    m_by_from.clear();
    barrier.arrivals.clear();
}

// --- questions
// --------------------------------------------------------------------------------------

std::vector<Edge> HappensBefore::predecessors(EventIndex event) const {
    std::vector<Edge> result;
    auto edge = std::lower_bound(m_edges.begin(), m_edges.end(), event, by_to);
    for (; edge != m_edges.end() && edge->to == event; ++edge) result.push_back(*edge);
    return result;
}

void HappensBefore::index_by_from() const {
    uint64_t last = 0;
    for (const Edge& edge : m_edges) last = std::max(last, edge.from.value);
    m_buckets.assign(last / Bucket + 2, 0);
    for (const Edge& edge : m_edges) ++m_buckets[edge.from.value / Bucket + 1];
    std::partial_sum(m_buckets.begin(), m_buckets.end(), m_buckets.begin());
    std::vector<uint32_t> next = m_buckets;
    m_by_from.resize(m_edges.size());
    for (uint32_t i = 0; i < m_edges.size(); ++i) {
        m_by_from[next[m_edges[i].from.value / Bucket]++] = i;
    }
}

std::vector<Edge> HappensBefore::successors(EventIndex event) const {
    if (m_by_from.size() < m_edges.size()) index_by_from();
    std::vector<Edge> result;
    const uint64_t bucket = event.value / Bucket;
    if (bucket + 1 >= m_buckets.size()) return result;
    for (uint32_t i = m_buckets[bucket]; i < m_buckets[bucket + 1]; ++i) {
        const Edge& edge = m_edges[m_by_from[i]];
        if (edge.from == event) result.push_back(edge);
    }
    return result;
}

// Goes backwards with, for each thread, the last of its events that is known to lie before `event`.
// An edge counts if its end is not after that; its beginning then moves that mark of its own
// thread. Since every edge goes forwards, all edges that could move a mark past an edge's end have
// been seen before it.
std::vector<Edge> HappensBefore::causes(const Trace& trace, EventIndex event) const {
    std::vector<Edge> result;
    std::unordered_map<ThreadId, EventIndex> marks;
    marks[trace[event].thread] = event;
    auto after =
        std::lower_bound(m_edges.begin(), m_edges.end(), EventIndex{event.value + 1}, by_to);
    while (after != m_edges.begin()) {
        --after;
        auto mark = marks.find(trace[after->to].thread);
        if (mark == marks.end() || mark->second < after->to) continue;
        result.push_back(*after);
        auto [from, is_new] = marks.try_emplace(trace[after->from].thread, after->from);
        if (!is_new) from->second = std::max(from->second, after->from);
    }
    std::reverse(result.begin(), result.end());
    return result;
}

bool HappensBefore::ordered(const Trace& trace, EventIndex first, EventIndex second) const {
    if (!(first < second)) return false;
    ThreadId thread = trace[first].thread;
    if (trace[second].thread == thread) return true;
    for (const Edge& edge : causes(trace, second)) {
        if (trace[edge.from].thread == thread && first <= edge.from) return true;
    }
    return false;
}

}  // namespace interleave::trace
