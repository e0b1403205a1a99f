/* The console: descriptors 0 to 2, recorded on their way to the machine.
 *
 * libc's own objects call __wasi_fd_write and __wasi_fd_read as imports; functions of these names here take
 * their place, and the imports are reached under names of our own. The descriptors claim to be terminals, so
 * stdout is flushed at every line: a learner sees what was printed before a crash or a deadlock. */
#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <wasi/api.h>

#include "runtime.h"

IMPORT("wasi_snapshot_preview1", "fd_write")
uint16_t machine_write(int descriptor, const __wasi_ciovec_t* parts, size_t count,
                       __wasi_size_t* written);
IMPORT("wasi_snapshot_preview1", "fd_read")
uint16_t machine_read(int descriptor, const __wasi_iovec_t* parts, size_t count,
                      __wasi_size_t* read);

/* Written even by quiet code: libc's locks are not the learner's business, its output is. */
__wasi_errno_t __wasi_fd_write(__wasi_fd_t descriptor, const __wasi_ciovec_t* parts, size_t count,
                               __wasi_size_t* written) {
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) bytes += parts[i].buf_len;
    int quiet = is_quiet();
    set_quiet(0);
    record(EVENT_output, (void*)(uintptr_t)descriptor, bytes);
    set_quiet(quiet);
    return machine_write(descriptor, parts, count, written);
}

__wasi_errno_t __wasi_fd_read(__wasi_fd_t descriptor, const __wasi_iovec_t* parts, size_t count,
                              __wasi_size_t* read) {
    record(EVENT_input_begin, (void*)(uintptr_t)descriptor, 0);
    int begun = block_begin(INTERLEAVE_BLOCKED_INPUT, (void*)(uintptr_t)descriptor, 0);
    __wasi_errno_t error = machine_read(descriptor, parts, count, read);
    block_end(begun);
    record(EVENT_input_end, (void*)(uintptr_t)descriptor, error ? 0 : *read);
    return error;
}

__wasi_errno_t __wasi_fd_fdstat_get(__wasi_fd_t descriptor, __wasi_fdstat_t* status) {
    if (descriptor < 0 || descriptor > 2) return __WASI_ERRNO_BADF;
    memset(status, 0, sizeof *status);
    status->fs_filetype = __WASI_FILETYPE_CHARACTER_DEVICE;
    return __WASI_ERRNO_SUCCESS;
}

int __syscall_ioctl(int descriptor, int request, ...) {
    if (descriptor < 0 || descriptor > 2) return -EBADF;
    return request == TIOCGWINSZ ? 0 : -ENOTTY;
}

__wasi_errno_t __wasi_fd_sync(__wasi_fd_t descriptor) {
    (void)descriptor;
    return __WASI_ERRNO_SUCCESS;
}

/* The locks of stdio's files. In the lab they are modelled: what is printed at once stays together, and who prints first
 * is a matter of the schedule. */
enum { LIBRARY_LOCK = 256, RECURSIVE = 1 }; /* operations.def */
int __real___lockfile(void* file);
void __real___unlockfile(void* file);

int __wrap___lockfile(void* file) {
    if (!on_lab()) return __real___lockfile(file);
    operation(OPERATION_mutex_lock, file, LIBRARY_LOCK | RECURSIVE, -1);
    return 1; /* to be unlocked once for each time */
}

void __wrap___unlockfile(void* file) {
    if (!on_lab()) {
        __real___unlockfile(file);
        return;
    }
    operation(OPERATION_mutex_unlock, file, LIBRARY_LOCK | RECURSIVE, 0);
}
