/* Condition variables. A wait gives the mutex back and takes it again inside musl; neither is an event of
 * its own: condition_wait says the first, condition_wake the second. */
#define _GNU_SOURCE
#include "pthread_impl.h"
#include "runtime.h"

/* musl's own, by its internal names (wrap_mutex.c says why). */
int __pthread_cond_timedwait(pthread_cond_t* condition, pthread_mutex_t* mutex,
                             const struct timespec* at);
int __private_cond_signal(pthread_cond_t* condition, int count);
#define EVERY_WAITER (-1)

int __wrap_pthread_cond_timedwait(pthread_cond_t* restrict condition,
                                  pthread_mutex_t* restrict mutex,
                                  const struct timespec* restrict at) {
    if (modelled())
        return operation(OPERATION_condition_wait, condition, (uint32_t)(uintptr_t)mutex,
                         monotonic_deadline(condition->_c_clock, at));
    record(EVENT_condition_wait, condition, (uint32_t)(uintptr_t)mutex);
    int begun = block_begin(INTERLEAVE_BLOCKED_CONDITION, condition, at != 0);
    quiet_begin();
    int error = __pthread_cond_timedwait(condition, mutex, at);
    quiet_end();
    block_end(begun);
    record(EVENT_condition_wake, condition, error == ETIMEDOUT);
    return error;
}

int __wrap_pthread_cond_wait(pthread_cond_t* restrict condition, pthread_mutex_t* restrict mutex) {
    return __wrap_pthread_cond_timedwait(condition, mutex, 0);
}

int __wrap_pthread_cond_signal(pthread_cond_t* condition) {
    if (modelled()) return operation(OPERATION_condition_signal, condition, 0, 0);
    record(EVENT_notify_one, condition, 0);
    return __private_cond_signal(condition, 1);
}

int __wrap_pthread_cond_broadcast(pthread_cond_t* condition) {
    if (modelled()) return operation(OPERATION_condition_broadcast, condition, 0, 0);
    record(EVENT_notify_all, condition, 0);
    return __private_cond_signal(condition, EVERY_WAITER);
}

int __wrap_pthread_cond_destroy(pthread_cond_t* condition) {
    if (modelled()) return operation(OPERATION_condition_destroy, condition, 0, 0);
    return 0; /* nothing to free, and no process shares it */
}
