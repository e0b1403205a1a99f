#pragma once
// What had to happen before what: the arrows of the timeline.
//
// Edges join events of different threads (order within a thread is the order of its events):
//
//   Start      thread_create      → thread_start             Semaphore  semaphore_release →
//   semaphore_acquire Join       thread_exit        → join_end                 Barrier
//   barrier_arrive → last arrive → barrier_pass Lock       unlock             → lock_acquire
//   Message    channel_send   → channel_receive Notify     notify_one/_all    → condition_wake
//   Process    process_spawn  → first event there, Atomic     atomic_notify      → atomic_wake
//   process_exit   → process_joined
//
// A lock's edge goes from the release that the acquire waited for: an exclusive acquire follows the
// last writer and all readers since; a reader follows the last writer only. condition_wait releases
// its mutex and condition_wake acquires it. A barrier's phase has 2 n edges instead of n², by way
// of the arrival that completed it. A semaphore's permits are handed on first in, first out; a
// permit it was constructed with has no release.
//
// An edge may be missing where the recording lost an event; none is ever invented: the events an
// edge joins are in the trace and in that order. Not found: order through plain atomic loads and
// stores.

#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "trace/trace.hpp"

namespace interleave::trace {

enum class EdgeKind : uint8_t {
    Start,
    Join,
    Lock,
    Notify,
    Atomic,
    Semaphore,
    Barrier,
    Message,
    Process,
};
const char* edge_kind_name(EdgeKind kind);

struct Edge {
    EventIndex from;
    EventIndex to;  // from < to
    EdgeKind kind = EdgeKind::Lock;
    bool operator==(const Edge&) const = default;
};

class HappensBefore {
public:
    // Takes in what was appended to the trace since the last call. REQUIRES: the same trace at
    // every call
    void extend(const Trace& trace);

    // All edges, ascending by `to`.
    const std::vector<Edge>& edges() const { return m_edges; }

    // The edges into (out of) one event.
    std::vector<Edge> predecessors(EventIndex event) const;
    std::vector<Edge> successors(EventIndex event) const;

    // All edges that lie on some way into the event: everything that had to happen before it.
    // One pass over the edges up to the event.
    std::vector<Edge> causes(const Trace& trace, EventIndex event) const;

    // Whether `first` had to happen before `second`, by edges and by order within threads.
    bool ordered(const Trace& trace, EventIndex first, EventIndex second) const;

private:
    struct Release {
        EventIndex event;
        uint32_t left = 0;  // how many it can still give (wake-ups, permits)
    };
    // What later events of an object may follow. Only the fields of its kind are used.
    struct Object {
        std::vector<EventIndex> writer_release;   // the last exclusive unlock: none or one
        std::vector<EventIndex> reader_releases;  // shared unlocks since
        std::deque<Release> releases;      // notifications, permits, messages not yet received
        uint32_t waiting = 0;              // threads between wait and wake
        std::vector<EventIndex> arrivals;  // of the barrier's current phase
        std::vector<EventIndex> passed_arrivals;  // of the phase that is being passed
    };
    struct Wait {
        EventIndex since{0};
        ObjectKey mutex;
    };

    Object& object_of(const Trace& trace, const Event& event, uint32_t address);
    void add(EventIndex from, EventIndex to, EdgeKind kind);
    void release_lock(Object& lock, EventIndex event, bool shared);
    void acquire_lock(Object& lock, EventIndex event, bool shared);
    void wake(Object& object, ThreadId thread, EventIndex event, EdgeKind kind);
    void take(const Trace& trace, const Event& event, EventIndex index);

    uint64_t m_next = 0;
    std::vector<Edge> m_edges;
    std::unordered_map<uint64_t, Object> m_objects;
    std::unordered_map<ThreadId, EventIndex> m_created;  // thread → its thread_create
    std::unordered_map<ThreadId, EventIndex> m_exited;
    std::unordered_map<uint32_t, EventIndex> m_process_exits;
    std::unordered_map<uint32_t, EventIndex> m_process_spawns;
    std::unordered_map<ThreadId, Wait> m_waits;
    // Positions in m_edges by `from`: sorted up to m_sorted, completed when asked for.
    mutable std::vector<uint32_t> m_by_from;
};

}  // namespace interleave::trace
