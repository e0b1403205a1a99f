#pragma once
// Futex queues of one process: who waits at which address until somebody wakes them. Under std::atomic::wait,
// semaphores, latches and barriers, and under the instructions memory.atomic.wait and notify (WebAssembly
// threads proposal, "Wait and notify operators"). Comparing the value is the caller's business.

#include <vector>

#include "base/ids.hpp"
#include "world/flat_map.hpp"

namespace interleave::world {

using base::ThreadId;

class Futexes {
public:
    struct Waiter {
        ThreadId thread;
        bool woken = false;
    };

    void wait(ThreadId thread, uint32_t address);
    // Wakes up to `count` in order of arrival; returns how many.
    uint32_t wake(uint32_t address, uint32_t count);
    bool woken(ThreadId thread, uint32_t address) const;
    void leave(ThreadId thread, uint32_t address);
    const std::vector<Waiter>* waiters(uint32_t address) const { return m_queues.find(address); }
    bool nobody_waits() const { return m_queues.size() == 0; }
    uint64_t hash(uint64_t seed) const;

private:
    FlatMap<std::vector<Waiter>> m_queues;
};

}  // namespace interleave::world
