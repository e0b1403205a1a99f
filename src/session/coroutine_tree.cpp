#include "session/coroutine_tree.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace interleave::session {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;

namespace {

constexpr size_t Nobody = SIZE_MAX;

struct Known {
    CoroutineNode node;
    uint32_t name = 0;  // its address
    size_t awaiter = Nobody;
    size_t resumer = Nobody;
    size_t creator = Nobody;
    bool destroyed = false;

    size_t parent() const {
        return awaiter != Nobody ? awaiter : resumer != Nobody ? resumer : creator;
    }
};

// What a thread executes, outermost first, and who suspended on it just before.
struct OnThread {
    std::vector<size_t> stack;
    size_t suspended = Nobody;
    uint32_t reason = 0;

    size_t top() const { return stack.empty() ? Nobody : stack.back(); }
    void leave(size_t coroutine) {
        auto found = std::find(stack.begin(), stack.end(), coroutine);
        stack.erase(found, stack.end());
    }
};

class Follower {
public:
    explicit Follower(const trace::Trace& trace) : m_trace(trace) {}

    void follow(const Event& event, EventIndex index) {
        const auto key = std::pair(m_trace.process_of(event.thread), event.object);
        if (event.kind == EventKind::coroutine_create) {
            create(event, key);
        }
        auto found = m_live.find(key);
        if (found == m_live.end()) return;
        Known& coroutine = m_known[found->second];
        coroutine.node.since = index;
        coroutine.node.thread = event.thread;
        OnThread& thread = m_threads[event.thread.value];
        switch (event.kind) {
            case EventKind::coroutine_resume:
                resume(coroutine, found->second, thread);
                break;
            case EventKind::coroutine_suspend:
                suspend(coroutine, found->second, thread, event.argument);
                break;
            case EventKind::coroutine_destroy:
                coroutine.destroyed = true;
                thread.leave(found->second);
                m_live.erase(found);
                break;
            default:
                break;
        }
    }

    std::vector<CoroutineNode> list() const {
        std::vector<CoroutineNode> nodes;
        std::vector<size_t> places(m_known.size(), Nobody);
        for (size_t i = 0; i < m_known.size(); ++i) {
            if (m_known[i].destroyed) continue;
            places[i] = nodes.size();
            nodes.push_back(m_known[i].node);
        }
        for (size_t i = 0; i < m_known.size(); ++i) {
            if (places[i] == Nobody) continue;
            CoroutineNode& node = nodes[places[i]];
            const size_t parent = m_known[i].parent();
            if (parent == Nobody || places[parent] == Nobody) continue;
            node.parent = places[parent];
            node.awaited = parent == m_known[i].awaiter;
        }
        return nodes;
    }

private:
    void create(const Event& event, const std::pair<uint32_t, uint32_t>& key) {
        Known made;
        made.node.process = key.first;
        made.node.frame = event.object;
        made.node.name = m_trace.text_at(event.argument);
        made.name = event.argument;
        made.creator = m_threads[event.thread.value].top();
        // The memory of one that was not reported as destroyed.
        if (auto before = m_live.find(key); before != m_live.end())
            m_known[before->second].destroyed = true;
        m_live[key] = m_known.size();
        m_known.push_back(std::move(made));
    }

    void resume(Known& coroutine, size_t place, OnThread& thread) {
        const size_t by = std::exchange(thread.suspended, Nobody);
        if (coroutine.node.state == CoroutineState::Created && by != Nobody && thread.reason != 0 &&
            thread.reason == coroutine.name) {
            coroutine.awaiter = by;
        }
        if (size_t top = thread.top(); top != Nobody && top != place) coroutine.resumer = top;
        coroutine.node.state = CoroutineState::Running;
        coroutine.node.waits_for = {};
        thread.leave(place);
        thread.stack.push_back(place);
    }

    void suspend(Known& coroutine, size_t place, OnThread& thread, uint32_t reason) {
        thread.leave(place);
        thread.suspended = place;
        thread.reason = reason;
        const std::string_view text = reason == 0 ? std::string_view{} : m_trace.text_at(reason);
        coroutine.node.state = text == "the end" ? CoroutineState::Done : CoroutineState::Suspended;
        coroutine.node.waits_for =
            coroutine.node.state == CoroutineState::Done ? std::string_view{} : text;
    }

    const trace::Trace& m_trace;
    std::vector<Known> m_known;
    std::map<std::pair<uint32_t, uint32_t>, size_t> m_live;  // by process and frame
    std::map<uint32_t, OnThread> m_threads;
};

}  // namespace

const char* coroutine_state_name(CoroutineState state) {
    switch (state) {
        case CoroutineState::Created:
            return "created";
        case CoroutineState::Running:
            return "running";
        case CoroutineState::Suspended:
            return "suspended";
        case CoroutineState::Done:
            return "done";
    }
    return "created";
}

std::vector<CoroutineNode> coroutines_at(const History& history, trace::Time time) {
    Follower follower(history.trace());
    for (uint32_t index : history.coroutine_events()) {
        const Event event = history.trace()[index];
        if (event.time > time) break;
        follower.follow(event, EventIndex{index});
    }
    return follower.list();
}

}  // namespace interleave::session
