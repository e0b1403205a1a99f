/* One-time initialisation of library code: std::call_once and pthread_once. The program's own is in call_once.c.
 *
 * The flag is a word: 0 not run, 1 running, `done` has run. On the lab the machine keeps running flags as
 * locks and forgets them at once_end; that a flag has run is only in the guest's memory, so a flag that
 * later lives at the same address starts afresh. Hence the second look after once_begin. */
#include "once.h"

enum { NOT_RUN = 0, RUNNING = 1 };

int interleave_once_begin(volatile uint32_t* flag, uint32_t done) {
    if (__atomic_load_n(flag, __ATOMIC_SEQ_CST) == done) return 0;
    if (modelled()) {
        if (!operation(OPERATION_once_begin, flag, 0, 0))
            return 0; /* somebody ran it while this thread waited */
        if (__atomic_load_n(flag, __ATOMIC_SEQ_CST) != done) return 1;
        operation(OPERATION_once_end, flag, 1, 0);
        return 0;
    }
    return once_begin_really(flag, RUNNING, done);
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
    return pthread_once_by(interleave_once_begin, control, run);
}
int __pthread_once(pthread_once_t*, void (*)(void)) __attribute__((alias("pthread_once")));
