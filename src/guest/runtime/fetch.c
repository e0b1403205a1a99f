/* A file of the site (interleave/io.hpp): the machine around the program decides which may be had, and gets it. Its
 * size is known when it has come, so it is taken in a second step. */
#include "interleave/runtime.h"
#include "runtime.h"

int interleave_fetch(const char* address, uint32_t* size) {
    if (on_lab()) return -1;
    record(EVENT_io_begin, address, 0);
    int begun = block_begin(INTERLEAVE_BLOCKED_OTHER, address, 1);
    int came = operation(OPERATION_fetch, address, (uint32_t)(uintptr_t)size, 0);
    block_end(begun);
    record(EVENT_io_end, address, 0);
    return came > 0;
}

void interleave_fetch_take(void* bytes, uint32_t size) {
    operation(OPERATION_fetch_take, bytes, size, 0);
}
