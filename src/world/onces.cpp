#include "world/onces.hpp"

#include "base/hash.hpp"

namespace interleave::world {

Answer Onces::begin(ThreadId thread, uint32_t address) {
    Flag& flag = m_flags.get(address);
    switch (flag.state) {
        case State::Done:
            return Answer::done(0);
        case State::Running:
            return Answer::wait();
        case State::NotRun:
            break;
    }
    flag = Flag{State::Running, thread};
    return Answer::done(1);
}

Answer Onces::end(uint32_t address, bool succeeded) {
    m_flags.get(address).state = succeeded ? State::Done : State::NotRun;
    return Answer::done();
}

Onces::State Onces::state(uint32_t address) const {
    const Flag* flag = m_flags.find(address);
    return flag == nullptr ? State::NotRun : flag->state;
}

uint64_t Onces::hash(uint64_t seed) const {
    for (const auto& [address, flag] : m_flags) {
        if (flag.state == State::NotRun) continue;
        seed = base::hash_combine(seed, address);
        seed = base::hash_combine(seed,
                                  flag.state == State::Done ? 0 : uint64_t{flag.runner.value} + 1);
    }
    return seed;
}

}  // namespace interleave::world
