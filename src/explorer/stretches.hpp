#pragma once
// Stretches of a thread's own code, from one stop to the next, remembered: what a stretch does is a function of the
// thread's state and of what it reads from memory, and an explorer executes the same few stretches over and over.
//
// To do one again is to walk the tree of what it reads (read_tree.hpp), to write what it wrote and to put the thread where
// it was after it.
//
// A TAIL is what the last thread does once all others have ended, if it comes to the end of the program without another
// event that matters: joins, destructors, output, exit. It is remembered as a whole, by its outcome.
//
// The state is named by a 64-bit hash of frames, locals, operands and globals: two different states with one hash would
// be mixed up, which is expected to happen once in 10^13 pairs of a million states each.
//
// What reads a clock or random numbers, grows memory, misuses the heap or reads more than Traffic::MostGranules is never
// remembered.
//
// Thread safety: none.

#include <cstdint>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "explorer/read_tree.hpp"
#include "explorer/schedule.hpp"
#include "machine/memory.hpp"
#include "machine/traffic.hpp"
#include "world/world.hpp"

namespace interleave::explorer {

// What a race detector has to know of a stretch, in order.
struct Sight {
    enum class Kind : uint8_t { Read, Write, Allocate, Free, Join, Block };
    Kind kind = Kind::Read;
    uint8_t mask = 0;  // of Read and Write: bytes of the granule
    uint32_t memory = 0;
    // of Read and Write: the granule; of Allocate and Free: the address; of Join: the thread; of Block: how many sights
    // after it are of a block that the last of them, a Free, gives back. Where all that came before is known to the thread
    // the Free is all there is to see.
    uint32_t address = 0;
    uint32_t size = 0;  // of Allocate and Free
};

// Of accesses of one event to the same bytes the first: what it does not race with, later ones do not.
std::vector<Sight> first_sights(std::span<const Sight> all);
// The same in another order: what is of a block that is given back, together.
std::vector<Sight> by_blocks(const std::vector<Sight>& all);

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
    // About 2 KiB each: more begin anew.
    static constexpr size_t Most = 200'000;

    ReadTree m_tree;
    std::vector<Stretch> m_stretches;  // by leaf
};

struct Tail {
    world::Outcome outcome;
    std::string output;  // what it adds
    std::vector<Segment> segments;
    std::vector<Sight> sights;
};

class Tails {
public:
    const Tail* find(uint64_t state, const machine::Memory& memory) const;
    // REQUIRES: find gives null for these reads
    void add(uint64_t state, const std::vector<machine::GranuleBytes>& reads, Tail tail);
    // From this state the thread comes to an event, not to the end.
    void add_none(uint64_t state) { m_none.insert(state); }
    bool is_none(uint64_t state) const { return m_none.contains(state); }
    void clear();

private:
    static constexpr size_t Most = 20'000;  // about 20 KiB each

    ReadTree m_tree;
    std::vector<Tail> m_tails;  // by leaf
    std::unordered_set<uint64_t> m_none;
};

}  // namespace interleave::explorer
