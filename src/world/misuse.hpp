#pragma once
// What a program does with its threads and locks that the standard calls undefined: named, so that the
// learner is told, where a real machine would go on silently or hang.

#include <cstdint>

namespace interleave::world {

enum class Misuse : uint8_t {
    None,
    UnlockNotLocked,     // [thread.mutex.requirements.mutex]: the caller must own the mutex
    UnlockByStranger,    // held by another thread
    RelockByOwner,       // locking a std::mutex that the caller holds: waits for itself for ever
    DestroyLocked,       // [thread.mutex.class]: destroyed while owned
    DestroyWithWaiters,  // a condition variable with threads waiting on it
    WaitWithoutMutex,    // [thread.condition.condvar]: wait needs the caller to own the mutex
    WaitWithTwoMutexes,  // concurrent waiters of one condition variable use different mutexes
    JoinSelf,
    JoinTwice,
    JoinDetached,
    DetachTwice,
    FreeTwice,        // or of an address that malloc never gave
    HeapCorrupted,    // the bytes before a block were overwritten
    ExitHoldingLock,  // a thread ended while it held a mutex: nobody can ever lock it again
};

// A sentence saying what happened and why it is wrong; "" for None.
const char* misuse_sentence(Misuse misuse);

}  // namespace interleave::world
