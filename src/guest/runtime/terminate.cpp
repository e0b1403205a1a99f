// Where C++ ends: user code runs under noexcept, so an exception that nobody catches calls
// std::terminate, as the standard demands, instead of unwinding into the machine. And what
// std::terminate says: the prebuilt libc++abi is silent, a learner needs the type and the message.
#include <cxxabi.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <typeinfo>

extern "C" {
int __main_void(void);
[[noreturn]] void runtime_finish_main(void);
void* interleave_call_catching_exit(void* (*entry)(void*), void* argument);
}

namespace {

void say(const char* format, const char* first = "", const char* second = "") {
    char message[512];
    int size = std::snprintf(message, sizeof message, format, first, second);
    if (size > static_cast<int>(sizeof message) - 1) size = sizeof message - 1;
    (void)write(STDERR_FILENO, message, static_cast<size_t>(size));
}

// The same words as GNU's and LLVM's libraries use, so that they can be searched for.
[[noreturn]] void terminate_with_message() {
    const std::type_info* type = abi::__cxa_current_exception_type();
    if (!type && std::uncaught_exceptions() > 0) {
        say("terminate called: an exception tried to leave a noexcept function\n");
        std::abort();
    }
    if (!type) {
        say("terminate called without an active exception\n");
        std::abort();
    }
    int status = 0;
    char* demangled = abi::__cxa_demangle(type->name(), nullptr, nullptr, &status);
    const char* name = demangled ? demangled : type->name();
    try {
        std::rethrow_exception(std::current_exception());
    } catch (const std::exception& error) {
        say("terminate called after throwing an instance of '%s'\n  what():  %s\n", name,
            error.what());
    } catch (...) {
        say("terminate called after throwing an instance of '%s'\n", name);
    }
    std::abort();
}

void* main_as_entry(void* result) {
    *static_cast<int*>(result) = __main_void();
    return result;
}

struct ProcessEntry {
    int (*entry)(const void*, std::size_t);
    const void* bytes;
    std::size_t size;
    int result;
};

void* process_as_entry(void* argument) {
    auto* process = static_cast<ProcessEntry*>(argument);
    process->result = process->entry(process->bytes, process->size);
    return process;
}

}  // namespace

extern "C" {

// Called by interleave_call_catching_exit, which cannot call through a pointer itself. Catches what nobody
// caught, since at the noexcept functions below clang terminates without a current exception on this target,
// and the message needs one. pthread_exit has a tag of its own and passes.
void* interleave_call(void* (*entry)(void*), void* argument) {
    try {
        return entry(argument);
    } catch (...) {
        std::terminate();
    }
}

// The explicit catch, although noexcept would do: on this target a noexcept function that is left by an
// exception ends in std::terminate without knowing which one it was.
void* interleave_run_thread(void* (*entry)(void*), void* argument) noexcept {
    try {
        return interleave_call_catching_exit(entry, argument);
    } catch (...) {
        std::terminate();
    }
}

int interleave_run_main(void) noexcept {
    std::set_terminate(terminate_with_message);
    int result = 0;
    if (!interleave_run_thread(main_as_entry, &result))
        runtime_finish_main();  // left through pthread_exit
    return result;
}

// The function of a process that another one started, on its first thread.
int interleave_run_process(int (*entry)(const void*, std::size_t), const void* bytes,
                           std::size_t size) noexcept {
    std::set_terminate(terminate_with_message);
    ProcessEntry process{entry, bytes, size, 0};
    if (!interleave_run_thread(process_as_entry, &process)) runtime_finish_main();
    return process.result;
}
}
