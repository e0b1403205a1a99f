/* The recorder: what a thread does, as 16-byte records in a ring that the supervisor drains (abi.h draws
 * the layout and states the protocol).
 *
 * The problem: observing must not change what is observed. A lock around a common log would order the
 * threads, a call of the browser's clock costs ten times what an event may (0.5–0.8 µs), and waiting for
 * a full ring would slow down exactly the program whose races matter.
 *
 * The idea: each thread owns a ring and shares only one counter. An event is an atomic increment, four
 * stores and one releasing store. The counter gives the one total order: it is incremented before an
 * unlock happens and after a lock was obtained, so the order of the records agrees with the order of the
 * locks. The clock is sampled into records of its own, around everything that blocks and every
 * CLOCK_INTERVAL events; readers interpolate between samples. A full ring drops the newest and counts.
 *
 * What it does not do: it does not see inline atomics and plain memory accesses; only the lab does. */
#include "runtime.h"

#define CLOCK_INTERVAL 128 /* events of a thread between two clock samples */

#include <stddef.h>

extern void* __real_malloc(size_t size);

struct interleave_recorder interleave_recorder = {
    .magic = INTERLEAVE_RECORDER_MAGIC,
    .version = INTERLEAVE_ABI_VERSION,
    .enabled = 1,
    .slot_count = INTERLEAVE_SLOT_COUNT,
};

static inline uint32_t own_line(void) {
    uint32_t line;
    READ_GLOBAL("interleave_line", line);
    return line;
}

static inline void set_own_slot(struct interleave_slot* slot) {
    WRITE_GLOBAL("interleave_slot", slot);
}

/* Appends one record, or counts it as dropped. REQUIRES: the calling thread owns the slot. */
static inline void append(struct interleave_slot* slot, uint32_t kind, uint32_t object,
                          uint32_t argument) {
    uint32_t head = slot->head;
    if (head - __atomic_load_n(&slot->tail, __ATOMIC_ACQUIRE) == INTERLEAVE_RING_CAPACITY) {
        slot->dropped++;
        return;
    }
    uint32_t line = own_line();
    struct interleave_record* record =
        (struct interleave_record*)(uintptr_t)slot->ring + head % INTERLEAVE_RING_CAPACITY;
    record->sequence = __atomic_fetch_add(&interleave_recorder.sequence, 1, __ATOMIC_SEQ_CST);
    record->object = object;
    record->argument = argument;
    record->line = line <= UINT16_MAX ? (uint16_t)line : 0;
    record->kind = (uint8_t)kind;
    record->flags = 0;
    __atomic_store_n(&slot->head, head + 1, __ATOMIC_RELEASE);
}

static void sample_clock(struct interleave_slot* slot) {
    uint64_t now = (uint64_t)monotonic_now();
    append(slot, EVENT_clock, (uint32_t)now, (uint32_t)(now >> 32));
}

void interleave_record(uint32_t kind, uint32_t object, uint32_t argument) {
    struct interleave_slot* slot = own_slot();
    if (!slot || is_quiet() || !__atomic_load_n(&interleave_recorder.enabled, __ATOMIC_RELAXED))
        return;
    if (slot->head % CLOCK_INTERVAL == 0) sample_clock(slot);
    append(slot, kind, object, argument);
}

int block_begin(enum interleave_blocked kind, const volatile void* object, int timed) {
    struct interleave_slot* slot = own_slot();
    if (!slot || slot->blocked != INTERLEAVE_BLOCKED_NOT) return 0;
    if (!is_quiet() && interleave_recorder.enabled) sample_clock(slot);
    slot->blocked_on = (uint32_t)(uintptr_t)object;
    slot->timed = (uint32_t)timed;
    __atomic_store_n(&slot->blocked, (uint32_t)kind, __ATOMIC_RELEASE);
    return 1;
}

void block_end(int begun) {
    if (!begun) return;
    struct interleave_slot* slot = own_slot();
    __atomic_store_n(&slot->blocked, INTERLEAVE_BLOCKED_NOT, __ATOMIC_RELEASE);
    if (!is_quiet() && interleave_recorder.enabled) sample_clock(slot);
}

/* A free slot for the thread, the search starting at its number so that starting threads rarely meet. */
static struct interleave_slot* take_slot(uint32_t thread) {
    for (uint32_t i = 0; i < INTERLEAVE_SLOT_COUNT; i++) {
        struct interleave_slot* slot =
            &interleave_recorder.slots[(thread + i) % INTERLEAVE_SLOT_COUNT];
        uint32_t expected = INTERLEAVE_SLOT_FREE;
        /* Claimed as Finished: the supervisor must not read a ring that is being prepared. */
        if (__atomic_compare_exchange_n(&slot->state, &expected, INTERLEAVE_SLOT_CLAIMED, 0,
                                        __ATOMIC_SEQ_CST, __ATOMIC_RELAXED))
            return slot;
    }
    return 0;
}

void recorder_thread_begin(uint32_t thread) {
    if (on_lab()) return;
    struct interleave_slot* slot = take_slot(thread);
    if (slot && !slot->ring) {
        quiet_begin();
        slot->ring = (uint32_t)(uintptr_t)__real_malloc(INTERLEAVE_RING_CAPACITY *
                                                        sizeof(struct interleave_record));
        quiet_end();
        if (!slot->ring) {
            __atomic_store_n(&slot->state, INTERLEAVE_SLOT_FREE, __ATOMIC_RELEASE);
            slot = 0;
        }
    }
    if (!slot) {
        __atomic_fetch_add(&interleave_recorder.unrecorded, 1, __ATOMIC_RELAXED);
        return;
    }
    slot->thread = thread;
    slot->dropped = 0;
    slot->blocked = INTERLEAVE_BLOCKED_NOT;
    slot->blocked_on = 0;
    slot->timed = 0;
    __atomic_store_n(&slot->state, INTERLEAVE_SLOT_RUNNING, __ATOMIC_RELEASE);
    set_own_slot(slot);
    sample_clock(slot);
    append(slot, EVENT_thread_start, thread, 0);
}

void recorder_thread_end(void) {
    struct interleave_slot* slot = own_slot();
    if (!slot) return;
    append(slot, EVENT_thread_exit, slot->thread, 0);
    sample_clock(slot);
    set_own_slot(0);
    __atomic_store_n(&slot->state, INTERLEAVE_SLOT_FINISHED, __ATOMIC_RELEASE);
}
