#include "world/heap.hpp"

#include <bit>

namespace interleave::world {

namespace {

constexpr uint32_t ChunkSize = 64 * 1024;
constexpr uint32_t Threads = 64;  // with a first chunk of their own
constexpr uint32_t Magic = 0x48454150;
constexpr uint32_t Live = 0x4c495645;
constexpr uint32_t Freed = 0x46524545;
constexpr uint32_t HeaderSize = 16;

// Words of the control block.
constexpr uint32_t MagicAt = 0;
constexpr uint32_t SharedNextAt = 4;
constexpr uint32_t LargeFreeAt = 8;
constexpr uint32_t ArenasAt = 64;

// Words of an arena.
constexpr uint32_t BumpAt = 0;
constexpr uint32_t EndAt = 4;
constexpr uint32_t FreeListsAt = 8;

// Words of a free block. The first is left alone: mostly it is the check word that tells a double free.
constexpr uint32_t SizeAt = 4;  // of large ones
constexpr uint32_t NextAt = 8;

constexpr uint32_t FineClasses = 32;   // 16, 32 … 512
constexpr uint32_t CoarseClasses = 6;  // 1 KiB … 32 KiB
constexpr uint32_t Classes = FineClasses + CoarseClasses;
constexpr uint32_t LargestSmall = 32 * 1024;
constexpr uint32_t ArenaSize = 256;
constexpr uint32_t LargeFlag =
    0x80000000u;  // in a header: the rest is the block's size, not a class
constexpr uint32_t LargeUnit = 4096;

static_assert(FreeListsAt + Classes * 4 <= ArenaSize);
static_assert(ArenasAt + (Threads + 1) * ArenaSize <= ChunkSize);

constexpr uint32_t class_size(uint32_t size_class) {
    return size_class < FineClasses ? (size_class + 1) * 16 : 1024u << (size_class - FineClasses);
}

constexpr uint32_t class_of(uint32_t size) {
    if (size <= 512) return size == 0 ? 0 : (size - 1) / 16;
    return FineClasses + static_cast<uint32_t>(std::bit_width((size - 1) >> 10));
}
static_assert(class_of(512) == FineClasses - 1 && class_size(class_of(513)) == 1024);
static_assert(class_size(class_of(1025)) == 2048 &&
              class_size(class_of(LargestSmall)) == LargestSmall);

constexpr uint32_t round_up(uint32_t value, uint32_t unit) {
    return (value + unit - 1) & ~(unit - 1);
}

}  // namespace

// The header in front of a payload.
struct Heap::Block {
    uint32_t start;  // of the block; the payload may be further in, for its alignment
    uint32_t kind;   // a class, or LargeFlag | size of the block

    uint32_t size() const {
        return kind & LargeFlag ? kind & ~LargeFlag : class_size(kind) + HeaderSize;
    }
};

bool Heap::ready(HeapMemory& memory) const {
    uint64_t first_chunks_end = uint64_t{m_base} + ChunkSize + uint64_t{Threads} * ChunkSize;
    if (memory.size() >= first_chunks_end && memory.load(m_base + MagicAt) == Magic) return true;
    if (!memory.grow_to(first_chunks_end)) return false;
    memory.store(m_base + MagicAt, Magic);
    memory.store(m_base + SharedNextAt, static_cast<uint32_t>(first_chunks_end));
    for (uint32_t thread = 0; thread < Threads; ++thread) {
        uint32_t arena = m_base + ArenasAt + thread * ArenaSize;
        uint32_t chunk = m_base + ChunkSize + thread * ChunkSize;
        memory.store(arena + BumpAt, chunk);
        memory.store(arena + EndAt, chunk + ChunkSize);
    }
    return true;
}

uint32_t Heap::arena_of(base::ThreadId thread) const {
    uint32_t number = thread.value < Threads ? thread.value : Threads;
    return m_base + ArenasAt + number * ArenaSize;
}

uint32_t Heap::take_shared(HeapMemory& memory, uint32_t size) const {
    uint32_t start = memory.load(m_base + SharedNextAt);
    uint64_t end = uint64_t{start} + size;
    if (end > UINT32_MAX) return 0;
    if (memory.size() < end && !memory.grow_to(end)) return 0;
    memory.store(m_base + SharedNextAt, static_cast<uint32_t>(end));
    return start;
}

uint32_t Heap::take_small(HeapMemory& memory, uint32_t arena, uint32_t size_class) const {
    uint32_t list = arena + FreeListsAt + size_class * 4;
    if (uint32_t start = memory.load(list); start != 0) {
        memory.store(list, memory.load(start + NextAt));
        return start;
    }
    uint32_t size = class_size(size_class) + HeaderSize;
    uint32_t start = memory.load(arena + BumpAt);
    if (uint64_t{start} + size > memory.load(arena + EndAt)) {
        start = take_shared(memory, ChunkSize);
        if (start == 0) return 0;
        memory.store(arena + EndAt, start + ChunkSize);
    }
    memory.store(arena + BumpAt, start + size);
    return start;
}

uint32_t Heap::take_large(HeapMemory& memory, uint32_t size) const {
    // First fit among those not more than twice as large.
    uint32_t link = m_base + LargeFreeAt;
    while (uint32_t start = memory.load(link)) {
        uint32_t available = memory.load(start + SizeAt);
        if (available >= size && available / 2 <= size) {
            memory.store(link, memory.load(start + NextAt));
            return start;
        }
        link = start + NextAt;
    }
    uint32_t start = take_shared(memory, size);
    if (start != 0) memory.store(start + SizeAt, size);
    return start;
}

uint32_t Heap::allocate(HeapMemory& memory, base::ThreadId thread, uint32_t size,
                        uint32_t alignment) const {
    if (alignment < 16) alignment = 16;
    uint64_t needed = uint64_t{size} + (alignment - 16);
    if (needed > 0x7fff0000u || !std::has_single_bit(alignment) || !ready(memory)) return 0;

    uint32_t start;
    uint32_t kind;
    if (needed <= LargestSmall) {
        kind = class_of(static_cast<uint32_t>(needed));
        start = take_small(memory, arena_of(thread), kind);
    } else {
        uint32_t wanted = round_up(static_cast<uint32_t>(needed) + HeaderSize, LargeUnit);
        start = take_large(memory, wanted);
        if (start != 0) wanted = memory.load(start + SizeAt);
        kind = LargeFlag | wanted;
    }
    if (start == 0) return 0;
    uint32_t payload = round_up(start + HeaderSize, alignment);
    memory.store(payload - 16, Live ^ payload);
    memory.store(payload - 12, payload - start);
    memory.store(payload - 8, kind);
    memory.store(payload - 4, size);
    return payload;
}

bool Heap::free(HeapMemory& memory, base::ThreadId thread, uint32_t address, Misuse& misuse) const {
    if (address == 0) return true;
    uint64_t size = memory.size();
    if (address < m_base + ChunkSize + HeaderSize || address >= size || address % 16 != 0 ||
        !ready(memory)) {
        misuse = Misuse::FreeTwice;
        return false;
    }
    uint32_t check = memory.load(address - 16);
    if (check != (Live ^ address)) {
        misuse = check == (Freed ^ address) ? Misuse::FreeTwice : Misuse::HeapCorrupted;
        return false;
    }
    Block block{address - memory.load(address - 12), memory.load(address - 8)};
    bool sound = block.start >= m_base + ChunkSize && block.start <= address - HeaderSize &&
                 ((block.kind & LargeFlag) || block.kind < Classes) &&
                 block.start + uint64_t{block.size()} <= size;
    if (!sound) {
        misuse = Misuse::HeapCorrupted;
        return false;
    }
    uint32_t list = block.kind & LargeFlag ? m_base + LargeFreeAt
                                           : arena_of(thread) + FreeListsAt + block.kind * 4;
    memory.store(address - 16, Freed ^ address);
    memory.store(block.start + NextAt, memory.load(list));
    if (block.kind & LargeFlag) memory.store(block.start + SizeAt, block.size());
    memory.store(list, block.start);
    return true;
}

uint32_t Heap::usable_size(HeapMemory& memory, uint32_t address) const {
    if (address < m_base + ChunkSize + HeaderSize || address >= memory.size() || !ready(memory))
        return 0;
    if (memory.load(address - 16) != (Live ^ address)) return 0;
    Block block{address - memory.load(address - 12), memory.load(address - 8)};
    return block.start + block.size() - address;
}

}  // namespace interleave::world
