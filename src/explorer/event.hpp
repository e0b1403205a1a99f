#pragma once
// One event of an execution: which choice was taken, what it touched, and how to do it again.

#include <cstdint>
#include <optional>
#include <vector>

#include "explorer/footprint.hpp"
#include "explorer/schedule.hpp"

namespace interleave::explorer {

// How a thread goes on where it can in more than one way.
enum class Way : uint8_t {
    Normal,
    TimeOut,   // its wait ends by its time
    Spurious,  // its wait on a condition variable ends though nobody notified it
};

// What a scheduler chooses.
struct Label {
    ThreadId thread;
    Way way = Way::Normal;
    // Of notify_one with several waiters: the thread that is notified, plus 1. 0: there is no choice.
    uint32_t notified = 0;
    bool operator==(const Label&) const = default;
};

struct Event {
    Label label;
    Footprint footprint;
    // In another order it may touch more: an update that changed nothing may succeed, a wait begin. Then `possible` has
    // all that it may touch.
    bool may_touch_more = false;
    Footprint possible;
    uint32_t number = 0;  // of the thread's events, from 1
    // The thread that began, was joined.
    std::optional<ThreadId> created;
    std::optional<ThreadId> joined;
    // Joins of threads that have ended, on the way to the next events: no events of their own, since nobody can be in
    // their way, and nobody's order changes what they do.
    struct Join {
        ThreadId waiter;
        ThreadId finished;
    };
    std::vector<Join> joins;
    // By thread number: whose wait it ended (notify). At most 64 threads exist (Execution::MostThreads).
    uint64_t woken = 0;
    // Of notify_one: how many threads it could choose from.
    std::optional<uint32_t> candidates;
    // The thread executed a loop that changed nothing and waits for others to change what it read: it does not go on
    // in this execution (execution.hpp).
    bool spins = false;
    // Of the end of a wait by a notification: how it could have ended before that, if not Normal.
    Way early = Way::Normal;
    // Segments that repeat the event, beginning with this one in Execution::segments().
    size_t first_segment = 0;
};

}  // namespace interleave::explorer
