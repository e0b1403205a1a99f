#include "explorer/dpor.hpp"

#include <algorithm>
#include <utility>

namespace interleave::explorer {

OptimalDpor::OptimalDpor(Execution& execution, uint64_t event_limit) : Search(execution, event_limit) {}

bool OptimalDpor::next() {
    if (m_begun) {
        if (m_end != EndKind::Redundant) reverse_races();
        if (!go_back()) return false;
    }
    m_begun = true;
    run();
    return true;
}

void OptimalDpor::run() {
    for (;;) {
        // A state: a new one, or the one that go_back left on top with its next branch.
        if (m_nodes.size() == m_history.size()) {
            look(m_below);
            if (m_choices.empty()) {
                m_end = classify();
                return;
            }
            if (m_history.size() >= m_event_limit) {
                m_end = EndKind::TooLong;
                return;
            }
            Node& node = m_nodes.emplace_back();
            m_history.note(m_execution.take_joins());
            node.joins = m_history.join_count();
            node.sleep = std::move(m_next_sleep);
            node.tree = std::move(m_below);
            m_next_sleep.clear();
            m_below = WakeupTree();
            if (!choose(node)) {
                m_end = EndKind::Redundant;
                m_nodes.pop_back();
                return;
            }
            // Where one choice is all there is, nobody ever comes back to.
            if (m_choices.size() > 1 || m_execution.can_settle()) node.saved = m_execution.save();
        } else {
            look(m_nodes.back().tree);
        }
        Node& node = m_nodes.back();
        const Label label = node.tree.first().step.label;
        if (std::find(m_choices.begin(), m_choices.end(), label) == m_choices.end()) {
            m_end = EndKind::Redundant;
            return;
        }
        find_other_choices(label);
        take(label);
        const Event& event = m_history.event(m_history.size() - 1);
        m_steps.resize(m_history.size());
        m_steps.back() = Step{label, event.footprint};
        for (const Label& other : m_choices) {
            if (!asleep(node, other)) node.tree.add(Step{other, event.footprint});
        }

        for (const Step& step : node.sleep) {
            if (step.label.thread != label.thread && independent(step.footprint, event.footprint)) {
                m_next_sleep.push_back(step);
            }
        }
        m_below = node.tree.below_first();
    }
}

void OptimalDpor::look(const WakeupTree& tree) {
    m_execution.choices(m_choices);
    if (!tree.empty()) {
        const ThreadId wanted = tree.first().step.label.thread;
        const bool has = std::any_of(m_choices.begin(), m_choices.end(),
                                     [&](const Label& label) { return label.thread == wanted; });
        if (!has && !m_execution.ended() && m_execution.can_settle(wanted)) {
            m_execution.settle(wanted);
            m_execution.choices(m_choices);
        }
    }
    if (m_choices.empty() && m_execution.can_settle()) {
        m_execution.settle_all();
        m_execution.choices(m_choices);
    }
}

// Sees to it that the state has a branch to take: the one that the state before demands, or else any that does not
// sleep; the thread that ran last goes on if it can, ends of time only if nothing else is left.
bool OptimalDpor::choose(Node& node) {
    if (!node.tree.empty()) return true;
    const Label* best = nullptr;
    for (const Label& label : m_choices) {
        if (asleep(node, label)) continue;
        const bool same = m_history.size() != 0 &&
                          m_history.event(m_history.size() - 1).label.thread == label.thread;
        if (best == nullptr || (best->way == Way::TimeOut && label.way == Way::Normal) ||
            (same && best->way == label.way && !(best->thread == label.thread))) {
            best = &label;
        }
    }
    if (best == nullptr) return false;
    node.tree.add(Step{*best, {}});
    return true;
}

bool OptimalDpor::asleep(const Node& node, const Label& label) const {
    return std::any_of(node.sleep.begin(), node.sleep.end(),
                       [&](const Step& step) { return step.label == label; });
}

// Whom a notification wakes is the world's choice, not the scheduler's: all are explored from the same state.
void OptimalDpor::find_other_choices(const Label& label) {
    if (label.notified == 0) return m_choices.clear();
    std::erase_if(m_choices, [&](const Label& other) {
        return other.thread != label.thread || other == label;
    });
}

void OptimalDpor::reverse_races() {
    for (size_t second = m_first_new; second < m_history.size(); ++second) {
        const Event& event = m_history.event(second);
        for (const History::Reversal& reversal : m_history.races(second)) reverse(event, reversal);
    }
    reverse_blocked();
    // The program ended while others could have gone on: they may have gone first.
    if (m_end != EndKind::Ended || m_execution.ended_by_tail() || m_nodes.empty() || !m_nodes.back().saved) return;
    Node& node = m_nodes.back();
    m_execution.restore(*node.saved);
    m_execution.settle_all();
    m_execution.choices(m_choices);
    std::vector<Label> others;
    for (const Label& label : m_choices) {
        if (label.thread != m_steps.back().label.thread && !asleep(node, label)) others.push_back(label);
    }
    Event event;
    for (const Label& label : others) {
        m_execution.take(label, event);  // to see what it touches
        const Step step{label, event.footprint};
        (void)node.tree.insert({&step}, true);
        m_execution.restore(*node.saved);
        m_execution.settle_all();
    }
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

void OptimalDpor::reverse(const Event& event, const History::Reversal& reversal) {
    Node& node = m_nodes[reversal.first];
    // v = notdep(first, E) · second: what does not happen after `first`, then the other.
    Step last{reversal.label, event.may_touch_more ? event.possible : event.footprint};
    if (!(reversal.label.way == event.label.way)) {
        for (size_t i = 0; i < last.footprint.size(); ++i) {
            if (last.footprint[i].mode == Mode::Wake) last.footprint[i].mode = Mode::TimeOut;
        }
    }
    std::vector<const Step*> sequence;
    for (size_t i = reversal.first + 1; i < m_history.size(); ++i) {
        if (!m_history.happens_before(reversal.first, i)) sequence.push_back(&m_steps[i]);
    }
    sequence.push_back(&last);
    for (const Step& sleeper : node.sleep) {
        if (is_weak_initial(sleeper, sequence)) return;
    }
    (void)node.tree.insert(std::move(sequence), true);
}

bool OptimalDpor::go_back() {
    // The last event of a redundant execution may not have been taken.
    while (!m_nodes.empty()) {
        Node& node = m_nodes.back();
        const size_t index = m_nodes.size() - 1;
        if (m_history.size() > index) node.sleep.push_back(m_steps[index]);
        node.tree.drop_first();
        ++node.explored;
        m_history.shrink(index);
        m_history.forget_joins(node.joins);
        m_steps.resize(index);
        // Without a snapshot there was one choice: what else is demanded here can't be done.
        if (!node.tree.empty() && node.saved) {
            m_execution.restore(*node.saved);
            m_next_sleep.clear();
            m_below = WakeupTree();
            m_first_new = index;
            return true;
        }
        m_nodes.pop_back();
    }
    return false;
}

double OptimalDpor::progress() const {
    double done = 0;
    double share = 1;
    for (const Node& node : m_nodes) {
        const double all =
            static_cast<double>(node.explored) + static_cast<double>(std::max<size_t>(node.tree.size(), 1));
        done += share * static_cast<double>(node.explored) / all;
        share /= all;
    }
    return done;
}

}  // namespace interleave::explorer
