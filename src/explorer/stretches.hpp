#pragma once
// Stretches of a thread's own code, from one stop to the next, remembered: what a stretch does is a function of the
// thread's state and of what it reads from memory, and an explorer executes the same few stretches over and over.
//
//   thread's state ──▶ read (address) ──┬─ value 0 ──▶ read … ──▶ what the stretch did
//                                       └─ value 1 ──▶ read … ──▶ what else it did
//
// For each state a tree of its reads: which address it reads first is known, which next follows from what it got. To
// do a stretch again is to walk the tree, then to write what the stretch wrote and to put the thread where it was
// after it. Measured 2026-11 on readers(13), built without optimisation: 40 µs a stretch executed, 0.3 µs repeated.
//
// The state is named by a 64-bit hash of frames, locals, operands and globals: two different states with one hash would
// be mixed up, which is expected to happen once in 10^13 pairs of a million states each.
//
// What reads a clock or random numbers, grows memory, misuses the heap or reads more than Traffic::MostGranules is never
// remembered.
//
// Thread safety: none.

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "machine/memory.hpp"
#include "machine/traffic.hpp"
#include "world/world.hpp"

namespace interleave::explorer {

// What a race detector has to know of a stretch, in order.
struct Sight {
    enum class Kind : uint8_t { Read, Write, Allocate };
    Kind kind = Kind::Read;
    uint8_t mask = 0;      // of Read and Write: bytes of the granule
    uint32_t memory = 0;
    uint32_t address = 0;  // of Read and Write: the granule; of Allocate: the address
    uint32_t size = 0;     // of Allocate
};

struct Stretch {
    world::World::Advanced after;
    // Of its first operation, where it begins with an access that is an event: its share, and whether memory changed.
    uint64_t access_instructions = 0;
    bool access_changes = false;
    std::vector<machine::GranuleBytes> writes;
    std::vector<Sight> sights;
    // Where it stands, if before accesses.
    machine::Access accesses[2];
    uint8_t access_count = 0;
    bool makes_progress = false;  // it wrote to more than its own frames
    uint64_t state = 0;           // names the thread's state after it
};

class Stretches {
public:
    // The stretch that the thread would execute now, null if that is not known. `state` names what it starts from.
    const Stretch* find(uint64_t state, const machine::Memory& memory) const;
    // REQUIRES: find gives null for these reads
    void add(uint64_t state, const std::vector<machine::GranuleBytes>& reads, Stretch stretch);
    void clear();

private:
    static constexpr uint32_t None = UINT32_MAX;
    // About 1 KiB each: more begin anew.
    static constexpr size_t Most = 200'000;

    // All reads of one stretch, and the stretches that got something else at one of them.
    struct Path {
        uint32_t first_read = 0;
        uint32_t read_count = 0;
        uint32_t stretch = 0;
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
    std::vector<Path> m_paths;
    std::vector<Fork> m_forks;
    std::vector<machine::GranuleBytes> m_reads;
    std::vector<Stretch> m_stretches;
};

}  // namespace interleave::explorer
