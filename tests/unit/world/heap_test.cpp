#include "world/heap.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <map>
#include <random>
#include <vector>

using namespace interleave::world;
using interleave::base::ThreadId;

namespace {

constexpr uint32_t Base = 2 * 65536;

class TestMemory : public HeapMemory {
public:
    explicit TestMemory(uint64_t maximum = 64u << 20) : m_bytes(Base), m_maximum(maximum) {}
    uint32_t load(uint32_t address) override {
        uint32_t value = 0;
        std::memcpy(&value, &m_bytes.at(address), 4);
        return value;
    }
    void store(uint32_t address, uint32_t value) override {
        std::memcpy(&m_bytes.at(address), &value, 4);
    }
    uint64_t size() override { return m_bytes.size(); }
    bool grow_to(uint64_t size) override {
        if (size > m_maximum) return false;
        if (size > m_bytes.size()) m_bytes.resize((size + 65535) / 65536 * 65536);
        return true;
    }
    std::vector<uint8_t> m_bytes;

private:
    uint64_t m_maximum;
};

constexpr ThreadId One{1};
constexpr ThreadId Two{2};

}  // namespace

TEST(Heap, live_blocks_never_overlap_and_are_aligned) {
    TestMemory memory;
    Heap heap(Base);
    std::mt19937 random(7);
    std::map<uint32_t, uint32_t> live;
    for (int round = 0; round < 20000; ++round) {
        ThreadId thread{static_cast<uint32_t>(random() % 80)};
        if (live.size() < 300 && random() % 3 != 0) {
            uint32_t alignment = 1u << (random() % 9);
            uint32_t size = random() % 10 == 0 ? random() % 200000 : random() % 700;
            uint32_t address = heap.allocate(memory, thread, size, alignment);
            ASSERT_NE(address, 0u);
            ASSERT_EQ(address % std::max(16u, alignment), 0u);
            ASSERT_GE(heap.usable_size(memory, address), size);
            auto next = live.lower_bound(address);
            ASSERT_TRUE(next == live.end() || address + size <= next->first - 16);
            ASSERT_TRUE(next == live.begin() ||
                        address - 16 >= std::prev(next)->first + std::prev(next)->second);
            // The program may write every byte that it asked for.
            std::memset(&memory.m_bytes[address], 0xff, size);
            live[address] = size;
        } else if (!live.empty()) {
            auto place = std::next(live.begin(), random() % live.size());
            Misuse misuse = Misuse::None;
            ASSERT_TRUE(heap.free(memory, thread, place->first, misuse)) << misuse_sentence(misuse);
            live.erase(place);
        }
    }
}

TEST(Heap, a_thread_gets_the_same_addresses_whatever_others_do) {
    TestMemory alone;
    TestMemory crowded;
    Heap heap(Base);
    for (int i = 0; i < 100; ++i) {
        (void)heap.allocate(crowded, Two, 40, 16);
        EXPECT_EQ(heap.allocate(alone, One, 24, 16), heap.allocate(crowded, One, 24, 16));
    }
}

TEST(Heap, the_freeing_thread_gets_the_block_back_next) {
    TestMemory memory;
    Heap heap(Base);
    Misuse misuse = Misuse::None;
    uint32_t block = heap.allocate(memory, One, 24, 16);
    EXPECT_TRUE(heap.free(memory, Two, block, misuse));
    EXPECT_NE(heap.allocate(memory, One, 24, 16), block);
    EXPECT_EQ(heap.allocate(memory, Two, 24, 16), block);
}

TEST(Heap, a_large_block_is_used_again) {
    TestMemory memory;
    Heap heap(Base);
    Misuse misuse = Misuse::None;
    uint32_t stack = heap.allocate(memory, One, 256 * 1024, 16);
    EXPECT_TRUE(heap.free(memory, Two, stack, misuse));
    EXPECT_EQ(heap.allocate(memory, One, 256 * 1024, 16), stack);
}

TEST(Heap, bad_frees_are_named) {
    TestMemory memory;
    Heap heap(Base);
    Misuse misuse = Misuse::None;
    uint32_t block = heap.allocate(memory, One, 24, 16);
    EXPECT_FALSE(heap.free(memory, One, block + 16, misuse));
    uint32_t other = heap.allocate(memory, One, 24, 16);
    EXPECT_TRUE(heap.free(memory, One, block, misuse));
    EXPECT_FALSE(heap.free(memory, One, block, misuse));
    EXPECT_EQ(misuse, Misuse::FreeTwice);
    memory.store(other - 16, 12345);  // as by writing before the block
    EXPECT_FALSE(heap.free(memory, One, other, misuse));
    EXPECT_EQ(misuse, Misuse::HeapCorrupted);
    EXPECT_FALSE(heap.free(memory, One, 0x100, misuse));
    EXPECT_FALSE(heap.free(memory, One, 0xfffffff0u, misuse));
    EXPECT_EQ(misuse, Misuse::FreeTwice);
    EXPECT_TRUE(heap.free(memory, One, 0, misuse));
}

TEST(Heap, at_the_memorys_maximum_it_answers_with_null) {
    TestMemory memory(8u << 20);
    Heap heap(Base);
    uint32_t count = 0;
    while (heap.allocate(memory, One, 100000, 16) != 0) ++count;
    EXPECT_GT(count, 10u);
    EXPECT_LT(count, 80u);
    EXPECT_EQ(heap.allocate(memory, One, 0x7fffffff, 16), 0u);
    TestMemory tiny(Base + 65536);
    EXPECT_EQ(heap.allocate(tiny, One, 8, 16), 0u);
}
