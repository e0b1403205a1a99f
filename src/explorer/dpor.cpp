#include "explorer/dpor.hpp"

#include <algorithm>
#include <utility>

namespace interleave::explorer {

namespace {

bool has(std::span<const Step> steps, const Label& label) {
    return std::any_of(steps.begin(), steps.end(),
                       [&](const Step& step) { return step.label == label; });
}

}  // namespace

OptimalDpor::OptimalDpor(Execution& execution, uint64_t event_limit)
    : Search(execution, event_limit), m_root(execution.save()) {}

OptimalDpor::OptimalDpor(Execution& execution, uint64_t event_limit, WorkPool& pool, bool begins)
    : Search(execution, event_limit), m_pool(&pool), m_root(execution.save()), m_has_work(begins) {}

bool OptimalDpor::next() {
    if (!m_has_work) return false;
    if (m_begin == Begin::Begun) {
        if (m_end != EndKind::Redundant) reverse_races();
        ++m_done;
        if (m_pool != nullptr) {
            if (m_pool->is_hungry()) share();
            if (m_pool->is_crowded() && put_off()) return m_has_work = false;
        }
    }
    m_has_work = m_begin == Begin::AtRoot || go_back();
    if (!m_has_work) return false;
    const bool at_root = m_begin == Begin::AtRoot;
    m_begin = Begin::Begun;
    if (!at_root) look(m_branch.step.label.thread);
    if (at_root || take_branch()) {
        run();
    } else {
        m_end = EndKind::Redundant;
    }
    return true;
}

void OptimalDpor::run() {
    while (arrive()) {
        const bool is_exposed = m_nodes.back().shared && is_exposed_above(m_nodes.size() - 1);
        m_lock = lock_of(m_nodes.back());
        begin_branch(m_nodes.back(), is_exposed);
        if (!take_branch()) {
            m_end = EndKind::Redundant;
            return;
        }
    }
}

bool OptimalDpor::arrive() {
    look(wanted_next());
    if (m_choices.empty()) {
        m_end = classify();
        return false;
    }
    if (m_history.size() >= m_event_limit || keeps_others_waiting()) {
        m_end = EndKind::TooLong;
        return false;
    }
    Node& node = m_nodes.emplace_back();
    if (!m_spare.empty()) {
        node.own = std::move(m_spare.back());
        m_spare.pop_back();
    }
    m_history.note(m_execution.take_joins());
    node.joins = m_history.join_count();
    node.since = m_done;
    node.before = m_before.size();
    node.shared = std::move(m_next_point);
    m_next_point = nullptr;
    if (node.shared) {
        fall_asleep(node);
    } else {
        node.own.sleep.swap(m_next_sleep);
        node.own.arrived = node.own.sleep.size();
        if (!m_below.empty()) node.own.tree = std::move(m_below);
        m_next_sleep.clear();
    }
    m_below = WakeupTree();
    if (!choose(node)) {
        m_end = EndKind::Redundant;
        leave_last();
        return false;
    }
    // Where one choice is all there is, nobody ever comes back to.
    if (m_choices.size() > 1 || m_execution.can_settle()) node.saved = m_execution.save();
    return true;
}

// Not where a tree demands what comes next, nor for those who sleep: the others' turn comes in another execution.
bool OptimalDpor::keeps_others_waiting() const {
    const size_t events = m_history.size();
    if (events < MostInARow || events % Turn != 0 || m_next_point != nullptr || !m_below.empty())
        return false;
    const ThreadId last = m_history.event(events - 1).label.thread;
    for (size_t i = events - MostInARow; i < events; ++i) {
        if (!(m_history.event(i).label.thread == last)) return false;
    }
    return std::any_of(m_choices.begin(), m_choices.end(), [&](const Label& label) {
        return !(label.thread == last) && !has(m_next_sleep, label);
    });
}

// The thread that the next state's tree demands first.
std::optional<ThreadId> OptimalDpor::wanted_next() const {
    if (m_next_point == nullptr) {
        return m_below.empty() ? std::nullopt : std::optional(m_below.first().step.label.thread);
    }
    const std::unique_lock<std::mutex> lock = m_next_point->lock();
    return m_next_point->tree.first().step.label.thread;
}

void OptimalDpor::begin_branch(Node& node, bool is_exposed) {
    BranchPoint& point = node.point();
    m_branch = point.tree.take_first();
    node.current = point.sleep.size();
    point.sleep.push_back(m_branch.step);
    ++point.begun;
    if (!node.shared) return;
    is_exposed = is_exposed || node.shared->has_earlier(node.current);
    enter(node);
    if (!is_exposed || m_branch.children.empty()) return;
    // Who is below an earlier branch may find more to demand there.
    m_next_point = std::make_shared<SharedPoint>(WakeupTree(std::exchange(m_branch.children, {})),
                                                 m_pool->points());
    node.shared->leads[node.current].point = m_next_point;
}

// Of the event that was taken last.
void OptimalDpor::note_step(const Label& label) {
    m_steps.push_back({label, m_footprints.keep(m_history.event(m_history.size() - 1).footprint)});
}

// What goes on sleeping after the step that was taken last, at this node.
void OptimalDpor::find_next_sleep(const Node& node) {
    const Step& taken = m_steps.back();
    for (const Step& step : before(node)) {
        if (!(step.label.thread == taken.label.thread) &&
            independent(*step.footprint, *taken.footprint)) {
            m_next_sleep.push_back(step);
        }
    }
}

bool OptimalDpor::take_branch() {
    const std::unique_lock<std::mutex> lock = std::move(m_lock);
    Node& node = m_nodes.back();
    BranchPoint& point = node.point();
    const Label label = m_branch.step.label;
    if (std::find(m_choices.begin(), m_choices.end(), label) == m_choices.end()) return false;
    find_other_choices(label);
    take(label);
    note_step(label);
    const Footprint* footprint = m_steps.back().footprint;
    point.sleep[node.current].footprint = footprint;
    for (const Label& other : m_choices) {
        if (!is_asleep(node, other)) point.tree.add(Step{other, footprint});
    }
    find_next_sleep(node);
    m_below = WakeupTree(std::move(m_branch.children));
    return true;
}

void OptimalDpor::look(std::optional<ThreadId> wanted) {
    m_execution.choices(m_choices);
    if (wanted && !m_execution.ended() && m_execution.can_settle(*wanted)) {
        m_execution.settle(*wanted);
        m_execution.choices(m_choices);
    }
    if (m_choices.empty() && m_execution.can_settle()) {
        m_execution.settle_all();
        m_execution.choices(m_choices);
    }
}

// Sees to it that the state has a branch to take: the one that the state before demands, or else any that does not
// sleep; the thread that ran last goes on if it can, early ends of waits only if nothing else is left. From time to time the next
// thread has its turn: the one that ran may wait for it in a loop.
bool OptimalDpor::choose(Node& node) {
    if (node.shared || !node.own.tree.empty()) return true;
    const size_t events = m_history.size();
    const uint32_t last = events == 0 ? UINT32_MAX : m_history.event(events - 1).label.thread.value;
    const bool passes_on = events % Turn == Turn - 1;
    // Smaller is better; the next after the last one, in a circle, where that passes on.
    const auto distance = [&](const Label& label) {
        if (passes_on) return label.thread.value - last - 1;
        return label.thread.value == last ? 0 : label.thread.value + 1;
    };
    const Label* best = nullptr;
    for (const Label& label : m_choices) {
        if (is_asleep(node, label)) continue;
        if (best == nullptr || (best->way != Way::Normal && label.way == Way::Normal) ||
            (best->way == label.way && distance(label) < distance(*best))) {
            best = &label;
        }
    }
    if (best == nullptr) return false;
    node.own.tree.add(Step{*best});
    return true;
}

bool OptimalDpor::is_asleep(const Node& node, const Label& label) const {
    return has(node.point().sleep, label) || (node.shared && has(before(node), label));
}

// Whom a notification wakes is the world's choice, not the scheduler's: all are explored from the same state.
void OptimalDpor::find_other_choices(const Label& label) {
    if (label.notified == 0) return m_choices.clear();
    std::erase_if(m_choices, [&](const Label& other) {
        return other.thread != label.thread || other == label;
    });
}

bool OptimalDpor::go_back() {
    m_next_point = nullptr;
    while (!m_nodes.empty()) {
        Node& node = m_nodes.back();
        const size_t index = m_nodes.size() - 1;
        // The last event of a redundant execution may not have been taken.
        m_history.shrink(index);
        m_history.forget_joins(node.joins);
        m_steps.resize(index);
        m_before.resize(node.before + node.arrived);
        m_unexposed = std::min(m_unexposed, index);
        const bool is_exposed = node.shared && is_exposed_above(index);
        m_lock = lock_of(node);
        BranchPoint& point = node.point();
        if (std::exchange(node.inside, false)) {
            node.shared->leave(node.current);
            if (!is_exposed) node.shared->forget_leads(node.current);
        }
        // Without a state to go back to there was one choice: what else is demanded here can't be done.
        if (!point.tree.empty() && node.saved) {
            m_execution.restore(*node.saved);
            m_next_sleep.clear();
            m_below = WakeupTree();
            m_first_new = index;
            if (point.tree.first().reopens != Branch::New) {
                reopen_branch(node);
                continue;
            }
            begin_branch(node, is_exposed);
            return true;
        }
        if (node.shared && !leave_shared(*node.shared)) {
            m_lock = {};
            leave_all();
            return false;
        }
        m_lock = {};
        leave_last();
    }
    return false;
}

void OptimalDpor::leave_last() {
    Node& node = m_nodes.back();
    if (!node.shared) {
        node.own.clear();
        m_spare.push_back(std::move(node.own));
    }
    m_nodes.pop_back();
}

// Goes to where a begun branch has led, since there is more to begin. REQUIRES: m_lock is held
void OptimalDpor::reopen_branch(Node& node) {
    BranchPoint& point = node.point();
    const Branch branch = point.tree.take_first();
    const std::shared_ptr<SharedPoint> next = node.shared->leads[branch.reopens].point;
    const Label label = branch.step.label;
    node.current = branch.reopens;
    enter(node);
    ++next->workers;
    m_lock = {};
    look(label.thread);
    take(label);
    note_step(label);
    find_next_sleep(node);
    look(std::nullopt);
    m_history.note(m_execution.take_joins());
    Node& reached = m_nodes.emplace_back();
    reached.joins = m_history.join_count();
    reached.shared = next;
    reached.since = m_done;
    fall_asleep(reached);
    reached.saved = m_execution.save();
}

double OptimalDpor::progress() const {
    double done = 0;
    double share = 1;
    for (const Node& node : m_nodes) {
        const std::unique_lock<std::mutex> lock = lock_of(node);
        const BranchPoint& point = node.point();
        const double all =
            static_cast<double>(std::max<size_t>(point.begun + point.tree.size(), 1));
        done += share * static_cast<double>(std::max(point.begun, 1u) - 1) / all;
        share /= all;
    }
    return done;
}

}  // namespace interleave::explorer
