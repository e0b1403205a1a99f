#include "world/rwlocks.hpp"

#include <algorithm>

#include "base/hash.hpp"

namespace interleave::world {

bool RwLocks::can_read(uint32_t address) const {
    const RwLock* lock = m_locks.find(address);
    return lock == nullptr || !lock->written;
}

bool RwLocks::can_write(uint32_t address) const { return m_locks.find(address) == nullptr; }

Answer RwLocks::read(ThreadId thread, uint32_t address) {
    if (!can_read(address)) {
        return m_locks.find(address)->writer == thread ? Answer::done(Edeadlk) : Answer::wait();
    }
    m_locks.get(address).readers.push_back(thread);
    return Answer::done();
}

Answer RwLocks::write(ThreadId thread, uint32_t address, Misuse& misuse) {
    const RwLock* lock = m_locks.find(address);
    if (lock == nullptr) {
        RwLock& taken = m_locks.get(address);
        taken.written = true;
        taken.writer = thread;
        return Answer::done();
    }
    if (lock->written && lock->writer == thread) return Answer::done(Edeadlk);
    if (std::find(lock->readers.begin(), lock->readers.end(), thread) != lock->readers.end()) {
        misuse = Misuse::RelockByOwner;  // waits for its own read lock
    }
    return Answer::wait();
}

Answer RwLocks::try_read(ThreadId thread, uint32_t address) {
    if (!can_read(address)) return Answer::done(Ebusy);
    return read(thread, address);
}

Answer RwLocks::try_write(ThreadId thread, uint32_t address) {
    if (!can_write(address)) return Answer::done(Ebusy);
    Misuse none = Misuse::None;
    return write(thread, address, none);
}

Answer RwLocks::unlock(ThreadId thread, uint32_t address, bool& shared, Misuse& misuse) {
    RwLock* lock = m_locks.find(address);
    shared = false;
    if (lock == nullptr) {
        misuse = Misuse::UnlockNotLocked;
        return Answer::done(Eperm);
    }
    if (lock->written) {
        if (lock->writer != thread) misuse = Misuse::UnlockByStranger;
        m_locks.erase(address);
        return Answer::done();
    }
    shared = true;
    auto place = std::find(lock->readers.begin(), lock->readers.end(), thread);
    if (place == lock->readers.end()) {
        misuse = Misuse::UnlockByStranger;
        place = lock->readers.begin();
    }
    lock->readers.erase(place);
    if (lock->readers.empty()) m_locks.erase(address);
    return Answer::done();
}

Answer RwLocks::destroy(uint32_t address, Misuse& misuse) {
    if (m_locks.find(address) == nullptr) return Answer::done();
    misuse = Misuse::DestroyLocked;
    m_locks.erase(address);
    return Answer::done(Ebusy);
}

uint64_t RwLocks::hash(uint64_t seed) const {
    for (const auto& [address, lock] : m_locks) {
        seed = base::hash_combine(seed, address);
        if (lock.written) seed = base::hash_combine(seed, uint64_t{lock.writer.value} + 1);
        // Readers are a set: their order does not matter to what can happen.
        uint64_t readers = 0;
        for (ThreadId reader : lock.readers) readers += base::mix64(uint64_t{reader.value} + 1);
        seed = base::hash_combine(seed, readers);
    }
    return seed;
}

}  // namespace interleave::world
