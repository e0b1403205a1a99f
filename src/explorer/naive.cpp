#include "explorer/naive.hpp"

#include <algorithm>

namespace interleave::explorer {

NaiveSearch::NaiveSearch(Execution& execution, uint64_t event_limit, uint32_t preemptions)
    : Search(execution, event_limit), m_bound(preemptions) {}

bool NaiveSearch::next() {
    if (!m_begun) {
        m_begun = true;
        run();
        return true;
    }
    while (!m_nodes.empty()) {
        Node& node = m_nodes.back();
        m_history.shrink(m_nodes.size() - 1);
        m_history.forget_joins(node.joins);
        if (++node.taken < node.choices.size()) {
            m_execution.restore(node.saved);
            run();
            return true;
        }
        m_nodes.pop_back();
    }
    return false;
}

void NaiveSearch::run() {
    for (;;) {
        if (m_nodes.size() == m_history.size()) {
            Node node;
            look(node.choices);
            m_history.note(m_execution.take_joins());
            node.joins = m_history.join_count();
            if (node.choices.empty()) {
                m_end = classify();
                return;
            }
            if (m_history.size() >= m_event_limit) {
                m_end = EndKind::TooLong;
                return;
            }
            if (!m_nodes.empty()) {
                const Node& before = m_nodes.back();
                node.preemptions = before.preemptions + cost(before, before.choices[before.taken]);
            }
            // The thread that ran last first: with a bound, it must be possible to go on.
            if (m_history.size() != 0) {
                const ThreadId last = m_history.event(m_history.size() - 1).label.thread;
                std::stable_partition(node.choices.begin(), node.choices.end(),
                                      [&](const Label& label) { return label.thread == last; });
            }
            const size_t all = node.choices.size();
            m_nodes.push_back(std::move(node));
            Node& made = m_nodes.back();
            std::erase_if(made.choices, [&](const Label& label) {
                return m_bound != Unbounded && made.preemptions + cost(made, label) > m_bound;
            });
            if (made.choices.size() != all) m_was_bounded = true;
            made.saved = m_execution.save();
        }
        take(m_nodes.back().choices[m_nodes.back().taken]);
    }
}

uint32_t NaiveSearch::cost(const Node& node, const Label& label) const {
    const size_t index = static_cast<size_t>(&node - m_nodes.data());
    if (index == 0) return 0;
    const ThreadId last = m_history.event(index - 1).label.thread;
    if (label.thread == last) return 0;
    const bool could_go_on = std::any_of(
        node.choices.begin(), node.choices.end(),
        [&](const Label& each) { return each.thread == last && each.way == Way::Normal; });
    return could_go_on ? 1 : 0;
}

double NaiveSearch::progress() const {
    double done = 0;
    double share = 1;
    for (const Node& node : m_nodes) {
        const auto all = static_cast<double>(node.choices.size());
        done += share * static_cast<double>(node.taken) / all;
        share /= all;
    }
    return done;
}

}  // namespace interleave::explorer
