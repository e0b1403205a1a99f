#include "explorer/pct.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace interleave::explorer {

Pct::Pct(Execution& execution, uint64_t event_limit, uint64_t seed, uint32_t depth)
    : Search(execution, event_limit),
      m_root(execution.save()),
      m_state(seed),
      m_depth(std::max(depth, 1u)) {}

bool Pct::next() {
    m_execution.restore(m_root);
    m_history.shrink(0);
    m_history.forget_joins(0);
    plan();
    for (;;) {
        look(m_choices);
        if (m_choices.empty()) {
            m_end = classify();
            break;
        }
        if (m_history.size() >= m_event_limit) {
            m_end = EndKind::TooLong;
            break;
        }
        // Of the threads that can go on the one with the highest priority; among its ways any.
        const Label* best = &m_choices[0];
        for (const Label& label : m_choices) {
            if (priority(label.thread) > priority(best->thread)) best = &label;
        }
        const ThreadId thread = best->thread;
        std::erase_if(m_choices, [&](const Label& label) { return !(label.thread == thread); });
        take(m_choices[random() % m_choices.size()]);
        // Change point number i gives the thread the priority i, lower than all that were drawn.
        for (size_t i = 0; i < m_change_points.size(); ++i) {
            if (m_change_points[i] == m_history.size()) m_priorities[thread.value] = i + 1;
        }
    }
    m_longest = std::max<uint64_t>(m_longest, m_history.size());
    return true;
}

void Pct::plan() {
    m_priorities.clear();
    m_change_points.clear();
    for (uint32_t i = 1; i < m_depth; ++i) m_change_points.push_back(1 + random() % m_longest);
}

uint64_t Pct::priority(ThreadId thread) {
    if (m_priorities.size() <= thread.value) m_priorities.resize(thread.value + 1);
    uint64_t& priority = m_priorities[thread.value];
    if (priority == 0) priority = m_depth + 1 + (random() >> 8);
    return priority;
}

uint64_t Pct::random() {
    m_state += 0x9e3779b97f4a7c15ull;
    return base::mix64(m_state);
}

}  // namespace interleave::explorer
