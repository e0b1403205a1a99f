#pragma once
// A 64-bit hash of bytes and numbers, equal on every platform and build. Not cryptographic.

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace interleave::base {

// The finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable PRNGs", OOPSLA 2014).
constexpr uint64_t mix64(uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
    return x ^ (x >> 31);
}

constexpr uint64_t hash_combine(uint64_t seed, uint64_t value) {
    return mix64(seed + 0x9e3779b97f4a7c15ull + mix64(value));
}

inline uint64_t hash_bytes(const void* data, size_t size, uint64_t seed = 0) {
    const auto* p = static_cast<const unsigned char*>(data);
    uint64_t h = seed ^ (size * 0x9e3779b97f4a7c15ull);
    for (; size >= 8; p += 8, size -= 8) {
        uint64_t word;
        std::memcpy(&word, p, 8);
        h = mix64(h ^ word) + 0x9e3779b97f4a7c15ull;
    }
    uint64_t tail = 0;
    if (size != 0) std::memcpy(&tail, p, size);  // of nothing, p may be null
    return mix64(h ^ tail);
}

}  // namespace interleave::base
