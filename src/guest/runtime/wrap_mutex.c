/* Mutexes. The linker sends every call of pthread_mutex_… here (--wrap), also libc++'s own from
 * std::mutex.
 *
 * The recorded order must agree with what happened: a request comes before the attempt, an acquisition after
 * its success, an unlock before the release. A free mutex costs no more than two events: only when the
 * first attempt fails does the thread say that it blocks. */
#define _GNU_SOURCE
#include "interleave/runtime.h"
#include "pthread_impl.h"
#include "runtime.h"

/* musl's own functions by its internal names. (Not by __real_…: wasm-ld 19 does not fetch an archive's member
 * for such a name, and silently calls function 0.) */
int __pthread_mutex_lock(pthread_mutex_t* mutex);
int __pthread_mutex_trylock(pthread_mutex_t* mutex);
int __pthread_mutex_timedlock(pthread_mutex_t* mutex, const struct timespec* at);
int __pthread_mutex_unlock(pthread_mutex_t* mutex);

/* 0 normal, 1 recursive, 2 error-checking: operations.def and musl agree. */
static uint32_t kind_of(const pthread_mutex_t* mutex) { return (uint32_t)mutex->_m_type & 3; }

static int lock_for_real(pthread_mutex_t* mutex, int64_t deadline) {
    if (deadline == FOR_EVER) return __pthread_mutex_lock(mutex);
    struct timespec at = realtime_of(deadline);
    return __pthread_mutex_timedlock(mutex, &at);
}

int interleave_mutex_lock_until(pthread_mutex_t* mutex, int64_t deadline) {
    if (is_quiet()) return lock_for_real(mutex, deadline);
    if (on_lab()) return operation(OPERATION_mutex_lock, mutex, kind_of(mutex), deadline);
    record(EVENT_lock_request, mutex, LOCK_EXCLUSIVE);
    int error = __pthread_mutex_trylock(mutex);
    if (error == EBUSY) {
        int begun = block_begin(INTERLEAVE_BLOCKED_LOCK, mutex, deadline != FOR_EVER);
        error = lock_for_real(mutex, deadline);
        block_end(begun);
    }
    record(error ? EVENT_lock_fail : EVENT_lock_acquire, mutex, LOCK_EXCLUSIVE);
    return error;
}

int __wrap_pthread_mutex_lock(pthread_mutex_t* mutex) {
    return interleave_mutex_lock_until(mutex, FOR_EVER);
}

int interleave_mutex_lock_all(pthread_mutex_t** mutexes, uint32_t count) {
    if (!modelled()) return 0;
    operation(OPERATION_mutex_lock_all, mutexes, count, FOR_EVER);
    return 1;
}

int __wrap_pthread_mutex_timedlock(pthread_mutex_t* restrict mutex,
                                   const struct timespec* restrict at) {
    return interleave_mutex_lock_until(mutex, monotonic_deadline(CLOCK_REALTIME, at));
}

int __wrap_pthread_mutex_trylock(pthread_mutex_t* mutex) {
    if (modelled()) return operation(OPERATION_mutex_trylock, mutex, kind_of(mutex), 0);
    int error = __pthread_mutex_trylock(mutex);
    record(error ? EVENT_lock_fail : EVENT_lock_acquire, mutex, LOCK_EXCLUSIVE);
    return error;
}

int __wrap_pthread_mutex_unlock(pthread_mutex_t* mutex) {
    if (modelled()) return operation(OPERATION_mutex_unlock, mutex, kind_of(mutex), 0);
    record(EVENT_unlock, mutex, LOCK_EXCLUSIVE);
    return __pthread_mutex_unlock(mutex);
}

int __wrap_pthread_mutex_destroy(pthread_mutex_t* mutex) {
    if (modelled()) return operation(OPERATION_mutex_destroy, mutex, kind_of(mutex), 0);
    return 0; /* nothing to free, and no process shares it */
}
