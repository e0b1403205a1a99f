#pragma once
// Deterministic damage to bytes, for tests of parsers.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/hash.hpp"

namespace interleave::test {

class Mutator {
public:
    explicit Mutator(uint64_t seed) : m_state(seed) {}

    // In [0, below).
    uint64_t random(uint64_t below) {
        m_state = base::hash_combine(m_state, 1);
        return m_state % below;
    }

    // `seed` with one to four changes; parts of `other` may be spliced in.
    std::vector<uint8_t> mutate(std::vector<uint8_t> seed, const std::vector<uint8_t>& other) {
        uint64_t changes = 1 + random(4);
        for (uint64_t i = 0; i < changes && !seed.empty(); ++i) change(seed, other);
        return seed;
    }

private:
    void change(std::vector<uint8_t>& bytes, const std::vector<uint8_t>& other) {
        // Bytes that mean something in the format: edges of LEB128, end, types, prefixes.
        constexpr uint8_t Interesting[] = {0x00, 0x01, 0x7f, 0x80, 0xff, 0x0b, 0x40,
                                           0x60, 0x70, 0xfc, 0xfe, 0x05, 0x19, 0x0e};
        size_t place = random(bytes.size());
        auto at = bytes.begin() + static_cast<ptrdiff_t>(place);
        size_t length = 1 + random(std::min<size_t>(16, bytes.size() - place));
        switch (random(7)) {
            case 0:
                *at ^= static_cast<uint8_t>(1u << random(8));
                break;
            case 1:
                *at = static_cast<uint8_t>(random(256));
                break;
            case 2:
                *at = Interesting[random(std::size(Interesting))];
                break;
            case 3:
                bytes.erase(at, at + static_cast<ptrdiff_t>(length));
                break;
            case 4:
                bytes.insert(at, Interesting[random(std::size(Interesting))]);
                break;
            case 5:
                bytes.resize(place);
                break;
            case 6: {
                size_t from = random(other.size());
                size_t count = std::min<size_t>(length, other.size() - from);
                auto first = other.begin() + static_cast<ptrdiff_t>(from);
                bytes.insert(at, first, first + static_cast<ptrdiff_t>(count));
                break;
            }
        }
    }

    uint64_t m_state;
};

}  // namespace interleave::test
