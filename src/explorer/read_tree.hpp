#pragma once
// What code read from memory, as a tree: which address it reads first is known from the state it starts in, which next
// follows from what it got.
//
//   state ──▶ read (address) ──┬─ value 0 ──▶ read … ──▶ leaf
//                              └─ value 1 ──▶ read … ──▶ leaf
//
// Looking for the leaf that memory leads to costs one comparison a read: all reads of a leaf lie in a row, and where memory
// has something else another row goes on.

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "machine/memory.hpp"
#include "machine/traffic.hpp"

namespace interleave::explorer {

class ReadTree {
public:
    // The number of the leaf, from 0 in the order in which they were added.
    std::optional<uint32_t> find(uint64_t state, const machine::Memory& memory) const;
    // REQUIRES: find gives nothing for these reads
    void add(uint64_t state, const std::vector<machine::GranuleBytes>& reads);
    void clear();

private:
    static constexpr uint32_t None = UINT32_MAX;

    // All reads of one leaf, and the leaves that got something else at one of them.
    struct Path {
        uint32_t first_read = 0;
        uint32_t read_count = 0;
        uint32_t first_fork = None;
    };
    // The path that begins as another one does, up to its read number `at`, where it got this value.
    struct Fork {
        uint64_t value = 0;
        uint32_t at = 0;
        uint32_t path = 0;
        uint32_t next = None;
    };
    uint32_t fork_of(const Path& path, uint32_t at, uint64_t value) const;

    std::unordered_map<uint64_t, uint32_t> m_roots;  // by state: a path
    std::vector<Path> m_paths;                       // by leaf
    std::vector<Fork> m_forks;
    std::vector<machine::GranuleBytes> m_reads;
};

}  // namespace interleave::explorer
