/* Flags of things that happen once, where they are really waited for: on real workers, and in quiet code on the lab. */
#ifndef INTERLEAVE_GUEST_ONCE_H
#define INTERLEAVE_GUEST_ONCE_H
#include <pthread.h>

#include "interleave/runtime.h"
#include "runtime.h"

/* The flag is 0, `running` or `done`. 1: the caller is the one that runs; 0: it has run. */
static inline int once_begin_really(volatile uint32_t* flag, uint32_t running, uint32_t done) {
    for (;;) {
        uint32_t state = 0;
        if (__atomic_compare_exchange_n(flag, &state, running, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST)) {
            record(EVENT_once_begin, flag, 0);
            return 1;
        }
        if (state == done) return 0;
        record(EVENT_atomic_wait, flag, running);
        int begun = block_begin(INTERLEAVE_BLOCKED_LOCK, flag, 0);
        futex_wait32(flag, running, FOR_EVER);
        block_end(begun);
        record(EVENT_atomic_wake, flag, 0);
    }
}

/* pthread_once by either way to begin. */
static inline int pthread_once_by(int (*begin)(volatile uint32_t*, uint32_t), pthread_once_t* control, void (*run)(void)) {
    enum { DONE = 2 };
    volatile uint32_t* flag = (volatile uint32_t*)control;
    if (begin(flag, DONE)) {
        run();
        interleave_once_end(flag, DONE);
    }
    return 0;
}

#endif
