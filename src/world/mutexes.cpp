#include "world/mutexes.hpp"

#include "base/assert.hpp"
#include "base/hash.hpp"

namespace interleave::world {

bool Mutexes::can_lock(ThreadId thread, uint32_t address, MutexKind kind) const {
    const Mutex* mutex = m_mutexes.find(address);
    if (mutex == nullptr) return true;
    // A recursive one nests; an error-checking one answers EDEADLK at once.
    return mutex->owner == thread && kind != MutexKind::Normal;
}

Answer Mutexes::lock(ThreadId thread, uint32_t address, MutexKind kind, Misuse& misuse) {
    Mutex* mutex = m_mutexes.find(address);
    if (mutex == nullptr) {
        m_mutexes.get(address) = Mutex{true, thread, 1};
        return Answer::done();
    }
    if (mutex->owner != thread) return Answer::wait();
    switch (kind) {
        case MutexKind::Recursive:
            ++mutex->depth;
            return Answer::done();
        case MutexKind::ErrorChecking:
            return Answer::done(Edeadlk);
        case MutexKind::Normal:
            break;
    }
    misuse = Misuse::RelockByOwner;
    return Answer::wait();
}

Answer Mutexes::try_lock(ThreadId thread, uint32_t address, MutexKind kind) {
    Mutex* mutex = m_mutexes.find(address);
    if (mutex == nullptr) {
        m_mutexes.get(address) = Mutex{true, thread, 1};
        return Answer::done();
    }
    if (mutex->owner == thread && kind == MutexKind::Recursive) {
        ++mutex->depth;
        return Answer::done();
    }
    return Answer::done(Ebusy);
}

Answer Mutexes::unlock(ThreadId thread, uint32_t address, MutexKind kind, Misuse& misuse) {
    Mutex* mutex = m_mutexes.find(address);
    if (mutex == nullptr) {
        misuse = Misuse::UnlockNotLocked;
        return Answer::done(kind == MutexKind::Normal ? 0 : Eperm);
    }
    if (mutex->owner != thread) {
        misuse = Misuse::UnlockByStranger;
        if (kind != MutexKind::Normal) return Answer::done(Eperm);
        // A normal mutex keeps no owner on real machines: the unlock takes effect.
        m_mutexes.erase(address);
        return Answer::done();
    }
    if (--mutex->depth == 0) m_mutexes.erase(address);
    return Answer::done();
}

Answer Mutexes::destroy(uint32_t address, Misuse& misuse) {
    if (m_mutexes.find(address) == nullptr) return Answer::done();
    misuse = Misuse::DestroyLocked;
    m_mutexes.erase(address);
    return Answer::done(Ebusy);
}

uint32_t Mutexes::release(ThreadId thread, uint32_t address) {
    INTERLEAVE_ASSERT(held_by(thread, address));
    uint32_t depth = m_mutexes.find(address)->depth;
    m_mutexes.erase(address);
    return depth;
}

void Mutexes::restore(ThreadId thread, uint32_t address, uint32_t depth) {
    INTERLEAVE_ASSERT(m_mutexes.find(address) == nullptr);
    m_mutexes.get(address) = Mutex{true, thread, depth};
}

bool Mutexes::held_by(ThreadId thread, uint32_t address) const {
    const Mutex* mutex = m_mutexes.find(address);
    return mutex != nullptr && mutex->owner == thread;
}

const Mutexes::Mutex* Mutexes::locked(uint32_t address) const { return m_mutexes.find(address); }

bool Mutexes::holds_any(ThreadId thread) const {
    for (const auto& [address, mutex] : m_mutexes) {
        if (mutex.owner == thread) return true;
    }
    return false;
}

uint64_t Mutexes::hash(uint64_t seed) const {
    for (const auto& [address, mutex] : m_mutexes) {
        seed = base::hash_combine(seed, address);
        seed = base::hash_combine(seed, (uint64_t{mutex.owner.value} << 32) | mutex.depth);
    }
    return seed;
}

}  // namespace interleave::world
