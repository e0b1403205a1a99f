#include "explorer/work_pool.hpp"

#include <algorithm>
#include <utility>

namespace interleave::explorer {

std::unique_lock<std::mutex> WorkPool::lock() {
    constexpr int Tries = 2000;
    std::unique_lock<std::mutex> held(mutex, std::try_to_lock);
    for (int i = 0; i < Tries && !held; ++i) (void)held.try_lock();
    if (!held) held.lock();
    return held;
}

void WorkPool::give(Job job) {
    m_jobs.push_back(std::move(job));
    m_hungry.fetch_sub(1, std::memory_order_relaxed);
    m_changed.notify_one();
}

size_t WorkPool::find_resumable() const {
    auto is_free = [](const Job& job) {
        return std::none_of(job.places.begin(), job.places.end(),
                            [](const Job::Place& place) { return place.point->is_busy_before(place.current); });
    };
    return static_cast<size_t>(std::find_if(m_put_off.begin(), m_put_off.end(), is_free) - m_put_off.begin());
}

std::optional<Job> WorkPool::wait() {
    std::unique_lock<std::mutex> held(mutex);
    ++m_waiting;
    m_hungry.fetch_add(1, std::memory_order_relaxed);
    if (m_waiting == m_workers && !has_jobs()) {
        m_nobody_works = true;
        m_changed.notify_all();
    }
    size_t resumable = 0;
    m_changed.wait(held, [&] {
        resumable = find_resumable();
        return !m_jobs.empty() || resumable < m_put_off.size() || m_nobody_works || is_paused();
    });
    --m_waiting;
    if (is_paused() || (m_jobs.empty() && resumable == m_put_off.size())) {
        if (m_jobs.empty()) m_hungry.fetch_sub(1, std::memory_order_relaxed);
        return std::nullopt;
    }
    std::vector<Job>& from = resumable < m_put_off.size() ? m_put_off : m_jobs;
    if (&from == &m_put_off) {
        m_hungry.fetch_sub(1, std::memory_order_relaxed);
        std::swap(from[resumable], from.back());
    }
    Job job = std::move(from.back());
    from.pop_back();
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
