/* What the files of the runtime share: the machine's imports, the per-thread globals of assembler.S, and
 * the small vocabulary the wrappers are written in.
 *
 * Two machines run the same module. on_lab() tells which: there every synchronisation operation is
 * one call of the machine (operation), here it is recorded (record) and then really done.
 *
 * Quiet: library code also takes locks (allocator, static initialisers, stdio). Between quiet_begin and
 * quiet_end nothing is recorded or modelled: what a thread then does is musl's own code on both machines.
 * Blocking stays visible to the supervisor even then (block_begin in futex.c). */
#ifndef INTERLEAVE_GUEST_RUNTIME_H
#define INTERLEAVE_GUEST_RUNTIME_H
#include <stdint.h>
#include <time.h>

#include "guest/abi.h"

enum event {
#define EVENT(number, name, ...) EVENT_##name = number,
#include "trace/events.def"
#undef EVENT
};

enum operation {
#define OPERATION(number, name, ...) OPERATION_##name = number,
#include "guest/operations.def"
#undef OPERATION
};

#define FOR_EVER ((int64_t)-1)
enum { LOCK_EXCLUSIVE = 0, LOCK_SHARED = 1 };

/* --- the machine ------------------------------------------------------------------------------------ */
#define IMPORT(module, name) __attribute__((import_module(module), import_name(name)))
IMPORT("wasi", "thread-spawn") int interleave_thread_spawn(void* start);
IMPORT("interleave", "operation")
int interleave_operation(uint32_t kind, uint32_t object, uint32_t argument, int64_t time);

__asm__(
    ".globaltype interleave_lab, i32, immutable\n"
    ".import_module interleave_lab, interleave\n"
    ".import_name interleave_lab, lab\n"
    ".globaltype interleave_line, i32\n"
    ".globaltype interleave_slot, i32\n"
    ".globaltype interleave_quiet, i32\n"
    ".globaltype interleave_thread, i32\n");

#define READ_GLOBAL(name, value) __asm__ volatile("global.get " name "\nlocal.set %0" : "=r"(value))
#define WRITE_GLOBAL(name, value) __asm__ volatile("local.get %0\nglobal.set " name : : "r"(value))

static inline int on_lab(void) {
    int lab;
    __asm__("global.get interleave_lab\nlocal.set %0" : "=r"(lab));
    return lab;
}

static inline int is_quiet(void) {
    int depth;
    READ_GLOBAL("interleave_quiet", depth);
    return depth;
}
static inline void set_quiet(int depth) { WRITE_GLOBAL("interleave_quiet", depth); }
static inline void quiet_begin(void) { set_quiet(is_quiet() + 1); }
static inline void quiet_end(void) { set_quiet(is_quiet() - 1); }

static inline struct interleave_slot* own_slot(void) {
    struct interleave_slot* slot;
    READ_GLOBAL("interleave_slot", slot);
    return slot;
}

/* True where an operation of the program is the lab's to model. */
static inline int modelled(void) { return on_lab() && !is_quiet(); }

static inline int operation(enum operation kind, const volatile void* object, uint32_t argument,
                            int64_t time) {
    return interleave_operation((uint32_t)kind, (uint32_t)(uintptr_t)object, argument, time);
}

/* --- recorder.c (all do nothing on the lab, when quiet and in unrecorded threads) -------------------------- */
void interleave_record(uint32_t kind, uint32_t object, uint32_t argument);
static inline void record(enum event kind, const volatile void* object, uint32_t argument) {
    interleave_record((uint32_t)kind, (uint32_t)(uintptr_t)object, argument);
}
/* Around everything that blocks: the supervisor sees what this thread waits for, and the clock is sampled.
 * `timed`: the wait ends by itself. Nests: the outermost names the object. */
int block_begin(enum interleave_blocked kind, const volatile void* object, int timed);
void block_end(int begun);
void recorder_thread_begin(uint32_t thread);
void recorder_thread_end(void);

/* --- clock.c ------------------------------------------------------------------------------------------------ */
int64_t monotonic_now(void);
/* An absolute time of the given clock as an absolute time of CLOCK_MONOTONIC; FOR_EVER if at is null. */
int64_t monotonic_deadline(clockid_t clock, const struct timespec* at);
/* The inverse: a deadline as an absolute time of CLOCK_REALTIME, which is what musl's timed locks take. */
struct timespec realtime_of(int64_t deadline);

/* --- futex.c: memory.atomic.wait and notify, or the lab's --------------------------------------------------------- */
enum { FUTEX_WOKEN = 0, FUTEX_DIFFERENT = 1, FUTEX_TIMED_OUT = 2 };
int futex_wait32(const volatile void* address, uint32_t expected, int64_t deadline);
int futex_wait64(const volatile void* address, uint64_t expected, int64_t deadline);
uint32_t futex_wake(const volatile void* address, uint32_t count);

/* --- thread.c ---------------------------------------------------------------------------------------------------- */
uint32_t own_thread_id(void); /* 0 = the first thread */
struct __pthread;
uint32_t thread_id_of(struct __pthread* thread);
_Noreturn void runtime_finish_main(void);
void runtime_init_main_thread(uint32_t id);

#endif
