/* std::atomic<T>::wait and notify, and the waiting of latches and barriers, as real waits.
 *
 * The prebuilt libc++ knows no futex on this target: it spins, yields and sleeps in growing steps. Here a
 * waiter sleeps until somebody notifies. How that works depends on the atomic's size:
 *
 *   4, 8     wait on the atomic itself
 *   1, 2     wait on the aligned word that contains it: if the atomic changes, the word does. Neighbours
 *            may wake each other for nothing, so notify wakes all, and a woken waiter looks again.
 *   others   (atomics behind a lock) wait on a version word from a small table; notify increments it
 *
 * Why no wake-up is lost: the wait instruction compares the word with what the waiter saw, atomically with
 * going to sleep. A store before that makes it not sleep, a notify after it wakes it.
 *
 * Before sleeping nothing is recorded: a wait that finds the value changed is only a load, on the lab only
 * one step (the machine's futex_wait compares). */
#include <string.h>

#include "interleave/runtime.h"
#include "runtime.h"

#define VERSIONS 64
static volatile uint32_t versions[VERSIONS];

static volatile uint32_t* version_of(const volatile void* address) {
    return &versions[((uintptr_t)address >> 4) % VERSIONS];
}

static uint32_t load_word(const volatile uint32_t* word) {
    return __atomic_load_n(word, __ATOMIC_SEQ_CST);
}

static const volatile uint32_t* word_around(const volatile void* address) {
    return (const volatile uint32_t*)((uintptr_t)address & ~(uintptr_t)3);
}

/* One look and one wait: 0 when the value differs from the expected one, 1 after having slept. */
static int wait_part_of_word(const volatile void* address, const void* expected, unsigned size) {
    const volatile uint32_t* word = word_around(address);
    uint32_t seen = load_word(word);
    if (memcmp((const char*)&seen + ((uintptr_t)address & 3), expected, size) != 0) return 0;
    futex_wait32(word, seen, FOR_EVER);
    return 1;
}

static int wait_once(const volatile void* address, const void* expected, unsigned size) {
    switch (size) {
        case 4:
            return futex_wait32(address, *(const uint32_t*)expected, FOR_EVER) != FUTEX_DIFFERENT;
        case 8:
            return futex_wait64(address, *(const uint64_t*)expected, FOR_EVER) != FUTEX_DIFFERENT;
        default:
            return wait_part_of_word(address, expected, size);
    }
}

static int differs(const volatile void* address, const void* expected, unsigned size) {
    switch (size) {
        case 1:
            return __atomic_load_n((const volatile uint8_t*)address, __ATOMIC_SEQ_CST) !=
                   *(const uint8_t*)expected;
        case 2:
            return __atomic_load_n((const volatile uint16_t*)address, __ATOMIC_SEQ_CST) !=
                   *(const uint16_t*)expected;
        case 4:
            return load_word(address) != *(const uint32_t*)expected;
        default:
            return __atomic_load_n((const volatile uint64_t*)address, __ATOMIC_SEQ_CST) !=
                   *(const uint64_t*)expected;
    }
}

void interleave_atomic_wait(const volatile void* address, const void* expected, unsigned size) {
    if (!on_lab() && differs(address, expected, size)) return;
    uint32_t low = 0;
    memcpy(&low, expected, size < 4 ? size : 4);
    record(EVENT_atomic_wait, address, low);
    int begun = block_begin(INTERLEAVE_BLOCKED_ATOMIC, address, 0);
    while (wait_once(address, expected, size)) {
    }
    block_end(begun);
    record(EVENT_atomic_wake, address, 0);
}

void interleave_atomic_notify(const volatile void* address, unsigned size, int all) {
    uint32_t count = all ? UINT32_MAX : 1;
    record(EVENT_atomic_notify, address, all ? 0 : 1);
    if (size == 4 || size == 8) {
        futex_wake(address, count);
    } else if (size < 4) {
        futex_wake(word_around(address), UINT32_MAX);
    } else {
        volatile uint32_t* version = version_of(address);
        __atomic_fetch_add(version, 1, __ATOMIC_SEQ_CST);
        futex_wake(version, UINT32_MAX);
    }
}

/* For atomics behind a lock: read the version, look at the value, wait for the version to change. */
uint32_t interleave_atomic_version(const volatile void* address) {
    return load_word(version_of(address));
}

void interleave_atomic_wait_version(const volatile void* address, uint32_t version) {
    record(EVENT_atomic_wait, address, 0);
    int begun = block_begin(INTERLEAVE_BLOCKED_ATOMIC, address, 0);
    futex_wait32(version_of(address), version, FOR_EVER);
    block_end(begun);
    record(EVENT_atomic_wake, address, 0);
}

/* --- latch and barrier (include_override): `object` is what the learner knows, `word` what changes -------------- */
void interleave_arrive(const volatile void* object, uint32_t phase) {
    record(EVENT_barrier_arrive, object, phase);
}

void interleave_wait_at(const volatile void* object, const volatile uint32_t* word,
                        uint32_t expected) {
    if (load_word(word) != expected) return;
    /* Who has arrived here waits as everybody sees; who only waits (latch::wait) is told about now. */
    record(EVENT_atomic_wait, object, expected);
    int begun = block_begin(INTERLEAVE_BLOCKED_ATOMIC, object, 0);
    while (futex_wait32(word, expected, FOR_EVER) != FUTEX_DIFFERENT) {
    }
    block_end(begun);
    record(EVENT_atomic_wake, object, 0);
}

void interleave_pass(const volatile void* object, uint32_t phase) {
    record(EVENT_barrier_pass, object, phase);
}

void interleave_wake_all(const volatile uint32_t* word) { futex_wake(word, UINT32_MAX); }
