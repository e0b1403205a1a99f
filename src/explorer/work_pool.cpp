#include "explorer/work_pool.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace interleave::explorer {

namespace {

// In the order of the search: where their ways part, the branch that was begun first.
bool is_before(const Job& a, const Job& b) {
    for (size_t i = 0; i + 1 < a.places.size(); ++i) {
        if (i + 1 >= b.places.size() || a.places[i].current < b.places[i].current) return true;
        if (a.places[i].current > b.places[i].current) return false;
    }
    return false;
}

}  // namespace

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
        if (m_put_off.empty()) {
            m_nobody_works = true;
            m_changed.notify_all();
        } else {
            take_up_again();
        }
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

// The job that is before all others in the order of the search: it needs to keep nothing.
void WorkPool::take_up_again() {
    const auto first = std::min_element(m_put_off.begin(), m_put_off.end(), is_before);
    m_jobs.push_back(std::move(*first));
    m_put_off.erase(first);
    allow_more();
    m_hungry.fetch_sub(1, std::memory_order_relaxed);
}

void WorkPool::put_off(Job job) {
    const std::lock_guard<std::mutex> lock(mutex);
    m_put_off.push_back(std::move(job));
    allow_more();
}

void WorkPool::clear() {
    m_jobs.clear();
    m_put_off.clear();
    allow_more();
}

bool WorkPool::rest() {
    constexpr std::chrono::milliseconds Some(10);
    std::unique_lock<std::mutex> lock(mutex);
    if (is_hungry() || m_waiting + m_resting + 1 >= m_workers) return false;
    ++m_resting;
    m_changed.wait_for(lock, Some, [this] { return is_hungry() || is_paused(); });
    --m_resting;
    return true;
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
