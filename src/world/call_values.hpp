#pragma once
// Values that the guest's runtime and the modelled operations agree on, beside operations.def.

#include <cstdint>

#include "world/mutexes.hpp"
#include "world/thread.hpp"

namespace interleave::world {

// Argument bit of lock events (events.def).
inline constexpr uint32_t Exclusive = 0;
inline constexpr uint32_t Shared = 1;

// What memory.atomic.wait answers (threads proposal, "wait").
enum WaitAnswer : uint32_t { Woken = 0, NotEqual = 1, TimedOut = 2 };

// What our runtime's abort() exits with: 128 + SIGABRT.
inline constexpr uint32_t AbortExitCode = 134;

// Where a channel's name is told to the observer (on_text): names are known by addresses, and no guest memory
// reaches so far.
inline constexpr uint32_t ChannelNames = 0xffff0000u;
inline constexpr uint32_t CoroutineNames = 0xfffe0000u;

inline int64_t deadline_of(int64_t time) { return time < 0 ? Wait::Never : time; }

// Of mutex operations: a lock of the library's own (of stdio's files), which no trace shows.
inline constexpr uint32_t LibraryLock = 256;
// Besides: held while one character is read.
inline constexpr uint32_t InputLock = 512;

inline MutexKind mutex_kind(uint32_t argument) {
    const uint32_t kind = argument & 255;
    return kind <= 2 ? static_cast<MutexKind>(kind) : MutexKind::Normal;
}

}  // namespace interleave::world
