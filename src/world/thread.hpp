#pragma once
// A guest thread of the world: the machine's thread and what the world knows about it.

#include <cstdint>
#include <vector>

#include "base/ids.hpp"
#include "machine/thread.hpp"
#include "trace/events.hpp"
#include "world/coroutines.hpp"
#include "world/operation.hpp"

namespace interleave::world {

using base::ThreadId;

// Where a thread is.
enum class Phase : uint8_t {
    Running,   // in its own code: could execute its next instruction
    AtCall,    // before an operation that others can notice; World::perform does it
    Waiting,   // inside such an operation; World::perform ends the wait once it can end
    Finished,  // returned from its function, or its process has ended
    Failed,  // trapped or threw without a catch: the run ended there, or the process if it is not the first
};

// What a call is, whichever way the program made it.
enum class CallKind : uint8_t {
    Operation,     // interleave.operation
    Spawn,         // wasi.thread-spawn
    Exit,          // proc_exit
    Write,         // fd_write
    Read,          // fd_read
    AtomicWait,    // memory.atomic.wait32 and 64
    AtomicNotify,  // memory.atomic.notify
    Finish,        // the thread's function has returned; others may be waiting to join it
};

// The operation that a thread is about to perform, or in.
struct PendingCall {
    CallKind kind = CallKind::Operation;
    Call call;  // of Operation; object and argument of the others as their import has them
    uint32_t extra[2] = {};  // further arguments: fd_write's and fd_read's count and result address
    machine::AtomicWaitRequest atomic;  // of AtomicWait and AtomicNotify
};

// Why a thread does not go on, for people: the trace's states and the wait-for graph.
enum class WaitingFor : uint8_t {
    Nothing,
    Lock,      // object: the mutex
    ReadLock,  // object: the reader-writer lock
    WriteLock,
    Once,       // object: the once flag
    Condition,  // object: the condition variable; then its mutex
    Atomic,     // object: the address
    Semaphore,  // object: its count
    Join,       // object: the thread
    Sleep,
    Io,  // object: its name
    Input,
    ChannelRoom,     // object: the channel, which is full
    ChannelMessage,  // object: the channel, which is empty
    ProcessEnd,      // object: the process
};

struct Wait {
    WaitingFor what = WaitingFor::Nothing;
    uint32_t object = 0;
    uint32_t mutex = 0;        // of Condition
    uint32_t mutex_depth = 0;  // of Condition: how often a recursive one was held
    // Virtual time at which the wait ends by itself; Never if it does not.
    static constexpr int64_t Never = INT64_MAX;
    int64_t deadline = Never;
};

enum class JoinState : uint8_t { Joinable, Detached, Joined };

// What the world knows of a thread.
struct ThreadFacts {
    ThreadId id;
    uint32_t process = 0;
    Phase phase = Phase::Running;
    PendingCall pending;  // of AtCall and Waiting
    Wait wait;            // of Waiting
    JoinState join_state = JoinState::Joinable;
    bool started = false;                     // its first step was reported
    uint64_t random_state = 0;                // of random_get
    std::vector<ActiveCoroutine> coroutines;  // that it is in now, the innermost last
    int64_t blocked_since = 0;                // of Waiting: virtual time
};

struct GuestThread : ThreadFacts {
    machine::Thread machine;

    ThreadFacts& facts() { return *this; }
    const ThreadFacts& facts() const { return *this; }
};

}  // namespace interleave::world
