// The other orders of races (dpor.hpp): what an execution puts into the wakeup trees on its way.

#include <algorithm>
#include <utility>

#include "explorer/dpor.hpp"

namespace interleave::explorer {

void OptimalDpor::reverse_races() {
    for (size_t second = m_first_new; second < m_history.size(); ++second) {
        const Event& event = m_history.event(second);
        for (const History::Reversal& reversal : m_history.races(second)) reverse(event, reversal);
    }
    reverse_blocked();
    reverse_end();
}

// A thread that waits for a lock at the end would have got it, had it come before its holder.
void OptimalDpor::reverse_blocked() {
    const auto threads = static_cast<uint32_t>(m_execution.world().threads().size());
    for (uint32_t i = 0; i < threads; ++i) {
        if (!m_execution.blocked_event(ThreadId{i}, m_history.next())) continue;
        const Event blocked = m_history.next();
        m_history.commit();
        const size_t last = m_history.size() - 1;
        const std::vector<History::Reversal> races(m_history.races(last).begin(), m_history.races(last).end());
        m_history.shrink(last);
        for (const History::Reversal& reversal : races) reverse(blocked, reversal);
    }
}

// The program ended while others could have gone on: they may have gone first.
void OptimalDpor::reverse_end() {
    if (m_end != EndKind::Ended || m_execution.ended_by_tail() || m_nodes.empty() || !m_nodes.back().saved) return;
    Node& node = m_nodes.back();
    const std::unique_lock<std::mutex> lock = lock_of(node);
    m_execution.restore(*node.saved);
    m_execution.settle_all();
    m_execution.choices(m_choices);
    std::vector<Label> others;
    for (const Label& label : m_choices) {
        if (!(label.thread == m_steps.back().label.thread) && !asleep(node.point(), label)) others.push_back(label);
    }
    Event event;
    for (const Label& label : others) {
        m_execution.take(label, event);  // to see what it touches
        const Step step{label, event.footprint};
        m_sequence.clear();
        m_sequence.add(step);
        (void)node.point().tree.insert(m_sequence);
        m_execution.restore(*node.saved);
        m_execution.settle_all();
    }
}

void OptimalDpor::reverse(const Event& event, const History::Reversal& reversal) {
    Node& node = m_nodes[reversal.first];
    // v = notdep(first, E) · second: what does not happen after `first`, then the other.
    m_sequence.clear();
    for (size_t i = reversal.first + 1; i < m_history.size(); ++i) {
        if (!m_history.happens_before(reversal.first, i)) m_sequence.add(m_steps[i]);
    }
    Step last{reversal.label, event.may_touch_more ? event.possible : event.footprint};
    if (!(reversal.label.way == event.label.way)) {
        for (size_t i = 0; i < last.footprint.size(); ++i) {
            if (last.footprint[i].mode == Mode::Wake) last.footprint[i].mode = Mode::TimeOut;
        }
    }
    m_sequence.add(last);
    const std::unique_lock<std::mutex> lock = lock_of(node);
    (void)node.point().insert(m_sequence, node.current);
}

}  // namespace interleave::explorer
