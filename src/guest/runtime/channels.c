/* What interleave/process.hpp and interleave/channel.hpp call: operations that both machines offer. On real workers
 * they are recorded here; the lab reports them itself. */
#include <errno.h>
#include <stddef.h>

#include "runtime.h"

struct bytes {
    const void* address;
    uint32_t size;
};

struct buffer {
    void* address;
    uint32_t capacity;
    uint32_t size;
};

int interleave_process_spawn(int (*entry)(const void*, size_t), const void* bytes, uint32_t size) {
    struct bytes argument = {bytes, size};
    int id = operation(OPERATION_process_spawn, (const void*)(uintptr_t)entry,
                       (uint32_t)(uintptr_t)&argument, 0);
    if (id > 0) record(EVENT_process_spawn, (void*)(uintptr_t)id, 0);
    return id;
}

int interleave_process_wait(uint32_t process, uint32_t* code, int64_t deadline) {
    const void* object = (const void*)(uintptr_t)process;
    record(EVENT_process_wait, object, 0);
    int begun = block_begin(INTERLEAVE_BLOCKED_PROCESS, object, deadline >= 0);
    int error = operation(OPERATION_process_wait, object, (uint32_t)(uintptr_t)code, deadline);
    block_end(begun);
    if (!error) record(EVENT_process_joined, object, *code);
    return error;
}

uint32_t interleave_process_self(void) {
    return (uint32_t)operation(OPERATION_process_self, 0, 0, 0);
}

int interleave_channel_open(const char* name, uint32_t capacity) {
    int id = operation(OPERATION_channel_open, name, capacity, 0);
    if (id > 0) record(EVENT_channel_open, (void*)(uintptr_t)id, (uint32_t)(uintptr_t)name);
    return id;
}

/* On real workers an operation that would have to wait is tried first with a deadline that has passed, so that the
 * wait is recorded only where there is one. On the lab the machine knows. */
static int wait_in_turn(enum operation kind, uint32_t channel, void* argument, int64_t deadline,
                        uint32_t direction) {
    const void* object = (const void*)(uintptr_t)channel;
    uint32_t address = (uint32_t)(uintptr_t)argument;
    if (on_lab()) return operation(kind, object, address, deadline);
    int error = operation(kind, object, address, 0);
    if (error != ETIMEDOUT || deadline == 0) return error;
    record(EVENT_channel_wait, object, direction);
    int begun = block_begin(INTERLEAVE_BLOCKED_CHANNEL, object, deadline >= 0);
    error = operation(kind, object, address, deadline);
    block_end(begun);
    return error;
}

int interleave_channel_send(uint32_t channel, const void* bytes, uint32_t size, int64_t deadline) {
    struct bytes message = {bytes, size};
    int error = wait_in_turn(OPERATION_channel_send, channel, &message, deadline, 0);
    if (!error) record(EVENT_channel_send, (void*)(uintptr_t)channel, size);
    return error;
}

int interleave_channel_receive(uint32_t channel, void* bytes, uint32_t capacity, uint32_t* size,
                               int64_t deadline) {
    struct buffer buffer = {bytes, capacity, 0};
    int error = wait_in_turn(OPERATION_channel_receive, channel, &buffer, deadline, 1);
    *size = buffer.size;
    if (!error) record(EVENT_channel_receive, (void*)(uintptr_t)channel, buffer.size);
    return error;
}

int interleave_channel_close(uint32_t channel) {
    record(EVENT_channel_close, (void*)(uintptr_t)channel, 0);
    return operation(OPERATION_channel_close, (void*)(uintptr_t)channel, 0, 0);
}
