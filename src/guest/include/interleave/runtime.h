/* The runtime's functions that headers of this library and of include_override are made of. Programs use
 * the headers, not these. Deadlines are absolute nanoseconds of CLOCK_MONOTONIC (std::chrono::steady_clock),
 * -1 = for ever. Every one may be called from any thread. */
#ifndef INTERLEAVE_RUNTIME_H
#define INTERLEAVE_RUNTIME_H
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

/* Locks: 0 or an errno. mode: 0 exclusive, 1 shared. */
int interleave_mutex_lock_until(pthread_mutex_t* mutex, int64_t deadline);
/* std::lock of 2 to 8 normal mutexes. 1: it has them all; 0: the caller must lock them itself (real workers). */
int interleave_mutex_lock_all(pthread_mutex_t** mutexes, uint32_t count);
int interleave_rwlock_lock_until(pthread_rwlock_t* lock, int mode, int64_t deadline);

/* Semaphores: `count` is the number of permits. 1 = took one, 0 = there was none (in time). */
int interleave_semaphore_try_acquire(volatile int32_t* count);
int interleave_semaphore_acquire(volatile int32_t* count, int64_t deadline);
void interleave_semaphore_release(volatile int32_t* count, int32_t permits);

/* One-time initialisation: begin returns 1 if the caller must run the function and then call end with
 * `done`, or with 0 if the function threw. */
int interleave_once_begin(volatile uint32_t* flag, uint32_t done);
int interleave_call_once_begin(volatile uint32_t* flag, uint32_t done);
void interleave_once_end(volatile uint32_t* flag, uint32_t state);
/* The same for the guards of static variables (static_guards.h). */
int interleave_static_begin(volatile uint32_t* guard);
void interleave_static_end(volatile uint32_t* guard, int succeeded);

/* Atomics: returns when *address differs from *expected; size is 1, 2, 4 or 8. Other sizes use versions. */
void interleave_atomic_wait(const volatile void* address, const void* expected, unsigned size);
void interleave_atomic_notify(const volatile void* address, unsigned size, int all);
uint32_t interleave_atomic_version(const volatile void* address);
void interleave_atomic_wait_version(const volatile void* address, uint32_t version);

/* Latches and barriers. */
void interleave_arrive(const volatile void* object, uint32_t phase);
void interleave_wait_at(const volatile void* object, const volatile uint32_t* word,
                        uint32_t expected);
void interleave_pass(const volatile void* object, uint32_t phase);
void interleave_wake_all(const volatile uint32_t* word);

/* Notes: `event` is a number of events.def. A name must stay valid to the end of the run: a literal, or
 * interleave_intern's result. */
void interleave_note(uint32_t event, const volatile void* object, uint32_t argument);
const char* interleave_intern(const char* text, size_t size);
uint32_t interleave_thread_id(void);
void interleave_io_wait(const char* name, int64_t nanoseconds);

/* A file of the site. 1: it came; 0: it did not; -1: there is no network here (the lab). Of what came, the file
 * or the reason in words, *size is the size in bytes, and take copies it. */
int interleave_fetch(const char* address, uint32_t* size);
void interleave_fetch_take(void* bytes, uint32_t size);

#ifdef __cplusplus
}
#endif
#endif
