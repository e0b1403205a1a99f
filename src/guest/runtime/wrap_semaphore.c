/* Counting semaphores: one algorithm for std::counting_semaphore (include_override/semaphore) and POSIX's
 * sem_t, whose first word is its count. On the lab each operation is one step of the machine, which
 * reads and writes the count in the guest's memory. */
#define _GNU_SOURCE
#include <semaphore.h>

#include "interleave/runtime.h"
#include "pthread_impl.h"
#include "runtime.h"

static int take_permit(volatile int32_t* count) {
    for (int32_t permits = *count; permits > 0; permits = *count) {
        if (a_cas(count, permits, permits - 1) == permits) {
            record(EVENT_semaphore_acquire, count, (uint32_t)permits - 1);
            return 1;
        }
    }
    return 0;
}

int interleave_semaphore_try_acquire(volatile int32_t* count) {
    if (modelled()) return operation(OPERATION_semaphore_try_acquire, count, 0, 0) == 0;
    return take_permit(count);
}

int interleave_semaphore_acquire(volatile int32_t* count, int64_t deadline) {
    if (modelled()) return operation(OPERATION_semaphore_acquire, count, 0, deadline) == 0;
    if (take_permit(count)) return 1;
    record(EVENT_atomic_wait, count, 0);
    int begun = block_begin(INTERLEAVE_BLOCKED_ATOMIC, count, deadline != FOR_EVER);
    int taken, timed_out = 0;
    while (!(taken = take_permit(count)) && !timed_out)
        timed_out = futex_wait32(count, 0, deadline) == FUTEX_TIMED_OUT;
    block_end(begun);
    if (!taken) record(EVENT_atomic_wake, count, 1);
    return taken;
}

void interleave_semaphore_release(volatile int32_t* count, int32_t permits) {
    if (modelled()) {
        operation(OPERATION_semaphore_release, count, (uint32_t)permits, 0);
        return;
    }
    record(EVENT_semaphore_release, count, (uint32_t)permits);
    a_fetch_add(count, permits);
    futex_wake(count, (uint32_t)permits);
}

/* --- POSIX ------------------------------------------------------------------------------------------------------ */
int __wrap_sem_trywait(sem_t* semaphore) {
    if (interleave_semaphore_try_acquire(semaphore->__val)) return 0;
    errno = EAGAIN;
    return -1;
}

int __wrap_sem_timedwait(sem_t* restrict semaphore, const struct timespec* restrict at) {
    if (interleave_semaphore_acquire(semaphore->__val, monotonic_deadline(CLOCK_REALTIME, at)))
        return 0;
    errno = ETIMEDOUT;
    return -1;
}

int __wrap_sem_wait(sem_t* semaphore) { return __wrap_sem_timedwait(semaphore, 0); }

int __wrap_sem_post(sem_t* semaphore) {
    if (semaphore->__val[0] == SEM_VALUE_MAX) {
        errno = EOVERFLOW;
        return -1;
    }
    interleave_semaphore_release(semaphore->__val, 1);
    return 0;
}
