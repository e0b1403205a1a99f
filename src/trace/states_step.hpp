#pragma once
// Inside of States: the event that is being taken in. Included by states*.cpp only.

#include "trace/states.hpp"

namespace interleave::trace {

struct States::Step {
    const Trace& trace;
    Event event;
    EventIndex index;
    size_t thread;  // position of the event's thread in m_threads

    uint32_t process() const { return trace.process_of(event.thread); }
};

}  // namespace interleave::trace
