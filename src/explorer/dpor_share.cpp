// Giving branches away and accepting them (work_pool.hpp).

#include <utility>

#include "explorer/dpor.hpp"

namespace interleave::explorer {

std::unique_lock<std::mutex> OptimalDpor::lock_of(const Node& node) const {
    return node.shared ? m_pool->lock() : std::unique_lock<std::mutex>();
}

// Others are still below and go on above. REQUIRES: m_lock is held, and the last node was left already
void OptimalDpor::leave_all() {
    for (size_t i = 0; i + 1 < m_nodes.size(); ++i) --m_nodes[i].shared->workers;
    m_lock = {};
    m_nodes.clear();
}

// The branch that is nearest to the root: most lies below it.
void OptimalDpor::share() {
    const std::lock_guard<std::mutex> lock(m_pool->mutex);
    for (size_t i = 0; i < m_nodes.size(); ++i) {
        if (!m_nodes[i].saved || m_nodes[i].point().tree.empty()) continue;
        share_way(i);
        return;
    }
}

void OptimalDpor::share_way(size_t last) {
    Job job;
    for (size_t i = 0; i <= last; ++i) {
        Node& node = m_nodes[i];
        if (!node.shared) {
            node.shared = std::make_shared<BranchPoint>(std::exchange(node.own, BranchPoint()));
            node.shared->workers = 1;
        }
        ++node.shared->workers;
        Job::Place place{node.shared, {}, node.current, node.saved.has_value()};
        if (i < last) place.taken = m_steps[i].label;
        job.places.push_back(std::move(place));
    }
    m_pool->give(std::move(job));
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
        node.current = place.current;
        if (place.is_saved) node.saved = m_execution.save();
        if (is_last) break;
        take(place.taken);
        m_steps.push_back({place.taken, m_history.event(m_history.size() - 1).footprint});
    }
    m_begin = Begin::AtJob;
    m_has_work = true;
}

}  // namespace interleave::explorer
