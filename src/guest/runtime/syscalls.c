/* What a guest does not have: files, processes, sockets, an environment. libc's code for them links against
 * these and fails the way POSIX says: ENOSYS, ENOENT for opening, EBADF for what needs a file. */
#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <wasi/api.h>

// clang-format off
#define ABSENT(name) int __syscall_##name(void) { return -ENOSYS; }
ABSENT(_newselect) ABSENT(chdir) ABSENT(chmod) ABSENT(dup) ABSENT(dup3) ABSENT(faccessat)
ABSENT(fadvise64) ABSENT(fallocate) ABSENT(fchdir) ABSENT(fchmod) ABSENT(fchmodat2)
ABSENT(fchown32) ABSENT(fchownat) ABSENT(fdatasync) ABSENT(fstat64) ABSENT(fstatfs64)
ABSENT(ftruncate64) ABSENT(getcwd) ABSENT(getdents64) ABSENT(lstat64) ABSENT(mkdirat)
ABSENT(mknodat) ABSENT(newfstatat) ABSENT(pipe) ABSENT(poll) ABSENT(readlinkat) ABSENT(renameat)
ABSENT(rmdir) ABSENT(stat64) ABSENT(statfs64) ABSENT(symlink) ABSENT(symlinkat) ABSENT(truncate64)
ABSENT(unlinkat) ABSENT(utimensat)
    // clang-format on

    int __syscall_openat(int directory, const char* path, int flags, ...) {
    (void)directory, (void)path, (void)flags;
    return -ENOENT;
}
int __syscall_fcntl64(int descriptor, int command, ...) {
    (void)descriptor, (void)command;
    return -ENOSYS;
}
int __syscall_getpid(void) { return 1; }

int _mmap_js(size_t size, int protection, int flags, int descriptor, int64_t offset, int* allocated,
             void** at) {
    (void)size, (void)protection, (void)flags, (void)descriptor, (void)offset, (void)allocated;
    (void)at;
    return -ENOSYS;
}
int _munmap_js(intptr_t at, size_t size, int protection, int flags, int descriptor,
               int64_t offset) {
    (void)at, (void)size, (void)protection, (void)flags, (void)descriptor, (void)offset;
    return -ENOSYS;
}
int _msync_js(intptr_t at, size_t size, int protection, int flags, int descriptor, int64_t offset) {
    (void)at, (void)size, (void)protection, (void)flags, (void)descriptor, (void)offset;
    return -ENOSYS;
}
int _setitimer_js(int which, double milliseconds) {
    (void)which, (void)milliseconds;
    return -ENOSYS;
}
void* __dlsym(void* handle, const char* symbol, void* caller) {
    (void)handle, (void)symbol, (void)caller;
    return 0;
}

__wasi_errno_t __wasi_fd_pread(__wasi_fd_t descriptor, const __wasi_iovec_t* parts, size_t count,
                               __wasi_filesize_t offset, __wasi_size_t* read) {
    (void)descriptor, (void)parts, (void)count, (void)offset, (void)read;
    return __WASI_ERRNO_SPIPE;
}
__wasi_errno_t __wasi_fd_pwrite(__wasi_fd_t descriptor, const __wasi_ciovec_t* parts, size_t count,
                                __wasi_filesize_t offset, __wasi_size_t* written) {
    (void)descriptor, (void)parts, (void)count, (void)offset, (void)written;
    return __WASI_ERRNO_SPIPE;
}
__wasi_errno_t __wasi_environ_sizes_get(__wasi_size_t* count, __wasi_size_t* bytes) {
    *count = *bytes = 0;
    return __WASI_ERRNO_SUCCESS;
}
__wasi_errno_t __wasi_environ_get(uint8_t** environment, uint8_t* buffer) {
    (void)environment, (void)buffer;
    return __WASI_ERRNO_SUCCESS;
}

int getentropy(void* buffer, size_t size) { return __wasi_random_get(buffer, size) ? -1 : 0; }
/* std::thread::hardware_concurrency: a fixed number, or the lab's runs would depend on the visitor's machine. */
int emscripten_num_logical_cores(void) { return 4; }

void emscripten_console_log(const char* text) { (void)text; }
void emscripten_console_error(const char* text) { (void)text; }
void emscripten_console_warn(const char* text) { (void)text; }
void emscripten_out(const char* text) { (void)text; }
void emscripten_err(const char* text) { (void)text; }
