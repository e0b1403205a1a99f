#pragma once
// Modelled once flags of one process (std::call_once, function-local statics): the first caller runs the
// function, others wait for it; if it threw, one of them runs it. That a flag has run is in the guest's memory:
// nothing is remembered here after the end.

#include "base/ids.hpp"
#include "world/flat_map.hpp"
#include "world/operation.hpp"

namespace interleave::world {

using base::ThreadId;

class Onces {
public:
    enum class State : uint8_t { Idle, Running };

    bool can_begin(uint32_t address) const { return state(address) == State::Idle; }
    // The caller runs the function. REQUIRES: can_begin(address)
    void begin(ThreadId thread, uint32_t address) { m_flags.get(address).runner = thread; }
    void end(uint32_t address) { m_flags.erase(address); }

    State state(uint32_t address) const;
    // Who runs the function. REQUIRES: state(address) == Running
    ThreadId runner(uint32_t address) const { return m_flags.find(address)->runner; }
    uint64_t hash(uint64_t seed) const;

private:
    struct Flag {
        ThreadId runner;
    };
    FlatMap<Flag> m_flags;  // those that run now
};

}  // namespace interleave::world
