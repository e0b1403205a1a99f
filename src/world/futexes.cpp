#include "world/futexes.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace interleave::world {

void Futexes::wait(ThreadId thread, uint32_t address) {
    m_queues.get(address).push_back(Waiter{thread, false});
}

uint32_t Futexes::wake(uint32_t address, uint32_t count) {
    std::vector<Waiter>* queue = m_queues.find(address);
    if (queue == nullptr) return 0;
    uint32_t woken = 0;
    for (Waiter& waiter : *queue) {
        if (woken == count) break;
        if (waiter.woken) continue;
        waiter.woken = true;
        ++woken;
    }
    return woken;
}

bool Futexes::woken(ThreadId thread, uint32_t address) const {
    const std::vector<Waiter>* queue = m_queues.find(address);
    if (queue == nullptr) return false;
    return std::any_of(queue->begin(), queue->end(),
                       [&](const Waiter& w) { return w.thread == thread && w.woken; });
}

void Futexes::leave(ThreadId thread, uint32_t address) {
    std::vector<Waiter>* queue = m_queues.find(address);
    if (queue == nullptr) return;
    std::erase_if(*queue, [&](const Waiter& w) { return w.thread == thread; });
    if (queue->empty()) m_queues.erase(address);
}

uint64_t Futexes::hash(uint64_t seed) const {
    for (const auto& [address, queue] : m_queues) {
        seed = base::hash_combine(seed, address);
        for (const Waiter& waiter : queue) {
            seed = base::hash_combine(seed, (uint64_t{waiter.thread.value} << 1) | waiter.woken);
        }
    }
    return seed;
}

}  // namespace interleave::world
