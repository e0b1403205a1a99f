#include "world/conditions.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace interleave::world {

void Conditions::wait(ThreadId thread, uint32_t address, uint32_t mutex, Misuse& misuse) {
    std::vector<Waiter>& queue = m_queues.get(address);
    if (!queue.empty() && queue.front().mutex != mutex) misuse = Misuse::WaitWithTwoMutexes;
    queue.push_back(Waiter{thread, mutex, false});
}

bool Conditions::signal(uint32_t address, uint32_t choice) {
    std::vector<Waiter>* queue = m_queues.find(address);
    if (queue == nullptr) return false;
    Waiter* candidate = nullptr;
    for (Waiter& waiter : *queue) {
        if (waiter.chosen) continue;
        candidate = &waiter;
        if (choice-- == 0) break;
    }
    if (candidate == nullptr) return false;
    candidate->chosen = true;
    return true;
}

void Conditions::broadcast(uint32_t address) {
    std::vector<Waiter>* queue = m_queues.find(address);
    if (queue == nullptr) return;
    for (Waiter& waiter : *queue) waiter.chosen = true;
}

Answer Conditions::destroy(uint32_t address, Misuse& misuse) {
    // Waiters that were chosen already may still be leaving: destroying is allowed then.
    if (choices(address) == 0) return Answer::done();
    misuse = Misuse::DestroyWithWaiters;
    return Answer::done(Ebusy);
}

uint32_t Conditions::choices(uint32_t address) const {
    const std::vector<Waiter>* queue = m_queues.find(address);
    if (queue == nullptr) return 0;
    return static_cast<uint32_t>(
        std::count_if(queue->begin(), queue->end(), [](const Waiter& w) { return !w.chosen; }));
}

bool Conditions::chosen(ThreadId thread, uint32_t address) const {
    const std::vector<Waiter>* queue = m_queues.find(address);
    if (queue == nullptr) return false;
    return std::any_of(queue->begin(), queue->end(),
                       [&](const Waiter& w) { return w.thread == thread && w.chosen; });
}

void Conditions::leave(ThreadId thread, uint32_t address) {
    std::vector<Waiter>* queue = m_queues.find(address);
    if (queue == nullptr) return;
    std::erase_if(*queue, [&](const Waiter& w) { return w.thread == thread; });
    if (queue->empty()) m_queues.erase(address);
}

const std::vector<Conditions::Waiter>* Conditions::waiters(uint32_t address) const {
    return m_queues.find(address);
}

uint64_t Conditions::hash(uint64_t seed) const {
    for (const auto& [address, queue] : m_queues) {
        seed = base::hash_combine(seed, address);
        for (const Waiter& waiter : queue) {
            seed = base::hash_combine(seed, (uint64_t{waiter.thread.value} << 1) | waiter.chosen);
        }
    }
    return seed;
}

}  // namespace interleave::world
