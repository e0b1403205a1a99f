/* The life of the process: _start, exit, abort.
 *
 * exit codes: main's result; 134 (128 + SIGABRT, as a shell reports it) after abort, which is how the machine
 * tells "aborted" from "exited". Threads still running at exit are stopped by the machine, as on Linux. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wasi/api.h>

#include "runtime.h"

#define ABORTED 134

extern void __wasm_call_ctors(void);
extern void __wasm_init_tls(void* memory);
int interleave_run_main(void); /* terminate.cpp */
int interleave_run_process(int (*entry)(const void*, size_t), const void* bytes, size_t size);
extern int __main_argc_argv(int count, char** arguments) __attribute__((__weak__));

/* clang calls main(void) __main_void and main(int, char **) __main_argc_argv. */
__attribute__((__weak__)) int __main_void(void) {
    static char name[] = "program";
    static char* arguments[] = {name, 0};
    return __main_argc_argv(1, arguments);
}

static void enter_process(uint32_t thread) {
    runtime_init_main_thread(thread);
    recorder_thread_begin(thread);
    __wasm_call_ctors();
}

__attribute__((export_name("_start"))) void _start(void) {
    __wasm_init_tls(
        __builtin_wasm_tls_base()); /* applies the TLS relocations, which the linker leaves out */
    enter_process(0);
    exit(interleave_run_main());
}

/* The first thread of a process that another one started: the same program in a fresh memory. What it is to do it
 * finds in the bytes that its parent gave. */
__attribute__((export_name("interleave_process_start"))) void interleave_process_start(
    uint32_t id, uint32_t entry) {
    __wasm_init_tls(__builtin_wasm_tls_base());
    enter_process(id);
    uint32_t size = (uint32_t)operation(OPERATION_process_argument, 0, 0, 0);
    void* bytes = malloc(size ? size : 1);
    if (!bytes) abort();
    operation(OPERATION_process_argument, bytes, size, 0);
    exit(interleave_run_process((int (*)(const void*, size_t))(uintptr_t)entry, bytes, size));
}

static void nothing_to_do(void) {}
void __funcs_on_exit(void) __attribute__((__weak__, alias("nothing_to_do")));
void __stdio_exit(void) __attribute__((__weak__, alias("nothing_to_do")));

_Noreturn void _Exit(int code) {
    recorder_thread_end();
    __wasi_proc_exit((uint32_t)code);
}

_Noreturn void exit(int code) {
    __funcs_on_exit(); /* static destructors, the main thread's thread_local ones */
    quiet_begin();
    __stdio_exit();
    quiet_end();
    _Exit(code);
}

_Noreturn void abort(void) {
    recorder_thread_end();
    __wasi_proc_exit(ABORTED);
}

/* assert(): the message goes out without stdio's buffers and locks, whatever state they are in. */
_Noreturn void __assert_fail(const char* expression, const char* file, int line,
                             const char* function) {
    char message[512];
    int size = snprintf(message, sizeof message, "%s:%d: %s: Assertion `%s' failed.\n", file, line,
                        function ? function : "?", expression);
    if (size > (int)sizeof message - 1) size = sizeof message - 1;
    write(STDERR_FILENO, message, (size_t)size);
    abort();
}
