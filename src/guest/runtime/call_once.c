/* The program's own std::call_once (include_override/__mutex/once_flag.h), pthread_once and static variables (static_guards.h). On
 * the lab there is no way past the machine: who passes a flag that has run synchronises with its end. Library code looks at
 * the flag first (once.c). */
#include "once.h"

/* Bit 0 of a guard's first byte: the compiled program itself looks at it. */
enum { GUARD_DONE = 1, GUARD_RUNNING = 0x100 };

int interleave_call_once_begin(volatile uint32_t* flag, uint32_t done) {
    if (modelled()) return operation(OPERATION_once_begin, flag, done, 0);
    return interleave_once_begin(flag, done);
}

int interleave_pthread_once(pthread_once_t* control, void (*run)(void)) {
    return pthread_once_by(interleave_call_once_begin, control, run);
}

int interleave_static_begin(volatile uint32_t* guard) {
    if (modelled()) return operation(OPERATION_once_begin, guard, GUARD_DONE, 0);
    return once_begin_really(guard, GUARD_RUNNING, GUARD_DONE);
}

void interleave_static_end(volatile uint32_t* guard, int succeeded) {
    record(EVENT_once_end, guard, 0);
    if (modelled()) {
        operation(OPERATION_once_end, guard, succeeded, 0);
        return;
    }
    if (!succeeded) __atomic_store_n(guard, 0u, __ATOMIC_SEQ_CST);
    futex_wake(guard, UINT32_MAX);
}
