#include "world/misuse.hpp"

namespace interleave::world {

const char* misuse_sentence(Misuse misuse) {
    switch (misuse) {
        case Misuse::None:
            return "";
        case Misuse::UnlockNotLocked:
            return "Unlocks a mutex that is not locked.";
        case Misuse::UnlockByStranger:
            return "Unlocks a mutex that another thread holds. Only the thread that locked it may "
                   "unlock it.";
        case Misuse::RelockByOwner:
            return "Locks a mutex that it already holds, and so waits for itself. A "
                   "std::recursive_mutex "
                   "may be locked again by its holder.";
        case Misuse::DestroyLocked:
            return "Destroys a lock that is still held.";
        case Misuse::DestroyWithWaiters:
            return "Destroys a condition variable that threads are waiting on.";
        case Misuse::WaitWithoutMutex:
            return "Waits on a condition variable without holding the mutex it gives to the wait.";
        case Misuse::WaitWithTwoMutexes:
            return "Waits on a condition variable that another thread waits on with a different "
                   "mutex.";
        case Misuse::JoinSelf:
            return "Joins itself, and so waits for itself for ever.";
        case Misuse::JoinTwice:
            return "Joins a thread that was joined already.";
        case Misuse::JoinDetached:
            return "Joins a thread that was detached.";
        case Misuse::DetachTwice:
            return "Detaches a thread that was joined or detached already.";
        case Misuse::FreeTwice:
            return "Frees memory that is not allocated: it was freed before, or never came from "
                   "the heap.";
        case Misuse::HeapCorrupted:
            return "The bytes before a heap block were overwritten: something wrote outside its "
                   "array.";
        case Misuse::ExitHoldingLock:
            return "A thread ended while it held a mutex: nobody can ever lock it again.";
    }
    return "";
}

}  // namespace interleave::world
