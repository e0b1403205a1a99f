// Giving branches away and accepting them (work_pool.hpp).

#include <algorithm>
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
    copy_begun(node);
}

// The branches that were begun before the current one. REQUIRES: as `enter`
void OptimalDpor::copy_begun(const Node& node) {
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

// Once the last node's point was left to others: all above it too.
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

// The last branch point with much to do: below others it takes long until what is kept for each other can be forgotten.
// Where none has much, the one with most.
void OptimalDpor::share() {
    constexpr double Much = 1000;
    double most = 0;
    size_t best = 0;
    for (size_t i = m_nodes.size(); i-- > 0;) {
        const double worth = m_nodes[i].saved ? worth_of(m_nodes[i]) : 0;
        if (worth < most || worth == 0) continue;
        most = worth;
        best = i;
        if (most >= Much) break;
    }
    if (most > 0) share_way(best);
}

// How many executions lie below the branches that were not begun, if they are like those that were; 0: there are none.
double OptimalDpor::worth_of(const Node& node) const {
    const std::unique_lock<std::mutex> lock = lock_of(node);
    const BranchPoint& point = node.point();
    const double each = static_cast<double>(m_done - node.since + 1) / std::max(point.begun, 1u);
    return each * static_cast<double>(point.tree.size());
}

void OptimalDpor::share_way(size_t last) {
    make_shared(last);
    Job job = way_to(last);
    for (const Job::Place& place : job.places) {
        const std::unique_lock<std::mutex> lock = place.point->lock();
        ++place.point->workers;
        if (place.point != job.places.back().point) place.point->enter(place.current);
    }
    m_pool->give(std::move(job));
}

// Leaves what is left to do here for later, where others would have to be waited for until what is kept can be forgotten.
bool OptimalDpor::put_off() {
    if (m_nodes.empty() || !is_exposed()) return false;
    const size_t last = m_nodes.size() - 1;
    make_shared(last);
    Job job = way_to(last);
    {
        const std::unique_lock<std::mutex> lock = lock_of(m_nodes.back());
        m_nodes.back().shared->leave(m_nodes.back().current);
    }
    m_nodes.clear();
    m_pool->put_off(std::move(job));
    return true;
}

Job OptimalDpor::way_to(size_t last) const {
    Job job;
    for (size_t i = 0; i <= last; ++i) {
        const Node& node = m_nodes[i];
        job.places.push_back({node.shared, i < last ? m_steps[i].label : Label(), node.current,
                              node.saved.has_value()});
    }
    return job;
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
            node.shared = std::make_shared<SharedPoint>(std::exchange(node.own, BranchPoint()),
                                                        node.current, m_pool->points());
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
        node.since = m_done;
        node.joins = m_history.join_count();
        node.current = is_last ? 0 : place.current;
        node.inside = !is_last;
        fall_asleep(node);
        if (!is_last) {
            const std::unique_lock<std::mutex> lock = lock_of(node);
            copy_begun(node);
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
