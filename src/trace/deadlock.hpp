#pragma once
// The wait-for graph at a moment, and the cycles in it: as data for drawing and as text for
// reading.
//
// A thread that waits for a lock waits for its holders, one that joins waits for the joined thread.
// Threads that wait for a condition variable, an atomic or a channel could be woken by anyone; they
// are in the graph without an arrow. A cycle is a deadlock of its threads for good, whatever the
// other threads do.

#include <string>
#include <vector>

#include "trace/states.hpp"
#include "trace/trace.hpp"

namespace interleave::trace {

// One thread that cannot go on by itself.
struct WaitEdge {
    ThreadId waiter;
    ThreadState state = ThreadState::BlockedOnLock;
    ObjectKey object;  // the lock, …; address = the thread's id for a join
    std::vector<ThreadId>
        waits_for;  // the holders, or the joined thread; empty if anyone could end the wait
    Time since = 0;
    uint16_t line = 0;
    EventIndex cause = NoEvent;
};

struct WaitForGraph {
    std::vector<WaitEdge> edges;
    // Each cycle as positions in `edges`: each waits for the next, the last for the first.
    std::vector<std::vector<size_t>> cycles;
};

// REQUIRES: states has taken in the whole trace
WaitForGraph wait_for_graph(const Trace& trace, const States& states, Time time);

// "thread 1 waits for `a`, held by thread 2, which waits for `b`, held by thread 1"
std::string describe_cycle(const Trace& trace, const WaitForGraph& graph,
                           const std::vector<size_t>& cycle);

// All cycles, else all blocked threads and what they wait for; "" if nobody is blocked.
std::string describe(const Trace& trace, const WaitForGraph& graph);

}  // namespace interleave::trace
