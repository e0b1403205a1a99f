#include "explorer/branch_point.hpp"

#include <algorithm>
#include <utility>

namespace interleave::explorer {

SharedPoint::SharedPoint(WakeupTree demanded, std::atomic<uint64_t>& alive) : m_alive(alive) {
    tree = std::move(demanded);
    alive.fetch_add(1, std::memory_order_relaxed);
}

SharedPoint::SharedPoint(BranchPoint&& point, size_t current, std::atomic<uint64_t>& alive)
    : BranchPoint(std::move(point)), m_alive(alive) {
    alive.fetch_add(1, std::memory_order_relaxed);
    sleep.erase(sleep.begin(), sleep.begin() + static_cast<std::ptrdiff_t>(arrived));
    enter(current - std::exchange(arrived, 0));
}

// Mostly it is held for less than it takes to fall asleep.
std::unique_lock<std::mutex> SharedPoint::lock() {
    constexpr int Tries = 2000;
    std::unique_lock<std::mutex> held(m_mutex, std::try_to_lock);
    for (int i = 0; i < Tries && !held; ++i) (void)held.try_lock();
    if (!held) held.lock();
    return held;
}

bool SharedPoint::has_earlier(size_t number) const {
    const size_t end = std::min(number, leads.size());
    for (size_t i = 0; i < end; ++i) {
        if (leads[i].inside != 0) return true;
    }
    return tree.reopens_before(number);
}

void SharedPoint::forget_leads(size_t number) {
    if (has_earlier(number + 1)) return;
    const size_t end = std::min(number + 1, leads.size());
    for (size_t i = 0; i < end; ++i) leads[i].point = nullptr;
}

// To the worker that found it, branches begun after its own are as if they were not: where one demanded more than its
// first step, the sequence is compared with what lies below it.
bool SharedPoint::insert_after(StepSequence& sequence, size_t first) {
    for (size_t i = first; i < sleep.size(); ++i) {
        if (!is_weak_initial(sleep[i], sequence)) continue;
        if (i >= leads.size() || leads[i].point == nullptr) return false;
        sequence.erase_first_of(sleep[i].label.thread);
        SharedPoint& next = *leads[i].point;
        const std::unique_lock<std::mutex> lock = next.lock();
        if (sequence.empty() || !next.insert_after(sequence, 0)) return false;
        // Everybody may have left it by now.
        if (next.workers == 0) tree.reopen(sleep[i], i);
        return true;
    }
    return tree.insert(sequence);
}

}  // namespace interleave::explorer
