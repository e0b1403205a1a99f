/* Blocking, the one place where it happens: memory.atomic.wait on real workers, an operation on the lab.
 *
 * musl's locks, our atomic waits and sleeping all end here, so this is also where a thread says that it
 * blocks if nobody above said it more precisely. Every wait is one wait: no slices, no polling. */
#include <errno.h>
#include <math.h>

#include "runtime.h"

/* The instruction takes a duration, we a deadline: a negative duration would mean "for ever". */
static int64_t time_left(int64_t deadline) {
    if (deadline == FOR_EVER) return FOR_EVER;
    int64_t left = deadline - monotonic_now();
    return left > 0 ? left : 0;
}

static int lab_result(int error) {
    return error == EAGAIN ? FUTEX_DIFFERENT : error == ETIMEDOUT ? FUTEX_TIMED_OUT : FUTEX_WOKEN;
}

int futex_wait32(const volatile void* address, uint32_t expected, int64_t deadline) {
    if (on_lab()) return lab_result(operation(OPERATION_futex_wait, address, expected, deadline));
    int begun = block_begin(INTERLEAVE_BLOCKED_OTHER, address, deadline != FOR_EVER);
    int result = __builtin_wasm_memory_atomic_wait32((int*)(uintptr_t)address, (int)expected,
                                                     time_left(deadline));
    block_end(begun);
    return result;
}

int futex_wait64(const volatile void* address, uint64_t expected, int64_t deadline) {
    if (on_lab())
        return lab_result(
            operation(OPERATION_futex_wait64, address, (uint32_t)(uintptr_t)&expected, deadline));
    int begun = block_begin(INTERLEAVE_BLOCKED_OTHER, address, deadline != FOR_EVER);
    int result = __builtin_wasm_memory_atomic_wait64((long long*)(uintptr_t)address,
                                                     (long long)expected, time_left(deadline));
    block_end(begun);
    return result;
}

uint32_t futex_wake(const volatile void* address, uint32_t count) {
    if (on_lab()) return (uint32_t)operation(OPERATION_futex_wake, address, count, 0);
    return __builtin_wasm_memory_atomic_notify((int*)(uintptr_t)address, count);
}

/* --- what musl's Emscripten port calls --------------------------------------------------------------------- */
int emscripten_futex_wait(volatile void* address, uint32_t expected, double milliseconds) {
    int64_t deadline =
        isinf(milliseconds) ? FOR_EVER : monotonic_now() + (int64_t)(milliseconds * 1e6);
    int result = futex_wait32(address, expected, deadline);
    return result == FUTEX_DIFFERENT ? -EWOULDBLOCK : result == FUTEX_TIMED_OUT ? -ETIMEDOUT : 0;
}

int emscripten_futex_wake(volatile void* address, int count) {
    return (int)futex_wake(address, (uint32_t)count);
}

/* Questions of that port that only a page's main thread would answer otherwise. */
int emscripten_is_main_browser_thread(void) { return 0; }
int emscripten_is_main_runtime_thread(void) { return 0; }
int _emscripten_thread_supports_atomics_wait(void) { return 1; }
void emscripten_check_blocking_allowed(void) {}
void _emscripten_yield(double now) { (void)now; }
