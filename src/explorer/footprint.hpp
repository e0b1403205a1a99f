#pragma once
// What an event touches, and which events depend on each other.
//
// An event is one visible operation of a thread and the thread's own code up to its next one. Two events of different
// threads depend on each other if the order in which they happen can matter; only the order of dependent events
// makes executions different (Mazurkiewicz traces). Dependence is per object: bytes of memory, a mutex, a
// condition variable, the program's output, …
//
// Dependent events come in three kinds, for a pair that happened in the order (earlier, later):
//   Race      both could have gone first: an explorer tries the other order;
//   Enabling  the later one was possible only after the earlier one (notified → wakes up): no other order;
//   Release   a lock was given back and taken: no other order of these two, but the *acquisition* that came before
//             the release may be tried after the later one (the treatment of locks in the journal version).
//
// A compare-exchange that fails and an exchange that changes nothing only read; so does a try_lock that fails.
//
// Source: Abdulla, Aronis, Jonsson, Sagonas, "Source Sets: A Foundation for Optimal Dynamic Partial Order
// Reduction", Journal of the ACM 64(4), 2017.

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace interleave::explorer {

enum class ObjectKind : uint8_t {
    Memory,  // address: number of the 8-byte granule; mask: which of its bytes
    Mutex,   // also `once` flags: whoever runs the function holds it
    RwLock,
    Semaphore,
    Queue,  // of a condition variable or an atomic: who waits, who notifies
    Output,
    Input,
    Threads,  // the numbers that new threads get
    Other,    // anything else with an address: every use depends on every other
};

enum class Mode : uint8_t {
    Read,
    Write,
    Acquire,        // a lock, by a thread that waited until it was free
    TryAcquire,     // a lock, by a thread that would have gone on without it too
    AcquireShared,  // the reading side of a reader-writer lock
    TryAcquireShared,
    Fail,  // to get a lock
    Release,
    ReleaseShared,
    Enqueue,  // begins to wait
    Notify,
    Wake,     // ends waiting because it was notified
    TimeOut,  // ends waiting because its time is up, or spuriously
};

struct Touch {
    ObjectKind kind = ObjectKind::Memory;
    Mode mode = Mode::Read;
    uint8_t mask = 0;  // of Memory
    // Of Semaphore: permits were left before it, so others could have gone first.
    bool had_permits = false;
    uint32_t space = 0;  // the process (of Memory: the memory)
    uint32_t address = 0;
    bool operator==(const Touch&) const = default;

    uint64_t key() const {
        return uint64_t{address} << 32 | uint64_t{space} << 8 | static_cast<uint64_t>(kind);
    }
};

enum class Order : uint8_t { Independent, Race, Enabling, Release };

// Of two accesses to one granule.
inline Order order_of_accesses(const Touch& earlier, const Touch& later) {
    const bool conflict = (earlier.mask & later.mask) != 0 &&
                          (earlier.mode != Mode::Read || later.mode != Mode::Read);
    return conflict ? Order::Race : Order::Independent;
}
// Of two touches of one object.
Order order_at_object(const Touch& earlier, const Touch& later);
// Of two touches by different threads that happened in this order.
inline Order order_of(const Touch& earlier, const Touch& later) {
    const bool same = earlier.address == later.address && earlier.kind == later.kind &&
                      earlier.space == later.space;
    if (!same) return Order::Independent;
    // Nearly all are accesses.
    return earlier.kind == ObjectKind::Memory ? order_of_accesses(earlier, later)
                                              : order_at_object(earlier, later);
}

// Who holds a reader-writer lock, told use by use in the order in which they happened.
class RwLockHolders {
public:
    void clear() { m_holders.clear(); }
    // `thread` is a number, `event` the use's.
    void use(uint32_t thread, const Touch& touch, size_t event);
    // Calls visit(event) for each acquisition that keeps this one waiting, from the first.
    template <typename Visit>
    void each_in_the_way_of(const Touch& acquisition, const Visit& visit) const {
        const bool writes = acquisition.mode == Mode::Acquire;
        for (const Holder& holder : m_holders) {
            if (writes || holder.writes) visit(holder.event);
        }
    }

private:
    struct Holder {
        uint32_t thread = 0;
        bool writes = false;
        size_t event = 0;
    };
    std::vector<Holder> m_holders;  // in the order of their acquisitions
};
// Whether it is such a lock's acquisition that waits until it is free.
inline bool waits_for_rwlock(const Touch& touch) {
    return touch.kind == ObjectKind::RwLock &&
           (touch.mode == Mode::Acquire || touch.mode == Mode::AcquireShared);
}

// What one event touches. Most touch one or two things.
class Footprint {
public:
    void add(const Touch& touch) {
        if (m_count < m_first.size()) {
            m_first[m_count] = touch;
        } else {
            m_more.push_back(touch);
        }
        ++m_count;
    }
    void clear() {
        m_count = 0;
        m_more.clear();
        ends_run = false;
    }
    std::size_t size() const { return m_count; }
    const Touch& operator[](std::size_t i) const {
        return i < m_first.size() ? m_first[i] : m_more[i - m_first.size()];
    }
    Touch& operator[](std::size_t i) {
        return i < m_first.size() ? m_first[i] : m_more[i - m_first.size()];
    }

    bool operator==(const Footprint& other) const {
        if (m_count != other.m_count || ends_run != other.ends_run) return false;
        for (std::size_t i = 0; i < m_count; ++i) {
            if (!((*this)[i] == other[i])) return false;
        }
        return true;
    }

    // The run ended with this event (exit, trap): it depends on all others.
    bool ends_run = false;

private:
    uint32_t m_count = 0;
    std::array<Touch, 3> m_first;
    std::vector<Touch> m_more;
};

// Whether events of different threads with these footprints could be exchanged.
inline bool independent(const Footprint& a, const Footprint& b) {
    if (a.ends_run || b.ends_run) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            if (order_of(a[i], b[j]) != Order::Independent) return false;
        }
    }
    return true;
}

}  // namespace interleave::explorer
