/* Joining and detaching. On the lab the machine decides when a join ends (after the thread has returned from
 * wasi_thread_start), then musl's own join finds the thread exited and only fetches its result. */
#define _GNU_SOURCE
#include "pthread_impl.h"
#include "runtime.h"

int __real_pthread_timedjoin_np(pthread_t thread, void** result, const struct timespec* at);
int __real_pthread_tryjoin_np(pthread_t thread, void** result);
int __real_pthread_detach(pthread_t thread);

static void* id_of(pthread_t thread) { return (void*)(uintptr_t)thread_id_of(thread); }

int __wrap_pthread_timedjoin_np(pthread_t thread, void** result, const struct timespec* at) {
    if (!_emscripten_thread_is_valid(thread)) return ESRCH;
    void* id = id_of(thread);
    if (modelled()) {
        int error = operation(OPERATION_thread_join, id, 0, monotonic_deadline(CLOCK_REALTIME, at));
        return error ? error : __real_pthread_timedjoin_np(thread, result, 0);
    }
    record(EVENT_join_begin, id, 0);
    int begun =
        thread->detach_state == DT_EXITED ? 0 : block_begin(INTERLEAVE_BLOCKED_JOIN, id, at != 0);
    int error = __real_pthread_timedjoin_np(thread, result, at);
    block_end(begun);
    if (!error) record(EVENT_join_end, id, 0);
    return error;
}

int __wrap_pthread_join(pthread_t thread, void** result) {
    return __wrap_pthread_timedjoin_np(thread, result, 0);
}

int __wrap_pthread_tryjoin_np(pthread_t thread, void** result) {
    if (!_emscripten_thread_is_valid(thread)) return ESRCH;
    void* id = id_of(thread);
    if (modelled()) {
        int error = operation(OPERATION_thread_join, id, 0, monotonic_now());
        if (error) return error == ETIMEDOUT ? EBUSY : error;
    }
    int error = __real_pthread_tryjoin_np(thread, result);
    if (!error) record(EVENT_join_end, id, 0);
    return error;
}

int __wrap_pthread_detach(pthread_t thread) {
    if (!_emscripten_thread_is_valid(thread)) return ESRCH;
    if (modelled()) {
        int error = operation(OPERATION_thread_detach, id_of(thread), 0, 0);
        if (error) return error;
    }
    record(EVENT_detach, id_of(thread), 0);
    return __real_pthread_detach(thread);
}
