#include "world/onces.hpp"

#include "base/hash.hpp"

namespace interleave::world {

Answer Onces::begin(ThreadId thread, uint32_t address) {
    if (m_flags.find(address) != nullptr) return Answer::wait();
    m_flags.get(address).runner = thread;
    m_threw.erase(address);
    return Answer::done(1);
}

Answer Onces::begin_after_wait(ThreadId thread, uint32_t address) {
    if (m_threw.find(address) == nullptr) return Answer::done(0);
    return begin(thread, address);
}

Answer Onces::end(uint32_t address, bool succeeded) {
    m_flags.erase(address);
    if (succeeded)
        m_threw.erase(address);
    else
        m_threw.get(address) = true;
    return Answer::done();
}

Onces::State Onces::state(uint32_t address) const {
    return m_flags.find(address) == nullptr ? State::Idle : State::Running;
}

uint64_t Onces::hash(uint64_t seed) const {
    for (const auto& [address, flag] : m_flags) {
        seed = base::hash_combine(seed, address);
        seed = base::hash_combine(seed, uint64_t{flag.runner.value} + 1);
    }
    for (const auto& [address, threw] : m_threw) seed = base::hash_combine(seed, address + threw);
    return seed;
}

}  // namespace interleave::world
