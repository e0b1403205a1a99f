/* Threads: what replaces Emscripten's JavaScript-bound pthread layer.
 *
 * One malloc'ed block holds everything a thread has in memory:
 *
 *   struct pthread | thread_start | TLS | thread-specific data | … stack (grows down)
 *
 * Life: pthread_create fills the block and asks the machine for a worker (wasi.thread-spawn returns the id at
 * once; the page creates workers, never a thread that may block). wasi_thread_start (assembler.S) switches
 * to the stack and calls interleave_thread_main. At the end the thread runs
 * destructors, gives its recorder slot back, and returns the address of detach_state, where the assembler
 * publishes "exited" after the last use of the stack.
 *
 * Who frees the block: the joiner; or, for a detached thread, nobody at once, since a thread cannot free the
 * stack it runs on. It enters a list of zombies, and the next pthread_create frees those that have exited.
 *
 * TLS: wasm-ld initialises a thread's TLS in __wasm_init_tls, which also applies the relocations of TLS
 * addresses (the landing-pad context of exceptions is one). It runs for the main thread too (process.c).
 *
 * Not supported: pthread_cancel, pthread_kill, guard pages, a stack given by the caller. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>

#include "pthread_impl.h"
#include "runtime.h"
#include "stdio_impl.h"

#define DEFAULT_THREAD_STACK (256 * 1024)
#define ROUND_UP(value, alignment) (((value) + (alignment)-1) & -(uintptr_t)(alignment))

/* assembler.S reads `stack` at offset 0. */
struct thread_start {
    void* stack;
    void* tls;
    pthread_t self;
    void* (*entry)(void*);
    void* argument;
    volatile int announced; /* 1 when the creator has recorded the creation */
};

extern void __wasm_init_tls(void* memory);
void* interleave_run_thread(void* (*entry)(void*), void* argument); /* terminate.cpp */
_Noreturn void interleave_throw_exit(void);                         /* assembler.S */

static struct pthread main_thread;
static pthread_t zombies; /* linked through `result`; guarded by the thread list's lock */

/* musl tells threads apart by a number that is never 0; the machine's id of the first thread is 0. */
uint32_t own_thread_id(void) { return (uint32_t)__pthread_self()->tid - 1; }
static void set_thread_id(pthread_t thread, uint32_t id) { thread->tid = (int)id + 1; }
uint32_t thread_id_of(pthread_t thread) { return (uint32_t)thread->tid - 1; }

pthread_t emscripten_main_runtime_thread_id(void) { return &main_thread; }
int _emscripten_thread_is_valid(pthread_t thread) { return thread->self == thread; }

/* --- pieces of musl's pthread_create.c that other parts of musl refer to --------------------------------------- */
static FILE* volatile no_file;
weak_alias(no_file, __stdin_used);
weak_alias(no_file, __stdout_used);
weak_alias(no_file, __stderr_used);

volatile int __thread_list_lock;
static int list_lock_depth, list_lock_waiters;

void __tl_lock(void) {
    int self = __pthread_self()->tid, owner = __thread_list_lock;
    if (owner == self) {
        list_lock_depth++;
        return;
    }
    while ((owner = a_cas(&__thread_list_lock, 0, self)))
        __wait(&__thread_list_lock, &list_lock_waiters, owner, 0);
}

void __tl_unlock(void) {
    if (list_lock_depth) {
        list_lock_depth--;
        return;
    }
    a_store(&__thread_list_lock, 0);
    if (list_lock_waiters) __wake(&__thread_list_lock, 1, 0);
}

void __tl_sync(pthread_t thread) {
    (void)thread;
    a_barrier();
    int owner = __thread_list_lock;
    if (!owner) return;
    __wait(&__thread_list_lock, &list_lock_waiters, owner, 0);
    if (list_lock_waiters) __wake(&__thread_list_lock, 1, 0);
}

void __do_cleanup_push(struct __ptcb* cleanup) {
    cleanup->__next = __pthread_self()->cancelbuf;
    __pthread_self()->cancelbuf = cleanup;
}
void __do_cleanup_pop(struct __ptcb* cleanup) { __pthread_self()->cancelbuf = cleanup->__next; }

/* --- creation ------------------------------------------------------------------------------------------------ */
static void init_common(pthread_t thread) {
    thread->self = thread;
    thread->robust_list.head = &thread->robust_list.head;
    thread->locale = &libc.global_locale;
    thread->canceldisable =
        PTHREAD_CANCEL_DISABLE; /* else musl waits in slices, to look for cancellation */
    thread->detach_state = DT_JOINABLE;
}

extern char __stack_high, __stack_low;

void runtime_init_main_thread(uint32_t id) {
    pthread_t self = &main_thread;
    WRITE_GLOBAL("interleave_thread", self);
    init_common(self);
    set_thread_id(self, id);
    self->stack = &__stack_high;
    self->stack_size = (size_t)(&__stack_high - &__stack_low);
    self->next = self->prev = self;
    self->tsd = (void**)__pthread_tsd_main;
}

/* stdio locks its files only once there is a second thread; from now on it must. */
static void make_stdio_lock(void) {
    FILE* const standard[] = {__stdin_used, __stdout_used, __stderr_used};
    for (FILE* file = *__ofl_lock(); file; file = file->next)
        if (file->lock < 0) file->lock = 0;
    __ofl_unlock();
    for (int i = 0; i < 3; i++)
        if (standard[i] && standard[i]->lock < 0) standard[i]->lock = 0;
    libc.threaded = 1;
}

static void free_zombies(void) {
    __tl_lock();
    for (pthread_t* link = &zombies; *link;) {
        pthread_t zombie = *link;
        if (zombie->detach_state == DT_EXITED) {
            *link = zombie->result;
            free(zombie->map_base);
        } else {
            link = (pthread_t*)&zombie->result;
        }
    }
    __tl_unlock();
}

static struct thread_start* allocate_thread(size_t stack_size, int detached) {
    size_t tls_size = __builtin_wasm_tls_size(), tls_alignment = __builtin_wasm_tls_align();
    if (tls_alignment < 16) tls_alignment = 16;
    size_t before_stack = ROUND_UP(sizeof(struct pthread), 16) + sizeof(struct thread_start) +
                          tls_alignment + tls_size + sizeof(void*) + __pthread_tsd_size;
    unsigned char* block = malloc(before_stack + stack_size + 16);
    if (!block) return 0;
    memset(block, 0, before_stack);

    pthread_t thread = (pthread_t)block;
    uintptr_t at = (uintptr_t)block + ROUND_UP(sizeof(struct pthread), 16);
    struct thread_start* start = (struct thread_start*)at;
    at = ROUND_UP(at + sizeof *start, tls_alignment);
    start->tls = (void*)at;
    at = ROUND_UP(at + tls_size, sizeof(void*));
    thread->tsd = (void**)at;
    at = (at + __pthread_tsd_size + stack_size) & -(uintptr_t)16;
    start->stack = thread->stack = (void*)at;
    start->self = thread;

    init_common(thread);
    thread->map_base = block;
    thread->map_size = before_stack + stack_size + 16;
    thread->stack_size = stack_size;
    if (detached) thread->detach_state = DT_DETACHED;
    return start;
}

/* Nobody needs a list of all threads (keys.c), and with one an explorer would see as many different ends of a thread as there are
 * orders to end in. But schedules in links count instructions: those that once entered a thread in a list and took it out are
 * replaced by as many that do nothing, to the thread's own block. */
#define SPEND_3(thread, value) (*(struct pthread* volatile*)&(thread)->next = (value))
#define SPEND_4(thread) \
    (*(struct pthread* volatile*)&(thread)->prev = *(struct pthread* volatile*)&(thread)->next)

static void count_start(pthread_t thread) {
    pthread_t self = __pthread_self();
    __tl_lock();
    SPEND_3(thread, self);
    SPEND_4(thread);
    SPEND_4(thread);
    SPEND_4(thread);
    if (!libc.threads_minus_1++) libc.need_locks = 1;
    __tl_unlock();
}

/* Whoever waits for the last thread but one (a main thread that left by pthread_exit) is woken. */
static void count_end(pthread_t thread) {
    __tl_lock();
    SPEND_4(thread);
    SPEND_4(thread);
    SPEND_4(thread);
    SPEND_4(thread);
    if (!--libc.threads_minus_1) {
        libc.need_locks = 0;
        futex_wake(&libc.threads_minus_1, UINT32_MAX);
    }
    __tl_unlock();
}

int pthread_create(pthread_t* restrict result, const pthread_attr_t* restrict attributes,
                   void* (*entry)(void*), void* restrict argument) {
    pthread_attr_t chosen = {0};
    if (attributes && attributes != __ATTRP_C11_THREAD) chosen = *attributes;
    if (!libc.threaded) make_stdio_lock();
    free_zombies();
    struct thread_start* start = allocate_thread(
        chosen._a_stacksize ? chosen._a_stacksize : DEFAULT_THREAD_STACK, chosen._a_detach);
    if (!start) return EAGAIN;
    start->entry = entry;
    start->argument = argument;
    start->announced = on_lab();
    pthread_t thread = start->self;
    count_start(thread);
    int id = interleave_thread_spawn(start);
    if (id < 0) {
        count_end(thread);
        free(thread->map_base);
        return EAGAIN;
    }
    *result = thread;
    /* On the lab the thread may have run to its end by now; a joinable one is still there. */
    if (on_lab() && !chosen._a_detach) set_thread_id(thread, (uint32_t)id);
    if (!on_lab()) {
        /* The thread waits for this, so that its start comes after its creation in the one total order;
         * and until then its block cannot be gone. Workers start far too slowly for it to wait really. */
        set_thread_id(thread, (uint32_t)id);
        record(EVENT_thread_create, (void*)(uintptr_t)id, 0);
        a_store(&start->announced, 1);
        futex_wake(&start->announced, 1);
    }
    return 0;
}
weak_alias(pthread_create, __pthread_create);
weak_alias(pthread_create, emscripten_builtin_pthread_create);

/* --- end --------------------------------------------------------------------------------------------------------- */
/* All but the last store. Returns the word in which the assembler publishes DT_EXITED. */
static volatile int* finish(pthread_t self) {
    while (self->cancelbuf) {
        struct __ptcb* cleanup = self->cancelbuf;
        self->cancelbuf = cleanup->__next;
        cleanup->__f(cleanup->__x);
    }
    __pthread_tsd_run_dtors();
    recorder_thread_end();
    set_quiet(1);
    count_end(self);
    if (a_cas(&self->detach_state, DT_JOINABLE, DT_EXITING) == DT_DETACHED) {
        __tl_lock();
        self->result = zombies;
        zombies = self;
        __tl_unlock();
    }
    if (on_lab()) operation(OPERATION_thread_exiting, (void*)(uintptr_t)own_thread_id(), 0, 0);
    return &self->detach_state;
}

volatile int* interleave_thread_main(uint32_t id, struct thread_start* start) {
    pthread_t self = start->self;
    __wasm_init_tls(start->tls);
    WRITE_GLOBAL("interleave_thread", self);
    set_thread_id(self, id);
    while (!start->announced) futex_wait32(&start->announced, 0, FOR_EVER);
    recorder_thread_begin(id);
    void* result = interleave_run_thread(start->entry, start->argument);
    if (result) /* pthread_exit has stored its own */
        self->result = result;
    return finish(self);
}

_Noreturn void pthread_exit(void* result) {
    __pthread_self()->result = result;
    interleave_throw_exit();
}
weak_alias(pthread_exit, __pthread_exit);
weak_alias(pthread_exit, emscripten_builtin_pthread_exit);

/* main left through pthread_exit: the process lives until the last thread has ended. */
_Noreturn void runtime_finish_main(void) {
    int begun = block_begin(INTERLEAVE_BLOCKED_JOIN, &libc.threads_minus_1, 0);
    for (int others; (others = *(volatile int*)&libc.threads_minus_1);)
        futex_wait32(&libc.threads_minus_1, (uint32_t)others, FOR_EVER);
    block_end(begun);
    exit(0);
}

/* The joiner's part: called by musl's pthread_join when the thread has exited. */
void _emscripten_thread_cleanup(pthread_t thread) {
    void* block = thread->map_base;
    thread->self = 0; /* so that a second join of it is refused */
    free(block);
}
