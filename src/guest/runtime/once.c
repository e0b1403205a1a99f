/* One-time initialisation: std::call_once (include_override/__mutex/once_flag.h) and pthread_once.
 *
 * The flag is a word: 0 not run, 1 running, `done` has run. On the lab the machine keeps running flags as
 * locks and forgets them at once_end; that a flag has run is only in the guest's memory, so a flag that
 * later lives at the same address starts afresh. Hence the second look after once_begin. */
#include <pthread.h>

#include "interleave/runtime.h"
#include "runtime.h"

enum { NOT_RUN = 0, RUNNING = 1 };
#define PTHREAD_DONE 2u

int interleave_once_begin(volatile uint32_t* flag, uint32_t done) {
    if (__atomic_load_n(flag, __ATOMIC_SEQ_CST) == done) return 0;
    if (modelled()) {
        if (!operation(OPERATION_once_begin, flag, 0, 0))
            return 0; /* somebody ran it while this thread waited */
        if (__atomic_load_n(flag, __ATOMIC_SEQ_CST) != done) return 1;
        operation(OPERATION_once_end, flag, 1, 0);
        return 0;
    }
    for (;;) {
        uint32_t state = NOT_RUN;
        if (__atomic_compare_exchange_n(flag, &state, RUNNING, 0, __ATOMIC_SEQ_CST,
                                        __ATOMIC_SEQ_CST)) {
            record(EVENT_once_begin, flag, 0);
            return 1;
        }
        if (state == done) return 0;
        record(EVENT_atomic_wait, flag, RUNNING);
        int begun = block_begin(INTERLEAVE_BLOCKED_LOCK, flag, 0);
        futex_wait32(flag, RUNNING, FOR_EVER);
        block_end(begun);
        record(EVENT_atomic_wake, flag, 0);
    }
}

void interleave_once_end(volatile uint32_t* flag, uint32_t state) {
    record(EVENT_once_end, flag, 0);
    __atomic_store_n(flag, state, __ATOMIC_SEQ_CST);
    if (modelled())
        operation(OPERATION_once_end, flag, state != NOT_RUN, 0);
    else
        futex_wake(flag, UINT32_MAX);
}

int pthread_once(pthread_once_t* control, void (*run)(void)) {
    volatile uint32_t* flag = (volatile uint32_t*)control;
    if (interleave_once_begin(flag, PTHREAD_DONE)) {
        run();
        interleave_once_end(flag, PTHREAD_DONE);
    }
    return 0;
}
int __pthread_once(pthread_once_t*, void (*)(void)) __attribute__((alias("pthread_once")));
