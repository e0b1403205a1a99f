#pragma once
// Modelled once flags of one process (std::call_once, function-local statics): the first caller runs the
// function, others wait for it; if it threw, the next caller runs it.

#include "base/ids.hpp"
#include "world/flat_map.hpp"
#include "world/operation.hpp"

namespace interleave::world {

using base::ThreadId;

class Onces {
public:
    enum class State : uint8_t { NotRun, Running, Done };

    bool can_begin(uint32_t address) const { return state(address) != State::Running; }
    // Done with 1 (the caller runs the function) or 0 (it has run), or waits.
    Answer begin(ThreadId thread, uint32_t address);
    Answer end(uint32_t address, bool succeeded);

    State state(uint32_t address) const;
    // Who runs the function. REQUIRES: state(address) == Running
    ThreadId runner(uint32_t address) const { return m_flags.find(address)->runner; }
    uint64_t hash(uint64_t seed) const;

private:
    struct Flag {
        State state = State::NotRun;
        ThreadId runner;
    };
    FlatMap<Flag> m_flags;
};

}  // namespace interleave::world
