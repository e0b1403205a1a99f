#include "explorer/footprint.hpp"

#include <algorithm>

namespace interleave::explorer {

namespace {

bool takes(Mode mode) {
    return mode == Mode::Acquire || mode == Mode::TryAcquire || mode == Mode::AcquireShared ||
           mode == Mode::TryAcquireShared;
}
bool takes_shared(Mode mode) {
    return mode == Mode::AcquireShared || mode == Mode::TryAcquireShared;
}
bool gives(Mode mode) { return mode == Mode::Release || mode == Mode::ReleaseShared; }
bool waits(Mode mode) { return mode == Mode::Acquire || mode == Mode::AcquireShared; }

// Mutexes, once flags and reader-writer locks. Sides that readers share do not depend on each other.
Order order_of_locks(Mode earlier, Mode later) {
    const bool shared_earlier = takes_shared(earlier) || earlier == Mode::ReleaseShared;
    const bool shared_later = takes_shared(later) || later == Mode::ReleaseShared;
    if (shared_earlier && shared_later) return Order::Independent;
    if (earlier == Mode::Fail && later == Mode::Fail) return Order::Independent;
    if (takes(earlier) && takes(later)) return Order::Race;
    if (takes(earlier) && later == Mode::Fail) return Order::Race;
    if (earlier == Mode::Fail && gives(later)) return Order::Race;
    // Who does not wait for the lock could have tried before it was given back.
    if (gives(earlier)) return waits(later) ? Order::Release : Order::Race;
    // Between a failure and the acquisition after it the lock was given back.
    return earlier == Mode::Fail ? Order::Release : Order::Enabling;
}

Order order_of_permits(const Touch& earlier, const Touch& later) {
    if (earlier.mode == Mode::Fail && later.mode == Mode::Fail) return Order::Independent;
    if (gives(earlier.mode) && gives(later.mode)) return Order::Race;
    if (gives(earlier.mode) && waits(later.mode)) {
        return earlier.had_permits ? Order::Race : Order::Release;
    }
    return Order::Race;
}

// Who wakes up depends on the one notification that woke it (Event::woken), not on the queue.
Order order_of_queue(Mode earlier, Mode later) {
    if (earlier == Mode::Wake || later == Mode::Wake) return Order::Independent;
    const bool both_leave = earlier == Mode::TimeOut && later == Mode::TimeOut;
    const bool come_and_go = (earlier == Mode::TimeOut && later == Mode::Enqueue) ||
                             (earlier == Mode::Enqueue && later == Mode::TimeOut);
    return both_leave || come_and_go ? Order::Independent : Order::Race;
}

}  // namespace

void RwLockHolders::use(uint32_t thread, const Touch& touch, size_t event) {
    if (takes(touch.mode)) {
        m_holders.push_back({thread, !takes_shared(touch.mode), event});
    } else if (gives(touch.mode)) {
        auto given = std::find_if(m_holders.begin(), m_holders.end(),
                                  [&](const Holder& h) { return h.thread == thread; });
        if (given != m_holders.end()) m_holders.erase(given);
    }
}

Order order_at_object(const Touch& earlier, const Touch& later) {
    switch (earlier.kind) {
        case ObjectKind::Memory:
            return order_of_accesses(earlier, later);
        case ObjectKind::Mutex:
        case ObjectKind::RwLock:
            return order_of_locks(earlier.mode, later.mode);
        case ObjectKind::Semaphore:
            return order_of_permits(earlier, later);
        case ObjectKind::Queue:
            return order_of_queue(earlier.mode, later.mode);
        case ObjectKind::Output:
        case ObjectKind::Input:
        case ObjectKind::Threads:
        case ObjectKind::Other:
            return Order::Race;
    }
    return Order::Race;
}

}  // namespace interleave::explorer
