#pragma once
// The event vocabulary of events.def as C++: an enum and a table. Nothing here is written by hand a
// second time, so a new line in events.def is all that a new event kind needs.

#include <cstdint>
#include <span>

namespace interleave::trace {

// The enumerators carry the names of events.def (EventKind::lock_acquire), their values are its
// numbers.
enum class EventKind : uint8_t {
#define EVENT(number, name, group, object, argument, sentence) name = number,
#include "trace/events.def"
#undef EVENT
};

enum class EventGroup : uint8_t {
    thread,
    lock,
    condition,
    atomic,
    time,
    io,
    note,
    memory,
    schedule,
    channel,
    process,
    coroutine,
    loop,
};

// What the 32 bits of Event::object are.
enum class ObjectMeaning : uint8_t {
    none,
    thread,      // a thread id
    address,     // of a lock, condition variable, atomic, …, in the memory of the event's process
    name,        // the address of a string: Trace::text_at
    descriptor,  // a file descriptor
    process,     // a process id
    frame,       // the address of a coroutine's frame
    channel,     // a channel's number, the same in every process
};

struct EventInfo {
    EventKind kind;
    const char* name;
    EventGroup group;
    ObjectMeaning object;
    // What Event::argument is, in words; "-" if unused.
    const char* argument;
    // What the event means, for a learner.
    const char* sentence;
};

// Every kind, by ascending number.
std::span<const EventInfo> all_events();

// nullptr if no kind has this number (a newer recording, or bad input).
const EventInfo* find_event(uint8_t number);

// REQUIRES: kind is one of events.def
const EventInfo& event_info(EventKind kind);

const char* group_name(EventGroup group);

}  // namespace interleave::trace
