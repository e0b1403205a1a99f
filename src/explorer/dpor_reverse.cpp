// The other orders of races (dpor.hpp): what an execution puts into the wakeup trees on its way.

#include <algorithm>
#include <utility>

#include "explorer/dpor.hpp"

namespace interleave::explorer {

void OptimalDpor::reverse_races() {
    for (size_t second = m_first_new; second < m_history.size(); ++second) {
        const Event& event = m_history.event(second);
        const std::span<const History::Reversal> races = m_history.races(second);
        if (races.empty()) continue;
        const Footprint* footprint =
            event.may_touch_more ? m_footprints.keep(event.possible) : m_steps[second].footprint;
        for (const History::Reversal& reversal : races) reverse(event, footprint, reversal);
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
        const std::vector<History::Reversal> races(m_history.races(last).begin(),
                                                   m_history.races(last).end());
        m_history.shrink(last);
        const Footprint* footprint =
            m_footprints.keep(blocked.may_touch_more ? blocked.possible : blocked.footprint);
        for (const History::Reversal& reversal : races) reverse(blocked, footprint, reversal);
    }
}

// The program ended while others could have gone on: they may have gone first.
void OptimalDpor::reverse_end() {
    if (m_end != EndKind::Ended || m_execution.ended_by_tail() || m_nodes.empty() ||
        !m_nodes.back().saved)
        return;
    Node& node = m_nodes.back();
    const std::unique_lock<std::mutex> lock = lock_of(node);
    m_execution.restore(*node.saved);
    m_execution.settle_all();
    m_execution.choices(m_choices);
    std::vector<Label> others;
    for (const Label& label : m_choices) {
        if (!(label.thread == m_steps.back().label.thread) && !is_asleep(node, label))
            others.push_back(label);
    }
    Event event;
    for (const Label& label : others) {
        m_execution.take(label, event);  // to see what it touches
        const Step step{label, m_footprints.keep(event.footprint)};
        m_sequence.clear();
        m_sequence.add(step);
        (void)node.point().tree.insert(m_sequence);
        m_execution.restore(*node.saved);
        m_execution.settle_all();
    }
}

// What comes before the reversed event: all after its place that does not happen after what it is to precede, as far as it
// leaves the locks free that it waits for: who takes one and gives it back only later comes after it.
void OptimalDpor::find_others(const History::Reversal& reversal, const Footprint& footprint) {
    m_others.clear();
    auto follows = [&](size_t event, size_t other) {
        return other == event || m_history.happens_before(event, other);
    };
    for (size_t i = reversal.first + 1; i < m_history.size(); ++i) {
        if (!follows(reversal.first, i) && !follows(reversal.before, i)) m_others.push_back(i);
    }
    for (size_t t = 0; t < footprint.size(); ++t) {
        if (waits_for_rwlock(footprint[t])) leave_free(footprint[t]);
        if (footprint[t].kind != ObjectKind::Mutex || footprint[t].mode != Mode::Acquire) continue;
        std::optional<size_t> holder;
        for (size_t i : m_others) {
            const Footprint& other = *m_steps[i].footprint;
            for (size_t k = 0; k < other.size(); ++k) {
                if (other[k].key() != footprint[t].key() || other[k].mode == Mode::Fail) continue;
                if (other[k].mode == Mode::AcquireShared) continue;  // keeps nobody out
                holder = other[k].mode == Mode::Release ? std::nullopt : std::optional(i);
            }
        }
        if (holder) std::erase_if(m_others, [&](size_t i) { return follows(*holder, i); });
    }
}

// The same for a reader-writer lock.
void OptimalDpor::leave_free(const Touch& acquisition) {
    RwLockHolders holders;
    for (size_t i : m_others) {
        const Footprint& other = *m_steps[i].footprint;
        for (size_t k = 0; k < other.size(); ++k) {
            if (other[k].key() == acquisition.key())
                holders.use(m_steps[i].label.thread.value, other[k], i);
        }
    }
    holders.each_in_the_way_of(acquisition, [&](size_t holder) {
        std::erase_if(m_others,
                      [&](size_t i) { return i == holder || m_history.happens_before(holder, i); });
    });
}

void OptimalDpor::reverse(const Event& event, const Footprint* footprint,
                          const History::Reversal& reversal) {
    Node& node = m_nodes[reversal.first];
    // v = notdep(first, E) · second: what does not happen after `first`, then the other.
    Step last{reversal.label, footprint};
    if (!(reversal.label.way == event.label.way)) {
        Footprint other = *footprint;
        for (size_t i = 0; i < other.size(); ++i) {
            if (other[i].mode == Mode::Wake) other[i].mode = Mode::TimeOut;
        }
        last.footprint = m_footprints.keep(other);
    }
    find_others(reversal, *last.footprint);
    m_sequence.clear();
    for (size_t i : m_others) m_sequence.add(m_steps[i]);
    m_sequence.add(last);
    for (const Step& earlier : before(node)) {
        if (is_weak_initial(earlier, m_sequence)) return;
    }
    if (!node.shared) {
        (void)node.own.tree.insert(m_sequence);
        return;
    }
    const std::unique_lock<std::mutex> lock = node.shared->lock();
    (void)node.shared->insert(m_sequence, node.current);
}

}  // namespace interleave::explorer
