#include "explorer/branch_point.hpp"

#include <algorithm>

namespace interleave::explorer {

// Mostly it is held for less than it takes to fall asleep.
std::unique_lock<std::mutex> SharedPoint::lock() {
    constexpr int Tries = 2000;
    std::unique_lock<std::mutex> held(m_mutex, std::try_to_lock);
    for (int i = 0; i < Tries && !held; ++i) (void)held.try_lock();
    if (!held) held.lock();
    return held;
}

bool SharedPoint::has_earlier(size_t number) const {
    const size_t end = std::min(number, inside.size());
    for (size_t i = 0; i < end; ++i) {
        if (inside[i] != 0) return true;
    }
    return tree.reopens_before(number);
}

bool BranchPoint::insert(StepSequence& sequence, size_t current) {
    for (size_t i = 0; i < current; ++i) {
        if (is_weak_initial(sleep[i], sequence)) return false;
    }
    return insert_after(sequence, current + 1);
}

// To the worker that found it, branches begun after its own are as if they were not: where one demanded more than its
// first step, the sequence is compared with what lies below it.
bool BranchPoint::insert_after(StepSequence& sequence, size_t first) {
    for (size_t i = first; i < sleep.size(); ++i) {
        if (!is_weak_initial(sleep[i], sequence)) continue;
        if (i >= below.size() || below[i] == nullptr) return false;
        sequence.erase_first_of(sleep[i].label.thread);
        SharedPoint& next = *below[i];
        const std::unique_lock<std::mutex> lock = next.lock();
        if (sequence.empty() || !next.insert_after(sequence, next.arrived)) return false;
        // Everybody may have left it by now.
        if (next.workers == 0) tree.reopen(sleep[i], i);
        return true;
    }
    return tree.insert(sequence);
}

}  // namespace interleave::explorer
