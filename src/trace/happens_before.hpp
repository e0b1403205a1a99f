#pragma once
// What had to happen before what: the arrows of the timeline.
//
// Edges join events of different threads (order within a thread is the order of its events):
//
//   Start      thread_create      → thread_start       Barrier  barrier_arrive → last arrive →
//   barrier_pass Join       thread_exit        → join_end           Message  channel_send  →
//   channel_receive Lock       unlock             → lock_acquire       Process  process_spawn →
//   thread_start there, Notify     notify_one, _all   → condition_wake              process_exit  →
//   process_joined Atomic     atomic_notify      → atomic_wake Semaphore  semaphore_release  →
//   semaphore_acquire
//
// A lock's edge goes from the release that the acquire waited for: an exclusive acquire follows the
// readers since the last writer, or the last writer if there were none; a reader follows the last
// writer. condition_wait releases its mutex and condition_wake acquires it. A barrier's phase has 2
// n edges instead of n², by way of the arrival that completed it. Permits and messages are handed
// on first in, first out; a permit that a semaphore was constructed with has no release.
//
// An edge may be missing where the recording lost an event, or where one condition variable has
// more than 256 notifications that nobody took while somebody waits. None is ever invented: the
// events an edge joins are in the trace and in that order. Order through plain atomic loads and
// stores is not found.

#include <cstdint>
#include <deque>
#include <optional>
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

    // All edges, ascending by `to`. Grows at its end, but for a barrier's edges: they are inserted
    // a little before, when the phase's first thread passes.
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
    // An event that something may follow, and whose it is: order within one thread needs no edge.
    struct Origin {
        EventIndex event;
        ThreadId thread;
    };
    struct Lock {
        std::optional<Origin> writer;  // the last exclusive release
        std::vector<Origin> readers;   // of each thread the last shared release since
    };
    struct Release {
        Origin origin;
        uint32_t left;  // how many wake-ups, permits or messages it can still give
    };
    struct Waitable {
        std::deque<Release> releases;
        uint32_t waiting = 0;  // threads between wait and wake
    };
    struct Barrier {
        std::vector<Origin> arrivals;  // of the current phase
        std::unordered_map<ThreadId, Origin>
            to_pass;                      // thread → the arrival that completed its phase
        std::optional<Origin> completed;  // the latest such arrival
    };
    struct Wait {
        EventIndex since;
        uint32_t mutex = 0;
    };
    using Releases = std::deque<Release>;

    struct Step;  // one event and where it stands

    void take(const Step& step);
    void take_wait(const Step& step);
    void take_queue(const Step& step);
    void add(const Step& step, Origin from, EdgeKind kind);
    void release(const Step& step, uint32_t lock, bool shared);
    void acquire(const Step& step, uint32_t lock, bool shared);
    void wait(const Step& step, Waitable& object, uint32_t mutex);
    void notify(const Step& step, Waitable& object, uint32_t wakes);
    void wake(const Step& step, Waitable& object, EdgeKind kind);
    void receive(const Step& step, Releases& queue, EdgeKind kind);
    void pass(const Step& step, Barrier& barrier);
    void complete_phase(Barrier& barrier);

    uint64_t m_next = 0;
    std::vector<Edge> m_edges;
    // By process << 32 | address.
    std::unordered_map<uint64_t, Lock> m_locks;
    std::unordered_map<uint64_t, Waitable> m_conditions;
    std::unordered_map<uint64_t, Waitable> m_atomics;
    std::unordered_map<uint64_t, Releases> m_permits;
    std::unordered_map<uint64_t, Releases> m_messages;
    std::unordered_map<uint64_t, Barrier> m_barriers;
    std::unordered_map<uint32_t, Origin> m_created;  // thread → its thread_create
    std::unordered_map<uint32_t, Origin> m_exited;
    std::unordered_map<uint32_t, Origin> m_spawned;  // process → its process_spawn
    std::unordered_map<uint32_t, Origin> m_process_exited;
    std::unordered_map<ThreadId, Wait> m_waits;
    // Positions in m_edges by their `from`, in buckets of so many events: made when successors are asked for, after
    // m_edges grew. Linear, for a click into a run of ten million events.
    static constexpr uint64_t Bucket = 64;
    mutable std::vector<uint32_t> m_by_from;
    mutable std::vector<uint32_t> m_buckets;  // where each begins in m_by_from; one more at the end
    void index_by_from() const;
};

}  // namespace interleave::trace
