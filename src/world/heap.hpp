#pragma once
// The modelled heap: malloc and free of a guest on the lab.
//
// WHY. A real allocator takes locks, and which address it gives depends on what other threads did before:
// exploring would try every order of its lock, and one program state would have many faces. Here a thread
// allocates from an arena of its own, without a lock, and gets the same addresses whatever others do.
//
// ALL STATE LIVES IN THE GUEST'S MEMORY, above what the module asked for at its start: snapshots, restores
// and hashes of a process need nothing more than its memory.
//
//   base ─▶ control block, 64 KiB: magic, where the shared region goes on, large free list, 64 + 1 arenas
//           64 first chunks of 64 KiB, chunk i for thread i: addresses do not depend on the schedule
//           shared region: further chunks of 64 KiB, large blocks (thread stacks), in order of request
//   arena   bump pointer and end of its current chunk; one free list a size class
//   block   16-byte header (check word, offset of the block's start, class or size, size asked for), payload
//
// Small sizes are rounded to classes (16 … 512 by 16, then 1, 2 … 32 KiB). A freed block goes to the list of
// the thread that frees it, and its next allocation of that class gets it back at once, as with the
// thread caches of glibc and tcmalloc: lessons on reuse (ABA) rely on it. Threads past the 64th share one arena.
//
// A check word that is not the expected one tells a double free and a block whose header was overwritten.
// What it does not do: give memory back to the system, merge free blocks, or detect reads after free.

#include <cstdint>

#include "base/ids.hpp"
#include "world/misuse.hpp"

namespace interleave::world {

// The memory that a heap lives in. Addresses are within it: REQUIRES: address + 4 <= size().
class HeapMemory {
public:
    virtual ~HeapMemory() = default;
    virtual uint32_t load(uint32_t address) = 0;
    virtual void store(uint32_t address, uint32_t value) = 0;
    virtual uint64_t size() = 0;  // bytes
    // Grows to at least `size` bytes; false if the memory's maximum forbids it.
    virtual bool grow_to(uint64_t size) = 0;
};

class Heap {
public:
    // The heap begins at `base`: the size of the memory before the program's first step, a multiple of
    // 64 KiB. Cheap: the control block is made at the first allocation.
    explicit Heap(uint32_t base) : m_base(base) {}

    // The address of `size` bytes, aligned to `alignment` (a power of two; less than 16 counts as 16); 0 if
    // there is no memory.
    uint32_t allocate(HeapMemory& memory, base::ThreadId thread, uint32_t size,
                      uint32_t alignment) const;
    // False (and why) if the address is not a live block. 0 is allowed and does nothing.
    bool free(HeapMemory& memory, base::ThreadId thread, uint32_t address, Misuse& misuse) const;
    // How many bytes the live block at the address can hold; 0 if it is none.
    uint32_t usable_size(HeapMemory& memory, uint32_t address) const;

private:
    struct Block;

    bool ready(HeapMemory& memory) const;
    uint32_t arena_of(base::ThreadId thread) const;
    uint32_t take_small(HeapMemory& memory, uint32_t arena, uint32_t size_class) const;
    uint32_t take_large(HeapMemory& memory, uint32_t size) const;
    uint32_t take_shared(HeapMemory& memory, uint32_t size) const;

    uint32_t m_base;
};

}  // namespace interleave::world
