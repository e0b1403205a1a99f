#include "explorer/helper_threads.hpp"

#include <utility>

namespace interleave::explorer {

HelperThreads::HelperThreads(std::vector<std::function<void()>> work) {
    for (std::function<void()>& one : work) {
        m_threads.emplace_back([this, one = std::move(one)] { serve(one); });
    }
}

HelperThreads::~HelperThreads() {
    {
        const std::lock_guard<std::mutex> lock(m_mutex);
        m_ending = true;
    }
    m_changed.notify_all();
    for (std::thread& thread : m_threads) thread.join();
}

void HelperThreads::begin_round() {
    {
        const std::lock_guard<std::mutex> lock(m_mutex);
        ++m_round;
        m_at_work = m_threads.size();
    }
    m_changed.notify_all();
}

void HelperThreads::end_round() {
    std::unique_lock<std::mutex> lock(m_mutex);
    m_changed.wait(lock, [this] { return m_at_work == 0; });
}

void HelperThreads::serve(const std::function<void()>& work) {
    uint64_t served = 0;
    std::unique_lock<std::mutex> lock(m_mutex);
    for (;;) {
        m_changed.wait(lock, [&] { return m_round != served || m_ending; });
        if (m_round == served) return;
        served = m_round;
        lock.unlock();
        work();
        lock.lock();
        if (--m_at_work == 0) m_changed.notify_all();
    }
}

}  // namespace interleave::explorer
