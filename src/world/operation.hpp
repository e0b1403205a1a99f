#pragma once
// The modelled operations of guest/operations.def as C++: what a program asks its machine to do.

#include <cstdint>

namespace interleave::world {

enum class Operation : uint8_t {
#define OPERATION(number, name, where, object, argument, time, result) name = number,
#include "guest/operations.def"
#undef OPERATION
};

// nullptr if no operation has this number (bad input from a module).
const char* operation_name(uint32_t number);

// One call of interleave.operation, as the program made it.
struct Call {
    Operation operation{};
    uint32_t object = 0;
    uint32_t argument = 0;
    // An absolute deadline or a duration in nanoseconds of virtual time, by operation; -1 = for ever.
    int64_t time = -1;
};

// Error numbers of the guest's C library: Emscripten's musl numbers them as WASI does.
enum Errno : int32_t {
    Eagain = 6,
    Ebadf = 8,
    Ebusy = 10,
    Edeadlk = 16,
    Efault = 21,
    Einval = 28,
    Emsgsize = 35,
    Enomem = 48,
    Enosys = 52,
    Eperm = 63,
    Epipe = 64,
    Espipe = 70,
    Esrch = 71,
    Etimedout = 73,
};

// What a modelled object says to an operation: it is done with a result, or the thread has to wait.
struct Answer {
    bool waits = false;
    int32_t result = 0;  // 0 or an Errno, unless operations.def says otherwise

    static Answer done(int32_t result = 0) { return {false, result}; }
    static Answer wait() { return {true, 0}; }
};

}  // namespace interleave::world
