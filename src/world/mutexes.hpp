#pragma once
// Modelled mutexes of one process: normal, recursive and error-checking (POSIX pthread_mutexattr_settype).
//
// A lock that is held makes its caller wait; it is given to whoever the scheduler lets try next after the
// unlock (no hand-off: a thread that unlocks may be the next to lock, as with real ones).

#include "base/ids.hpp"
#include "world/flat_map.hpp"
#include "world/misuse.hpp"
#include "world/operation.hpp"

namespace interleave::world {

using base::ThreadId;

// The guest's `argument` of mutex operations.
enum class MutexKind : uint8_t { Normal = 0, Recursive = 1, ErrorChecking = 2 };

class Mutexes {
public:
    struct Mutex {
        bool locked = false;
        ThreadId owner;
        uint32_t depth = 0;  // > 1 only for recursive ones
        bool operator==(const Mutex&) const = default;
    };

    // Whether lock() by this thread would be done at once.
    bool can_lock(ThreadId thread, uint32_t address, MutexKind kind) const;
    Answer lock(ThreadId thread, uint32_t address, MutexKind kind, Misuse& misuse);
    Answer try_lock(ThreadId thread, uint32_t address, MutexKind kind);
    Answer unlock(ThreadId thread, uint32_t address, MutexKind kind, Misuse& misuse);
    Answer destroy(uint32_t address, Misuse& misuse);

    // For condition variables: gives the mutex back wholly (its depth is returned) …
    // REQUIRES: held by the thread
    uint32_t release(ThreadId thread, uint32_t address);
    // … and takes it again. REQUIRES: not locked
    void restore(ThreadId thread, uint32_t address, uint32_t depth);

    bool held_by(ThreadId thread, uint32_t address) const;
    // nullptr while nobody holds it.
    const Mutex* locked(uint32_t address) const;
    bool holds_any(ThreadId thread) const;
    // Address and state, by address.
    auto begin() const { return m_mutexes.begin(); }
    auto end() const { return m_mutexes.end(); }
    uint64_t hash(uint64_t seed) const;

private:
    FlatMap<Mutex> m_mutexes;  // only those that are locked: an unlocked one has no state
};

}  // namespace interleave::world
