#include "trace/deadlock.hpp"

#include <algorithm>
#include <optional>

namespace interleave::trace {

namespace {

ObjectKind kind_waited_for(ThreadState state) {
    switch (state) {
        case ThreadState::BlockedOnCondition:
            return ObjectKind::Condition;
        case ThreadState::BlockedOnAtomic:
            return ObjectKind::Atomic;
        case ThreadState::BlockedOnChannel:
            return ObjectKind::Channel;
        default:
            return ObjectKind::Lock;
    }
}

// What the machine says a thread waited for when the run ended, as a state.
std::optional<ThreadState> state_of(BlockedOn blocked) {
    switch (blocked) {
        case BlockedOn::Lock:
            return ThreadState::BlockedOnLock;
        case BlockedOn::Condition:
            return ThreadState::BlockedOnCondition;
        case BlockedOn::Atomic:
            return ThreadState::BlockedOnAtomic;
        case BlockedOn::Join:
            return ThreadState::BlockedOnJoin;
        case BlockedOn::Channel:
            return ThreadState::BlockedOnChannel;
        case BlockedOn::Process:
            return ThreadState::BlockedOnProcess;
        default:
            return std::nullopt;
    }
}

void add_waited_for(const States& states, WaitEdge& edge, Time time) {
    if (edge.state == ThreadState::BlockedOnJoin) {
        edge.waits_for.push_back(ThreadId{edge.object.address});
        return;
    }
    const ObjectLane* lane = states.find_object(edge.object, kind_waited_for(edge.state));
    if (lane == nullptr) return;
    for (const HoldSpan& hold : holders_at(*lane, time)) edge.waits_for.push_back(hold.thread);
}

// The edge of a thread, or edges.size().
size_t edge_of(const std::vector<WaitEdge>& edges, ThreadId waiter) {
    for (size_t i = 0; i < edges.size(); ++i) {
        if (edges[i].waiter == waiter) return i;
    }
    return edges.size();
}

// Depth first from every edge; an edge that is met again on the current path closes a cycle.
class CycleSearch {
public:
    explicit CycleSearch(WaitForGraph& graph) : m_graph(graph), m_done(graph.edges.size()) {}

    void run() {
        for (size_t i = 0; i < m_graph.edges.size(); ++i) visit(i);
    }

private:
    void visit(size_t edge) {
        auto on_path = std::find(m_path.begin(), m_path.end(), edge);
        if (on_path != m_path.end()) {
            std::vector<size_t> cycle(on_path, m_path.end());
            // Told from its first waiter on, whichever way it was found.
            std::rotate(cycle.begin(), std::min_element(cycle.begin(), cycle.end()), cycle.end());
            m_graph.cycles.push_back(std::move(cycle));
            return;
        }
        if (m_done[edge]) return;
        m_path.push_back(edge);
        for (ThreadId thread : m_graph.edges[edge].waits_for) {
            size_t next = edge_of(m_graph.edges, thread);
            if (next < m_graph.edges.size()) visit(next);
        }
        m_path.pop_back();
        m_done[edge] = true;
    }

    WaitForGraph& m_graph;
    std::vector<bool> m_done;
    std::vector<size_t> m_path;
};

std::string list(const Trace& trace, const std::vector<ThreadId>& threads) {
    std::string text;
    for (size_t i = 0; i < threads.size(); ++i) {
        if (i > 0) text += i + 1 == threads.size() ? " and " : ", ";
        text += trace.thread_name(threads[i]);
    }
    return text;
}

ObjectKey waited_object(const Trace& trace, ThreadId thread, ThreadState state, uint32_t object) {
    if (state == ThreadState::BlockedOnChannel) return channel_key(object);
    return {trace.process_of(thread), object};
}

// "`a`, held by thread 2", "thread 2 to finish", "`ready` to be notified": follows "waits for".
std::string waited_for(const Trace& trace, const WaitEdge& edge) {
    std::string object = "`";
    object.append(trace.object_name(edge.object)).append("`");
    switch (edge.state) {
        case ThreadState::BlockedOnJoin:
            return list(trace, edge.waits_for) + " to finish";
        case ThreadState::BlockedOnCondition:
            return object + " to be notified";
        case ThreadState::BlockedOnAtomic:
            return object + " to change";
        case ThreadState::BlockedOnChannel:
            return "the channel " + object;
        case ThreadState::BlockedOnProcess:
            return "process " + std::to_string(edge.object.address) + " to end";
        default:
            return edge.waits_for.empty() ? object
                                          : object + ", held by " + list(trace, edge.waits_for);
    }
}

}  // namespace

WaitForGraph wait_for_graph(const Trace& trace, const States& states, Time time) {
    WaitForGraph graph;
    for (const ThreadLane& lane : states.threads()) {
        const StateSpan* span = state_at(lane, time);
        if (span == nullptr || !is_blocked(span->state)) continue;
        graph.edges.push_back({.waiter = lane.id,
                               .state = span->state,
                               .object = waited_object(trace, lane.id, span->state, span->object),
                               .since = span->begin,
                               .line = span->line,
                               .cause = span->cause});
    }
    // At the end of the run the machine's own word fills in what the recording lost.
    bool at_end = trace.run().reason != EndReason::Running && time >= trace.end_time();
    for (size_t i = 0; at_end && i < trace.thread_count(); ++i) {
        const ThreadInfo& info = trace.thread_info(i);
        std::optional<ThreadState> state = state_of(info.blocked);
        bool is_news = edge_of(graph.edges, info.id) == graph.edges.size();
        if (!info.alive_at_end || !state || !is_news) continue;
        graph.edges.push_back({.waiter = info.id,
                               .state = *state,
                               .object = waited_object(trace, info.id, *state, info.blocked_on),
                               .since = trace.end_time()});
    }
    for (WaitEdge& edge : graph.edges) add_waited_for(states, edge, time);
    CycleSearch(graph).run();
    return graph;
}

std::string describe_cycle(const Trace& trace, const WaitForGraph& graph,
                           const std::vector<size_t>& cycle) {
    std::string text = trace.thread_name(graph.edges[cycle.front()].waiter);
    for (size_t i = 0; i < cycle.size(); ++i) {
        text += i == 0 ? " waits for " : ", which waits for ";
        text += waited_for(trace, graph.edges[cycle[i]]);
    }
    return text;
}

std::string describe(const Trace& trace, const WaitForGraph& graph) {
    std::string text;
    for (const std::vector<size_t>& cycle : graph.cycles) {
        if (!text.empty()) text += "; ";
        text += describe_cycle(trace, graph, cycle);
    }
    if (!text.empty()) return text;
    for (const WaitEdge& edge : graph.edges) {
        if (!text.empty()) text += "; ";
        text += trace.thread_name(edge.waiter) + " waits for " + waited_for(trace, edge);
    }
    return text;
}

}  // namespace interleave::trace
