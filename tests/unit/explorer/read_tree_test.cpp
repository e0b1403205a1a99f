#include "explorer/read_tree.hpp"

#include <gtest/gtest.h>

#include "explorer/page_owners.hpp"

using namespace interleave;
using explorer::ReadTree;
using machine::GranuleBytes;

namespace {

machine::Memory memory_of_one_page() {
    wasm::MemoryType type;
    type.limits.minimum = 1;
    return machine::Memory(type, 1u << 20);
}

void put(machine::Memory& memory, uint32_t granule, uint64_t value) {
    ASSERT_TRUE(
        memory.write(uint64_t{granule} << 3, {reinterpret_cast<const uint8_t*>(&value), 8}));
}

constexpr uint8_t Low = 0x0f;  // bytes
constexpr uint8_t All = 0xff;

}  // namespace

TEST(ReadTree, leads_to_the_leaf_whose_reads_memory_has) {
    machine::Memory memory = memory_of_one_page();
    ReadTree tree;
    EXPECT_FALSE(tree.find(1, memory));
    tree.add(1, {{5, Low, 0}, {6, All, 0}});
    tree.add(1, {{5, Low, 7}, {9, All, 0}});
    tree.add(1, {{5, Low, 7}, {9, All, 3}});
    tree.add(2, {});
    EXPECT_EQ(tree.find(1, memory), 0u);
    put(memory, 5, 7);
    EXPECT_EQ(tree.find(1, memory), 1u);
    put(memory, 9, 3);
    EXPECT_EQ(tree.find(1, memory), 2u);
    put(memory, 5, (uint64_t{1} << 32) + 7);  // beyond the mask
    EXPECT_EQ(tree.find(1, memory), 2u);
    put(memory, 9, 4);
    EXPECT_FALSE(tree.find(1, memory));
    put(memory, 5, 0);
    EXPECT_EQ(tree.find(1, memory), 0u);
    put(memory, 6, 1);
    EXPECT_FALSE(tree.find(1, memory));
    EXPECT_EQ(tree.find(2, memory), 3u);
    EXPECT_FALSE(tree.find(3, memory));
    tree.clear();
    EXPECT_FALSE(tree.find(2, memory));
}

TEST(PageOwners, a_page_is_shared_from_the_second_thread_on) {
    explorer::PageOwners pages;
    const base::ThreadId a{0};
    const base::ThreadId b{1};
    EXPECT_FALSE(pages.use(a, 0, 3));
    EXPECT_FALSE(pages.use(a, 0, 3));
    EXPECT_FALSE(pages.use(b, 1, 3));
    EXPECT_FALSE(pages.take_fresh());
    EXPECT_TRUE(pages.use(b, 0, 3));
    EXPECT_TRUE(pages.use(a, 0, 3));
    EXPECT_TRUE(pages.is_shared(0, 3));
    EXPECT_FALSE(pages.is_shared(0, 4));
    EXPECT_TRUE(pages.take_fresh());
    EXPECT_FALSE(pages.take_fresh());
}
