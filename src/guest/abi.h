/* The guest ABI: what a program.wasm expects of a machine, and what a machine finds in its memory.
 *
 * Version 1. C and assembler in src/guest, TypeScript in web/src/real and C++ in src/machine follow
 * this file; the TypeScript constants are generated from it and from ../trace/events.def.
 *
 * IMPORTS
 *   env.memory                              shared memory, initial and maximum from the module
 *   wasi.thread-spawn(start: i32) -> i32    a new thread; its id (1 …), or a negative errno
 *   wasi_snapshot_preview1.*                fd_write fd_read fd_seek fd_close clock_time_get random_get
 *                                           proc_exit
 *   interleave.lab: global i32              constant: 1 on the lab, 0 on real workers
 *   interleave.operation(kind, object, argument: i32, time: i64) -> i32
 *                                           a modelled operation, see operations.def; on real workers
 *                                           only the ones marked `both` or `real` are ever called
 * EXPORTS
 *   _start()                                runs main on the calling thread and never returns: it ends
 *                                           in proc_exit
 *   wasi_thread_start(id: i32, start: i32)  runs a thread that thread-spawn announced
 *   interleave_process_start(id: i32, entry: i32)
 *                                           the first thread of a process that operation process_spawn made, in a fresh
 *                                           instance with a fresh memory: runs the function at index `entry` of the table
 *                                           on the bytes that operation process_argument gives, and ends in proc_exit
 *   interleave_recorder: global i32         the address of the struct interleave_recorder below
 *   interleave_line: mutable global i32     per instance, so per thread: the source line being executed
 *                                           (set by code that the line marker inserts; 0 = unknown)
 *   __heap_base: global i32                 where the heap begins: on the lab the machine's own heap
 *
 * Processes: the first is 0. Each has a memory of its own; thread ids and channel numbers are the machine's, one series
 * for all processes. proc_exit and a trap end the calling process only, unless it is the first.
 *
 * Thread ids: the first thread is 0, others are what thread-spawn returned. An instance may run several
 * threads one after the other. thread-spawn only starts a worker: it must never wait for it.
 * Exit codes: proc_exit(134) means abort(), a failed assert or an uncaught exception (the words are on
 * descriptor 2 by then); everything else is the program's own. Any thread may call proc_exit.
 * CLOCK_REALTIME must tick in microseconds too: libc++ turns wait_for(5ms) into a time of that clock.
 *
 * THE RECORDER (real workers only). One ring for each running thread, single producer (the thread),
 * single consumer (the supervisor), in the guest's shared memory:
 *
 *   interleave_recorder ──▶ slot[0] ──▶ ring, InterleaveRingCapacity records of 16 bytes
 *                           slot[1] ──▶ 0 (no ring yet)
 *                           …
 *
 *   record   +0 sequence  u32  position in the one total order of the run
 *            +4 object    u32  see events.def
 *            +8 argument  u32
 *            +12 line     u16  source line in the main file, 0 = unknown
 *            +14 kind     u8   see events.def
 *            +15 flags    u8   0
 *
 * Protocol: the producer writes the record at head % capacity, then publishes head + 1 with release
 * order; the consumer reads head with acquire order, copies, then stores tail with release order. When
 * head - tail == capacity the record is dropped, `dropped` counts it and no sequence number is used, so
 * the sequence has no holes but for a record that a thread was just writing.
 * Slot states: a starting thread takes a slot Free → Claimed → Running; at its end it sets Finished; the supervisor
 * drains it and sets Free. With no free slot a thread runs unrecorded and counts in `unrecorded`.
 */
#ifndef INTERLEAVE_GUEST_ABI_H
#define INTERLEAVE_GUEST_ABI_H
#include <stdint.h>

#define INTERLEAVE_ABI_VERSION 1
#define INTERLEAVE_RECORDER_MAGIC 0x49544c56u /* "VLTI" */
#define INTERLEAVE_SLOT_COUNT 256             /* threads recorded at the same time */
#define INTERLEAVE_RING_CAPACITY 8192         /* records, a power of two */

struct interleave_record {
    uint32_t sequence;
    uint32_t object;
    uint32_t argument;
    uint16_t line;
    uint8_t kind;
    uint8_t flags;
};

enum interleave_slot_state {
    INTERLEAVE_SLOT_FREE = 0,
    INTERLEAVE_SLOT_RUNNING = 1,
    INTERLEAVE_SLOT_FINISHED = 2,
    INTERLEAVE_SLOT_CLAIMED = 3, /* being prepared by a starting thread: not to be read yet */
};

/* What a thread waits for: written before it blocks, cleared after, so that the supervisor can tell a
 * deadlock (all blocked, no deadline, nothing outstanding) from a long computation. */
enum interleave_blocked {
    INTERLEAVE_BLOCKED_NOT = 0,
    INTERLEAVE_BLOCKED_LOCK = 1,
    INTERLEAVE_BLOCKED_CONDITION = 2,
    INTERLEAVE_BLOCKED_ATOMIC = 3, /* atomic wait, semaphore, latch, barrier */
    INTERLEAVE_BLOCKED_JOIN = 4,
    INTERLEAVE_BLOCKED_SLEEP = 5, /* ends by itself */
    INTERLEAVE_BLOCKED_INPUT = 6, /* waits for the learner */
    INTERLEAVE_BLOCKED_OTHER = 7, /* I/O: the machine knows */
    INTERLEAVE_BLOCKED_CHANNEL = 8, /* room in a channel, or a message */
    INTERLEAVE_BLOCKED_PROCESS = 9, /* the end of a process */
};

struct interleave_slot {
    uint32_t state;     /* atomic, enum interleave_slot_state */
    uint32_t thread;    /* id of the thread that uses the slot */
    uint32_t ring;      /* address of the records, 0 = not allocated yet; never freed */
    uint32_t head;      /* atomic, written by the thread; counts up, wraps */
    uint32_t tail;      /* atomic, written by the supervisor */
    uint32_t dropped;   /* records lost because the ring was full, since the slot was taken */
    uint32_t blocked;   /* atomic, enum interleave_blocked */
    uint32_t blocked_on;/* address, or number of a thread, channel or process */
    uint32_t timed;     /* 1: the wait ends by itself */
    uint32_t reserved[7]; /* pads to 64 bytes: no false sharing between threads */
};

struct interleave_recorder {
    uint32_t magic;      /* INTERLEAVE_RECORDER_MAGIC */
    uint32_t version;    /* INTERLEAVE_ABI_VERSION */
    uint32_t enabled;    /* atomic; the supervisor may switch recording off and on */
    uint32_t sequence;   /* atomic: the next sequence number */
    uint32_t unrecorded; /* atomic: threads that found no free slot */
    uint32_t slot_count; /* INTERLEAVE_SLOT_COUNT */
    uint32_t reserved[10];
    struct interleave_slot slots[INTERLEAVE_SLOT_COUNT];
};
#endif
