// Operations on modelled objects: mutexes, reader-writer locks, condition variables, futexes.

#include <algorithm>

#include "world/call_values.hpp"
#include "world/world.hpp"

namespace interleave::world {

using machine::Slot;
using trace::EventKind;

std::vector<uint32_t> World::mutexes_of(const GuestThread& thread) const {
    const Call& call = thread.pending.call;
    constexpr uint32_t Most = 8;
    std::vector<uint32_t> mutexes(std::min(call.argument, Most));
    const machine::Memory& memory = m_store->memory(process_of(thread).memory);
    if (!memory.read(call.object, {reinterpret_cast<uint8_t*>(mutexes.data()), mutexes.size() * 4}))
        mutexes.clear();
    return mutexes;
}

// std::lock: all or nothing, so nobody waits while holding some of them.
void World::perform_lock_all(GuestThread& thread) {
    for (uint32_t mutex : mutexes_of(thread))
        report(thread, EventKind::lock_request, mutex, Exclusive);
    for (uint32_t mutex : mutexes_of(thread)) {
        if (process_of(thread).objects.mutexes.locked(mutex) != nullptr) {
            return wait(thread, Wait{WaitingFor::Lock, mutex});
        }
    }
    take_all(thread);
    resume(thread, 0);
}

void World::take_all(GuestThread& thread) {
    for (uint32_t mutex : mutexes_of(thread)) {
        Misuse found = Misuse::None;
        (void)process_of(thread).objects.mutexes.lock(thread.id, mutex, MutexKind::Normal, found);
        misuse(thread, found, mutex);
        report(thread, EventKind::lock_acquire, mutex, Exclusive);
    }
}

void World::perform_library_lock(GuestThread& thread) {
    const Call& call = thread.pending.call;
    Mutexes& mutexes = process_of(thread).objects.mutexes;
    Misuse found = Misuse::None;
    if (call.operation == Operation::mutex_unlock) {
        (void)mutexes.unlock(thread.id, call.object, mutex_kind(call.argument), found);
    } else if (mutexes.lock(thread.id, call.object, mutex_kind(call.argument), found).waits) {
        return wait(thread, Wait{WaitingFor::Lock, call.object});
    }
    resume(thread, 0);
}

void World::perform_lock(GuestThread& thread) {
    const Call& call = thread.pending.call;
    if ((call.argument & LibraryLock) != 0) return perform_library_lock(thread);
    Mutexes& mutexes = process_of(thread).objects.mutexes;
    Misuse found = Misuse::None;
    Answer answer;
    switch (call.operation) {
        case Operation::mutex_lock: {
            report(thread, EventKind::lock_request, call.object, Exclusive);
            answer = mutexes.lock(thread.id, call.object, mutex_kind(call.argument), found);
            misuse(thread, found, call.object);
            if (answer.waits) {
                Wait lock{WaitingFor::Lock, call.object};
                lock.deadline = deadline_of(call.time);
                return wait(thread, lock);
            }
            break;
        }
        case Operation::mutex_trylock:
            report(thread, EventKind::lock_request, call.object, Exclusive);
            answer = mutexes.try_lock(thread.id, call.object, mutex_kind(call.argument));
            break;
        case Operation::mutex_unlock:
            answer = mutexes.unlock(thread.id, call.object, mutex_kind(call.argument), found);
            misuse(thread, found, call.object);
            if (answer.result == 0) report(thread, EventKind::unlock, call.object, Exclusive);
            return resume(thread, static_cast<Slot>(answer.result));
        default:
            answer = mutexes.destroy(call.object, found);
            misuse(thread, found, call.object);
            return resume(thread, static_cast<Slot>(answer.result));
    }
    report(thread, answer.result == 0 ? EventKind::lock_acquire : EventKind::lock_fail, call.object,
           Exclusive);
    resume(thread, static_cast<Slot>(answer.result));
}

void World::perform_rwlock(GuestThread& thread) {
    const Call& call = thread.pending.call;
    RwLocks& locks = process_of(thread).objects.rwlocks;
    Misuse found = Misuse::None;
    Answer answer;
    uint32_t mode = Shared;
    WaitingFor what = WaitingFor::ReadLock;
    switch (call.operation) {
        case Operation::rwlock_read:
            report(thread, EventKind::lock_request, call.object, Shared);
            answer = locks.read(thread.id, call.object);
            break;
        case Operation::rwlock_try_read:
            report(thread, EventKind::lock_request, call.object, Shared);
            answer = locks.try_read(thread.id, call.object);
            break;
        case Operation::rwlock_write:
            mode = Exclusive;
            what = WaitingFor::WriteLock;
            report(thread, EventKind::lock_request, call.object, Exclusive);
            answer = locks.write(thread.id, call.object, found);
            break;
        case Operation::rwlock_try_write:
            mode = Exclusive;
            report(thread, EventKind::lock_request, call.object, Exclusive);
            answer = locks.try_write(thread.id, call.object);
            break;
        case Operation::rwlock_unlock: {
            bool shared = false;
            answer = locks.unlock(thread.id, call.object, shared, found);
            misuse(thread, found, call.object);
            if (answer.result == 0)
                report(thread, EventKind::unlock, call.object, shared ? Shared : Exclusive);
            return resume(thread, static_cast<Slot>(answer.result));
        }
        default:
            answer = locks.destroy(call.object, found);
            misuse(thread, found, call.object);
            return resume(thread, static_cast<Slot>(answer.result));
    }
    misuse(thread, found, call.object);
    if (answer.waits) {
        Wait lock{what, call.object};
        lock.deadline = deadline_of(call.time);
        return wait(thread, lock);
    }
    report(thread, answer.result == 0 ? EventKind::lock_acquire : EventKind::lock_fail, call.object,
           mode);
    resume(thread, static_cast<Slot>(answer.result));
}

void World::perform_condition(GuestThread& thread, uint32_t choice) {
    const Call& call = thread.pending.call;
    ProcessObjects& objects = process_of(thread).objects;
    Misuse found = Misuse::None;
    switch (call.operation) {
        case Operation::condition_wait: {
            if (!objects.mutexes.held_by(thread.id, call.argument)) {
                misuse(thread, Misuse::WaitWithoutMutex, call.object);
                return resume(thread, Eperm);
            }
            objects.conditions.wait(thread.id, call.object, call.argument, found);
            misuse(thread, found, call.object);
            Wait condition{WaitingFor::Condition, call.object, call.argument};
            condition.mutex_depth = objects.mutexes.release(thread.id, call.argument);
            condition.deadline = deadline_of(call.time);
            report(thread, EventKind::condition_wait, call.object, call.argument);
            return wait(thread, condition);
        }
        case Operation::condition_signal:
            objects.conditions.signal(call.object, choice);
            report(thread, EventKind::notify_one, call.object);
            return resume(thread, 0);
        case Operation::condition_broadcast:
            objects.conditions.broadcast(call.object);
            report(thread, EventKind::notify_all, call.object);
            return resume(thread, 0);
        default: {
            Answer answer = objects.conditions.destroy(call.object, found);
            misuse(thread, found, call.object);
            return resume(thread, static_cast<Slot>(answer.result));
        }
    }
}

bool World::has_run(const GuestThread& thread) const {
    const Call& call = thread.pending.call;
    uint32_t flag = 0;
    (void)m_store->memory(process_of(thread).memory)
        .read(call.object, {reinterpret_cast<uint8_t*>(&flag), sizeof flag});
    return call.argument != 0 && flag == call.argument &&
           process_of(thread).objects.onces.can_begin(call.object);
}

int32_t World::permits(const GuestThread& thread, uint32_t count) const {
    int32_t value = 0;
    (void)m_store->memory(process_of(thread).memory)
        .read(count, {reinterpret_cast<uint8_t*>(&value), sizeof value});
    return value;
}

void World::put_permits(GuestThread& thread, uint32_t count, int32_t value) {
    (void)memory_of(thread).write(count, {reinterpret_cast<const uint8_t*>(&value), sizeof value});
}

void World::take_permit(GuestThread& thread, uint32_t count) {
    int32_t left = permits(thread, count) - 1;
    put_permits(thread, count, left);
    report(thread, EventKind::semaphore_acquire, count, static_cast<uint32_t>(left));
}

void World::perform_semaphore(GuestThread& thread) {
    const Call& call = thread.pending.call;
    if (!memory_of(thread).in_bounds(call.object, sizeof(int32_t))) return resume(thread, Einval);
    if (call.operation == Operation::semaphore_release) {
        put_permits(thread, call.object,
                    permits(thread, call.object) + static_cast<int32_t>(call.argument));
        report(thread, EventKind::semaphore_release, call.object, call.argument);
        return resume(thread, 0);
    }
    if (permits(thread, call.object) > 0) {
        take_permit(thread, call.object);
        return resume(thread, 0);
    }
    if (call.operation == Operation::semaphore_try_acquire) return resume(thread, Eagain);
    report(thread, EventKind::atomic_wait, call.object, 0);
    Wait semaphore{WaitingFor::Semaphore, call.object};
    semaphore.deadline = deadline_of(call.time);
    wait(thread, semaphore);
}

void World::perform_futex(GuestThread& thread) {
    const PendingCall& pending = thread.pending;
    Futexes& futexes = process_of(thread).objects.futexes;
    bool raw = pending.kind != CallKind::Operation;
    uint32_t address = raw ? pending.atomic.address : pending.call.object;

    if (pending.kind == CallKind::AtomicNotify || pending.call.operation == Operation::futex_wake) {
        uint32_t count = raw ? pending.atomic.count : pending.call.argument;
        report(thread, EventKind::atomic_notify, address, count == UINT32_MAX ? 0 : count);
        return resume(thread, futexes.wake(address, count));
    }
    uint32_t bytes = raw ? pending.atomic.bytes : 4;
    uint64_t expected = raw ? pending.atomic.expected : pending.call.argument;
    if (!raw && pending.call.operation == Operation::futex_wait64) {
        bytes = 8;
        (void)memory_of(thread).read(pending.call.argument,
                                     {reinterpret_cast<uint8_t*>(&expected), bytes});
    }
    uint64_t value = 0;
    if (!memory_of(thread).read(address, {reinterpret_cast<uint8_t*>(&value), bytes}) ||
        value != expected) {
        return resume(thread, raw ? Slot{NotEqual} : Slot{Eagain});
    }
    report(thread, EventKind::atomic_wait, address, static_cast<uint32_t>(expected));
    futexes.wait(thread.id, address);
    Wait atomic{WaitingFor::Atomic, address};
    if (!raw) {
        atomic.deadline = deadline_of(pending.call.time);
    } else if (pending.atomic.timeout_nanoseconds >= 0) {
        int64_t timeout = pending.atomic.timeout_nanoseconds;
        atomic.deadline = m_state.time > INT64_MAX - timeout ? Wait::Never : m_state.time + timeout;
    }
    wait(thread, atomic);
}

}  // namespace interleave::world
