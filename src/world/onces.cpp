#include "world/onces.hpp"

#include "base/hash.hpp"

namespace interleave::world {

Onces::State Onces::state(uint32_t address) const {
    return m_flags.find(address) == nullptr ? State::Idle : State::Running;
}

uint64_t Onces::hash(uint64_t seed) const {
    for (const auto& [address, flag] : m_flags) {
        seed = base::hash_combine(seed, address);
        seed = base::hash_combine(seed, uint64_t{flag.runner.value} + 1);
    }
    return seed;
}

}  // namespace interleave::world
