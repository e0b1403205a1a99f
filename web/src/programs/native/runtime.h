/* Interleave's headers outside of Interleave: notes go nowhere, simulated input and output sleeps, and no
 * file of a site is fetched: that is simulated too. */
#ifndef INTERLEAVE_RUNTIME_H
#define INTERLEAVE_RUNTIME_H
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <thread>

inline void interleave_note(std::uint32_t, const volatile void*, std::uint32_t) {}
inline const char* interleave_intern(const char*, std::size_t) { return ""; }
inline std::uint32_t interleave_thread_id() { return 0; }
inline void interleave_io_wait(const char*, std::int64_t nanoseconds) {
    std::this_thread::sleep_for(std::chrono::nanoseconds(nanoseconds));
}
inline int interleave_fetch(const char*, std::uint32_t*) { return -1; }
inline void interleave_fetch_take(void*, std::uint32_t) {}
#endif
