#pragma once
// Modelled once flags of one process (std::call_once, function-local statics): the first caller runs the
// function, others wait for it; if it threw, one of them runs it. That a flag has run is in the guest's memory: the
// program asks only while it has not, so nothing is remembered here after the end.

#include "base/ids.hpp"
#include "world/flat_map.hpp"
#include "world/operation.hpp"

namespace interleave::world {

using base::ThreadId;

class Onces {
public:
    enum class State : uint8_t { Idle, Running };

    bool can_begin(uint32_t address) const { return state(address) == State::Idle; }
    // Done with 1 (the caller runs the function), or waits.
    Answer begin(ThreadId thread, uint32_t address);
    // The caller that waited: 0, it has run meanwhile, or 1, it threw and is the caller's to run.
    Answer begin_after_wait(ThreadId thread, uint32_t address);
    Answer end(uint32_t address, bool succeeded);

    State state(uint32_t address) const;
    // Who runs the function. REQUIRES: state(address) == Running
    ThreadId runner(uint32_t address) const { return m_flags.find(address)->runner; }
    uint64_t hash(uint64_t seed) const;

private:
    struct Flag {
        ThreadId runner;
    };
    FlatMap<Flag> m_flags;  // those that run now
    FlatMap<bool> m_threw;  // whose last run threw
};

}  // namespace interleave::world
