/* Thread-specific data (pthread_key_create), on which libc++ builds thread_local destructors.
 *
 * musl guards its keys by a reader-writer lock and calls its public try form, so every ending thread would
 * show a lock that the program never made. Here the slots are guarded by libc's internal lock, which is
 * nobody's event, and an ending thread only walks the keys that were ever created.
 *
 * Not supported: more than 128 keys in one run, deleted ones counted (EAGAIN). */
#define _GNU_SOURCE
#include "pthread_impl.h"
/* after it, which defines what it needs */
#include "lock.h"
#include "runtime.h"

typedef void (*destructor)(void*);

volatile size_t __pthread_tsd_size = sizeof(void*) * PTHREAD_KEYS_MAX;
void* __pthread_tsd_main[PTHREAD_KEYS_MAX];

static destructor destructors[PTHREAD_KEYS_MAX]; /* 0 = the key is free */
static unsigned keys_ever;                       /* keys from here on were never created */
static volatile int keys_lock[1];

static void destroy_nothing(void* value) { (void)value; }

int pthread_key_create(pthread_key_t* key, destructor destroy) {
    int error = EAGAIN;
    LOCK(keys_lock);
    for (unsigned i = 0; i < PTHREAD_KEYS_MAX; i++) {
        if (destructors[i]) continue;
        destructors[i] = destroy ? destroy : destroy_nothing;
        if (i >= keys_ever) keys_ever = i + 1;
        *key = i;
        error = 0;
        break;
    }
    UNLOCK(keys_lock);
    return error;
}
weak_alias(pthread_key_create, __pthread_key_create);

/* The slot is not used again: what threads have in it is out of the way, and their ends call nothing for it. */
int pthread_key_delete(pthread_key_t key) {
    LOCK(keys_lock);
    destructors[key] = destroy_nothing;
    UNLOCK(keys_lock);
    return 0;
}
weak_alias(pthread_key_delete, __pthread_key_delete);

/* Destructors may set values again, hence the rounds, as POSIX has them. */
void __pthread_tsd_run_dtors(void) {
    pthread_t self = __pthread_self();
    for (int round = 0; self->tsd_used && round < PTHREAD_DESTRUCTOR_ITERATIONS; round++) {
        self->tsd_used = 0;
        for (unsigned i = 0; i < keys_ever; i++) {
            void* value = self->tsd[i];
            self->tsd[i] = 0;
            if (value && destructors[i]) destructors[i](value);
        }
    }
}
