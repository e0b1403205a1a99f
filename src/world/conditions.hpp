#pragma once
// Modelled condition variables of one process.
//
// A waiter queues in order of arrival; a signal chooses one that was not chosen before (the first, or
// the one the scheduler's `choice` names: POSIX lets it be any). A chosen waiter goes on once its mutex
// is free; that is the world's business. A signal with nobody waiting is lost, as on real machines.

#include <vector>

#include "base/ids.hpp"
#include "world/flat_map.hpp"
#include "world/misuse.hpp"
#include "world/operation.hpp"

namespace interleave::world {

using base::ThreadId;

class Conditions {
public:
    struct Waiter {
        ThreadId thread;
        uint32_t mutex = 0;
        bool chosen = false;
    };

    // Puts the thread into the queue.
    void wait(ThreadId thread, uint32_t address, uint32_t mutex, Misuse& misuse);
    // Chooses the waiter number `choice` (counted among those not chosen yet; clamped to the last).
    // Returns whether there was one.
    bool signal(uint32_t address, uint32_t choice = 0);
    void broadcast(uint32_t address);
    Answer destroy(uint32_t address, Misuse& misuse);

    // How many waiters a signal could choose from.
    uint32_t choices(uint32_t address) const;
    bool chosen(ThreadId thread, uint32_t address) const;
    // The thread goes on (chosen, or its time is up) and leaves the queue.
    void leave(ThreadId thread, uint32_t address);
    const std::vector<Waiter>* waiters(uint32_t address) const;
    // Address and state, by address.
    auto begin() const { return m_queues.begin(); }
    auto end() const { return m_queues.end(); }
    uint64_t hash(uint64_t seed) const;

private:
    FlatMap<std::vector<Waiter>> m_queues;  // only those with waiters
};

}  // namespace interleave::world
