// Giving branches away and accepting them (work_pool.hpp).

#include <utility>

#include "explorer/dpor.hpp"

namespace interleave::explorer {

std::unique_lock<std::mutex> OptimalDpor::lock_of(const Node& node) const {
    return node.shared ? m_pool->lock() : std::unique_lock<std::mutex>();
}

// Others are still below and go on above. REQUIRES: m_lock is held, and the last node was left already
void OptimalDpor::leave_all() {
    for (size_t i = 0; i + 1 < m_nodes.size(); ++i) {
        --m_nodes[i].shared->workers;
        m_nodes[i].shared->leave(m_nodes[i].current);
    }
    m_lock = {};
    m_nodes.clear();
}

// Of the last state below which so much was done that the rest is worth the way; else the branch that is nearest to the root.
// What is given away is exposed until the branches before it are done, and all of it is kept until then: it should not be
// most of the tree.
void OptimalDpor::share() {
    constexpr uint64_t Worth = 4000;  // executions
    const std::unique_lock<std::mutex> lock = m_pool->lock();
    std::optional<size_t> best;
    for (size_t i = m_nodes.size(); i-- > 0;) {
        if (!m_nodes[i].saved || m_nodes[i].point().tree.empty()) continue;
        best = i;
        if (m_executions - m_nodes[i].arrived >= Worth) break;
    }
    if (best) m_pool->give(share_way(*best));
}

void OptimalDpor::put_off() {
    const std::unique_lock<std::mutex> lock = m_pool->lock();
    m_exposed = 0;
    if (!is_exposed()) return;
    size_t count = m_nodes.size();
    while (count > 0 && (!m_nodes[count - 1].saved || m_nodes[count - 1].point().tree.empty())) --count;
    if (count == 0) return;
    m_pool->put_off(share_way(count - 1));
    for (Node& node : m_nodes) {
        if (!node.shared) continue;
        --node.shared->workers;
        node.shared->leave(node.current);
    }
    m_nodes.clear();
}

// REQUIRES: the pool's mutex is held
Job OptimalDpor::share_way(size_t last) {
    Job job;
    for (size_t i = 0; i <= last; ++i) {
        Node& node = m_nodes[i];
        if (!node.shared) {
            node.shared = std::make_shared<BranchPoint>(std::exchange(node.own, BranchPoint()));
            node.shared->workers = 1;
            node.shared->enter(node.current);
        }
        ++node.shared->workers;
        Job::Place place{node.shared, {}, BranchPoint::NoBranch, node.saved.has_value()};
        if (i < last) {
            place.taken = m_steps[i].label;
            place.current = node.current;
            node.shared->enter(node.current);
        }
        job.places.push_back(std::move(place));
    }
    return job;
}

void OptimalDpor::accept(const Job& job) {
    m_execution.restore(m_root);
    m_history.shrink(0);
    m_history.forget_joins(0);
    m_steps.clear();
    m_nodes.clear();
    for (const Job::Place& place : job.places) {
        const bool is_last = &place == &job.places.back();
        look(is_last ? std::nullopt : std::optional(place.taken.thread));
        m_history.note(m_execution.take_joins());
        Node& node = m_nodes.emplace_back();
        node.shared = place.point;
        node.joins = m_history.join_count();
        node.arrived = m_executions;
        node.current = place.current;
        if (place.is_saved) node.saved = m_execution.save();
        if (is_last) break;
        take(place.taken);
        m_steps.push_back({place.taken, m_history.event(m_history.size() - 1).footprint});
    }
    m_exposed = 0;
    m_begin = Begin::AtJob;
    m_has_work = true;
}

}  // namespace interleave::explorer
