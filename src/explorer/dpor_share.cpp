// Giving branches away and accepting them (work_pool.hpp).

#include <utility>

#include "explorer/dpor.hpp"

namespace interleave::explorer {

std::unique_lock<std::mutex> OptimalDpor::lock_of(const Node& node) {
    return node.shared ? node.shared->lock() : std::unique_lock<std::mutex>();
}

// Leaves the last node's point. Where others are still below they go on above: then all others are left too, and false is
// returned. REQUIRES: the point is locked
bool OptimalDpor::leave_shared(SharedPoint& point) {
    uint32_t last = 1;
    if (point.workers.compare_exchange_strong(last, 0)) return true;
    const std::lock_guard<std::mutex> lock(m_pool->mutex);
    if (--point.workers == 0) return true;
    for (size_t i = 0; i + 1 < m_nodes.size(); ++i) --m_nodes[i].shared->workers;
    return false;
}

// Counts itself as below the current branch. REQUIRES: the point is locked, and the node the last one
void OptimalDpor::enter(Node& node) {
    node.shared->enter(node.current);
    node.inside = true;
    const std::span<const Step> begun = std::span(node.shared->sleep).first(node.current);
    m_before.insert(m_before.end(), begun.begin(), begun.end());
}

// Notes what sleeps on arrival at a shared point. REQUIRES: the node is the last one
void OptimalDpor::fall_asleep(Node& node) {
    node.before = m_before.size();
    node.arrived = m_next_sleep.size();
    m_before.insert(m_before.end(), m_next_sleep.begin(), m_next_sleep.end());
    m_next_sleep.clear();
}

// What need not come first at the node, as the current branch was begun after it.
std::span<const Step> OptimalDpor::before(const Node& node) const {
    return node.shared ? std::span(m_before).subspan(node.before, node.arrived + node.current)
                       : std::span(node.own.sleep).first(node.current);
}

void OptimalDpor::leave_all() {
    m_nodes.pop_back();
    for (Node& node : m_nodes) {
        const std::unique_lock<std::mutex> lock = lock_of(node);
        node.shared->leave(node.current);
    }
    m_nodes.clear();
}

// Whether others may insert at or below the last node by what they find elsewhere: they are below earlier branches of
// nodes above it, or will be. Where nobody is, nobody will be as long as this worker stays below its branches: who
// reopens an earlier branch does so from a still earlier one.
bool OptimalDpor::is_exposed_above(size_t index) {
    for (; m_unexposed < index; ++m_unexposed) {
        const Node& node = m_nodes[m_unexposed];
        if (!node.shared) continue;
        const std::unique_lock<std::mutex> lock = lock_of(node);
        if (node.shared->has_earlier(node.current)) return true;
    }
    return false;
}

// The branch that is nearest to the root: most lies below it.
void OptimalDpor::share() {
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        if (m_nodes[i].saved && has_more(m_nodes[i])) return share_way(i);
    }
}

bool OptimalDpor::has_more(const Node& node) {
    const std::unique_lock<std::mutex> lock = lock_of(node);
    return !node.point().tree.empty();
}

void OptimalDpor::share_way(size_t last) {
    Job job;
    make_shared(last);
    for (size_t i = 0; i <= last; ++i) {
        Node& node = m_nodes[i];
        ++node.shared->workers;
        const std::unique_lock<std::mutex> lock = lock_of(node);
        if (i < last) node.shared->enter(node.current);
        Job::Place place{node.shared, {}, node.current, node.saved.has_value()};
        if (i < last) place.taken = m_steps[i].label;
        job.places.push_back(std::move(place));
    }
    m_pool->give(std::move(job));
}

// Makes common property of all points up to that of node number `last`.
void OptimalDpor::make_shared(size_t last) {
    std::vector<Step> all;
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        Node& node = m_nodes[i];
        const std::span<const Step> steps = before(node);
        const size_t at = all.size();
        if (i <= last || node.shared) all.insert(all.end(), steps.begin(), steps.end());
        if (i <= last && !node.shared) {
            node.arrived = node.own.arrived;
            node.shared = std::make_shared<SharedPoint>(std::exchange(node.own, BranchPoint()), node.current);
            node.current -= node.arrived;
            node.inside = true;
        }
        node.before = at;
    }
    m_before = std::move(all);
}

void OptimalDpor::accept(const Job& job) {
    m_execution.restore(m_root);
    m_history.shrink(0);
    m_history.forget_joins(0);
    m_steps.clear();
    m_nodes.clear();
    m_unexposed = 0;
    m_next_sleep.clear();
    m_before.clear();
    for (const Job::Place& place : job.places) {
        const bool is_last = &place == &job.places.back();
        look(is_last ? std::nullopt : std::optional(place.taken.thread));
        m_history.note(m_execution.take_joins());
        Node& node = m_nodes.emplace_back();
        node.shared = place.point;
        node.joins = m_history.join_count();
        node.current = is_last ? 0 : place.current;
        node.inside = !is_last;
        fall_asleep(node);
        if (!is_last) {
            const std::unique_lock<std::mutex> lock = lock_of(node);
            const std::span<const Step> begun = std::span(node.shared->sleep).first(node.current);
            m_before.insert(m_before.end(), begun.begin(), begun.end());
        }
        if (place.is_saved) node.saved = m_execution.save();
        if (is_last) break;
        take(place.taken);
        note_step(place.taken);
        find_next_sleep(node);
    }
    m_begin = Begin::AtJob;
    m_has_work = true;
}

}  // namespace interleave::explorer
