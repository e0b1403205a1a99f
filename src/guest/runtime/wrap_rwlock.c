/* Reader-writer locks; std::shared_mutex and std::shared_timed_mutex are made of them
 * (include_override/shared_mutex). The rules are those of wrap_mutex.c. */
#define _GNU_SOURCE
#include "interleave/runtime.h"
#include "pthread_impl.h"
#include "runtime.h"

/* musl's own, by its internal names (wrap_mutex.c says why). */
int __pthread_rwlock_rdlock(pthread_rwlock_t* lock);
int __pthread_rwlock_wrlock(pthread_rwlock_t* lock);
int __pthread_rwlock_timedrdlock(pthread_rwlock_t* lock, const struct timespec* at);
int __pthread_rwlock_timedwrlock(pthread_rwlock_t* lock, const struct timespec* at);
int __pthread_rwlock_tryrdlock(pthread_rwlock_t* lock);
int __pthread_rwlock_trywrlock(pthread_rwlock_t* lock);
int __pthread_rwlock_unlock(pthread_rwlock_t* lock);

#define HELD_BY_WRITER 0x7fffffff /* musl: the lock's count then */

static int try_for_real(pthread_rwlock_t* lock, int mode) {
    return mode == LOCK_SHARED ? __pthread_rwlock_tryrdlock(lock)
                               : __pthread_rwlock_trywrlock(lock);
}

static int lock_for_real(pthread_rwlock_t* lock, int mode, int64_t deadline) {
    if (deadline == FOR_EVER)
        return mode == LOCK_SHARED ? __pthread_rwlock_rdlock(lock) : __pthread_rwlock_wrlock(lock);
    struct timespec at = realtime_of(deadline);
    return mode == LOCK_SHARED ? __pthread_rwlock_timedrdlock(lock, &at)
                               : __pthread_rwlock_timedwrlock(lock, &at);
}

/* musl's timed forms call the try forms by their public names: quiet keeps those calls out of the trace. */
static int lock_quietly(pthread_rwlock_t* lock, int mode, int64_t deadline) {
    quiet_begin();
    int error = lock_for_real(lock, mode, deadline);
    quiet_end();
    return error;
}

int interleave_rwlock_lock_until(pthread_rwlock_t* lock, int mode, int64_t deadline) {
    if (is_quiet()) return lock_for_real(lock, mode, deadline);
    if (on_lab())
        return operation(mode == LOCK_SHARED ? OPERATION_rwlock_read : OPERATION_rwlock_write, lock,
                         0, deadline);
    record(EVENT_lock_request, lock, mode);
    int error = try_for_real(lock, mode);
    if (error == EBUSY) {
        int begun = block_begin(INTERLEAVE_BLOCKED_LOCK, lock, deadline != FOR_EVER);
        error = lock_quietly(lock, mode, deadline);
        block_end(begun);
    }
    record(error ? EVENT_lock_fail : EVENT_lock_acquire, lock, mode);
    return error;
}

static int try_lock(pthread_rwlock_t* lock, int mode) {
    if (modelled())
        return operation(
            mode == LOCK_SHARED ? OPERATION_rwlock_try_read : OPERATION_rwlock_try_write, lock, 0,
            0);
    int error = try_for_real(lock, mode);
    record(error ? EVENT_lock_fail : EVENT_lock_acquire, lock, mode);
    return error;
}

int __wrap_pthread_rwlock_rdlock(pthread_rwlock_t* lock) {
    return interleave_rwlock_lock_until(lock, LOCK_SHARED, FOR_EVER);
}
int __wrap_pthread_rwlock_wrlock(pthread_rwlock_t* lock) {
    return interleave_rwlock_lock_until(lock, LOCK_EXCLUSIVE, FOR_EVER);
}
int __wrap_pthread_rwlock_timedrdlock(pthread_rwlock_t* restrict lock,
                                      const struct timespec* restrict at) {
    return interleave_rwlock_lock_until(lock, LOCK_SHARED, monotonic_deadline(CLOCK_REALTIME, at));
}
int __wrap_pthread_rwlock_timedwrlock(pthread_rwlock_t* restrict lock,
                                      const struct timespec* restrict at) {
    return interleave_rwlock_lock_until(lock, LOCK_EXCLUSIVE,
                                        monotonic_deadline(CLOCK_REALTIME, at));
}
int __wrap_pthread_rwlock_tryrdlock(pthread_rwlock_t* lock) { return try_lock(lock, LOCK_SHARED); }
int __wrap_pthread_rwlock_trywrlock(pthread_rwlock_t* lock) {
    return try_lock(lock, LOCK_EXCLUSIVE);
}

int __wrap_pthread_rwlock_unlock(pthread_rwlock_t* lock) {
    if (modelled()) return operation(OPERATION_rwlock_unlock, lock, 0, 0);
    int writer = (lock->_rw_lock & 0x7fffffff) == HELD_BY_WRITER;
    record(EVENT_unlock, lock, writer ? LOCK_EXCLUSIVE : LOCK_SHARED);
    return __pthread_rwlock_unlock(lock);
}

int __wrap_pthread_rwlock_destroy(pthread_rwlock_t* lock) {
    if (modelled()) return operation(OPERATION_rwlock_destroy, lock, 0, 0);
    return 0; /* nothing to free, and no process shares it */
}
