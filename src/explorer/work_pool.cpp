#include "explorer/work_pool.hpp"

#include <utility>

namespace interleave::explorer {

void WorkPool::give(Job job) {
    const std::lock_guard<std::mutex> lock(mutex);
    m_jobs.push_back(std::move(job));
    m_hungry.fetch_sub(1, std::memory_order_relaxed);
    m_changed.notify_one();
}

std::optional<Job> WorkPool::wait() {
    std::unique_lock<std::mutex> lock(mutex);
    ++m_waiting;
    m_hungry.fetch_add(1, std::memory_order_relaxed);
    if (m_waiting == m_workers && m_jobs.empty()) {
        m_nobody_works = true;
        m_changed.notify_all();
    }
    m_changed.wait(lock, [this] { return !m_jobs.empty() || m_nobody_works || is_paused(); });
    --m_waiting;
    if (m_jobs.empty() || is_paused()) {
        if (m_jobs.empty()) m_hungry.fetch_sub(1, std::memory_order_relaxed);
        return std::nullopt;
    }
    Job job = std::move(m_jobs.back());
    m_jobs.pop_back();
    return job;
}

void WorkPool::pause() {
    std::lock_guard<std::mutex> lock(mutex);
    m_paused.store(true, std::memory_order_relaxed);
    m_changed.notify_all();
}

void WorkPool::resume() {
    m_paused.store(false, std::memory_order_relaxed);
    m_nobody_works = false;
    m_waiting = 0;
    // Jobs that nobody came for are still there.
    m_hungry.store(-static_cast<int>(m_jobs.size()), std::memory_order_relaxed);
}

}  // namespace interleave::explorer
