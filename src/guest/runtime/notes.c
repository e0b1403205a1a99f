/* The program's own notes (interleave/trace.hpp, io.hpp): names, spans, marks, values, simulated input and
 * output. On real workers they are records, on the lab operations. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "interleave/runtime.h"
#include "lock.h"
#include "runtime.h"

void interleave_note(uint32_t event, const volatile void* object, uint32_t argument) {
    if (modelled())
        operation(OPERATION_note, object, argument, event);
    else
        interleave_record(event, (uint32_t)(uintptr_t)object, argument);
}

uint32_t interleave_thread_id(void) { return own_thread_id(); }

/* --- names made at run time ------------------------------------------------------------------------------------
 * A record holds a name's address, and the machine reads the text later: so a name must stay where it is
 * until the end of the run. Equal names share one copy; none is ever freed. */
#define BUCKETS 256
struct name {
    struct name* next;
    size_t size;
    char text[];
};
static struct name* volatile buckets[BUCKETS];
static volatile int names_lock[1];

static uint32_t hash(const char* text, size_t size) {
    uint32_t value = 2166136261u; /* FNV-1a */
    for (size_t i = 0; i < size; i++) value = (value ^ (unsigned char)text[i]) * 16777619u;
    return value;
}

/* Names are only ever prepended, so readers need no lock. */
static struct name* find(struct name* first, const char* text, size_t size) {
    for (struct name* name = first; name; name = name->next)
        if (name->size == size && memcmp(name->text, text, size) == 0) return name;
    return 0;
}

const char* interleave_intern(const char* text, size_t size) {
    struct name* volatile* bucket = &buckets[hash(text, size) % BUCKETS];
    struct name* name = find(*bucket, text, size);
    if (name) return name->text;
    quiet_begin();
    struct name* made = malloc(sizeof *made + size + 1);
    if (made) {
        made->size = size;
        memcpy(made->text, text, size);
        made->text[size] = 0;
        LOCK(names_lock);
        name = find(*bucket, text, size);
        if (!name) {
            made->next = *bucket;
            *bucket = name = made;
            made = 0;
        }
        UNLOCK(names_lock);
        free(made);
    }
    quiet_end();
    return name ? name->text : "(no memory)";
}

/* --- simulated input and output -------------------------------------------------------------------------------- */
void interleave_io_wait(const char* name, int64_t nanoseconds) {
    static int nobody_wakes;
    if (nanoseconds < 0) nanoseconds = 0;
    if (modelled()) {
        operation(OPERATION_io_wait, name, 0, nanoseconds);
        return;
    }
    int64_t deadline = monotonic_now() + nanoseconds, microseconds = nanoseconds / 1000;
    record(EVENT_io_begin, name, microseconds > UINT32_MAX ? UINT32_MAX : (uint32_t)microseconds);
    int begun = block_begin(INTERLEAVE_BLOCKED_OTHER, name, 1);
    while (futex_wait32(&nobody_wakes, 0, deadline) != FUTEX_TIMED_OUT ||
           monotonic_now() < deadline) {
    }
    block_end(begun);
    record(EVENT_io_end, name, 0);
}
