// What the guest library needs of its machine, for lessons that are compiled for the machine of the build: notes go
// nowhere, simulated input and output really waits.
#include <interleave/runtime.h>

#include <chrono>
#include <mutex>
#include <set>
#include <string>
#include <thread>

extern "C" {

void interleave_note(uint32_t, const volatile void*, uint32_t) {}

const char* interleave_intern(const char* text, size_t size) {
    static std::mutex lock;
    static std::set<std::string> names;
    std::lock_guard guard(lock);
    return names.emplace(text, size).first->c_str();
}

uint32_t interleave_thread_id(void) { return 0; }

void interleave_io_wait(const char*, int64_t nanoseconds) {
    std::this_thread::sleep_for(std::chrono::nanoseconds(nanoseconds));
}

int interleave_fetch(const char*, uint32_t*) { return -1; }
void interleave_fetch_take(void*, uint32_t) {}
}
