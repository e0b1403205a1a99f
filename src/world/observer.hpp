#pragma once
// Who watches a world: the trace recorder, the console, the explorer. The world reports, never asks.

#include <cstdint>
#include <span>
#include <string_view>

#include "machine/probe.hpp"
#include "trace/trace.hpp"
#include "world/misuse.hpp"
#include "world/thread.hpp"

namespace interleave::world {

class Observer {
public:
    virtual ~Observer() = default;
    // Something happened; event.line is not set: the thread's frames tell it to who has debug information.
    virtual void on_event(const trace::Event& /*event*/, const GuestThread& /*thread*/) {}
    // The thread is about to access memory that threads share (the thread stands at the instruction) …
    virtual void before_access(const machine::Access& /*access*/, int64_t /*time*/,
                               const GuestThread& /*thread*/) {}
    // … and has done so: the memory shows the effect.
    virtual void after_access(const machine::Access& /*access*/) {}
    // The guest wrote to descriptor 1 or 2.
    virtual void on_output(int /*descriptor*/, std::span<const uint8_t> /*bytes*/) {}
    // A string that an event names by its address has this text.
    virtual void on_text(uint32_t /*address*/, std::string_view /*text*/) {}
    // The allocator gave out these bytes.
    virtual void on_allocate(machine::MemoryId /*memory*/, uint32_t /*address*/,
                             uint32_t /*size*/) {}
    // The thread gave back a block of so many bytes.
    virtual void on_free(machine::MemoryId /*memory*/, uint32_t /*address*/, uint32_t /*size*/,
                         const GuestThread& /*thread*/) {}
    virtual void on_misuse(Misuse /*misuse*/, uint32_t /*object*/, const GuestThread& /*thread*/) {}
};

}  // namespace interleave::world
