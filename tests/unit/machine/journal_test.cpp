// The journal of memory, and the traffic of a stretch of code.

#include "machine/journal.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "machine/store.hpp"
#include "machine/traffic.hpp"

using namespace interleave;
using machine::Journal;
using machine::Memory;
using machine::Store;
using machine::Traffic;

namespace {

struct Subject {
    Subject() {
        wasm::MemoryType type;
        type.limits.minimum = 2;
        memory = &store.memory(*store.add_memory(type));
        store.keep_in(journal);
    }
    void write(uint64_t address, uint64_t value, size_t size) {
        ASSERT_TRUE(memory->write(address, {reinterpret_cast<const uint8_t*>(&value), size}));
    }
    std::vector<uint8_t> bytes() const { return {memory->bytes().begin(), memory->bytes().end()}; }

    Journal journal;
    Store store;
    Memory* memory = nullptr;
};

}  // namespace

TEST(Journal, undoing_gives_back_what_there_was_at_each_mark) {
    Subject subject;
    std::mt19937 random(1);
    std::vector<std::pair<size_t, std::vector<uint8_t>>> marks;
    for (int round = 0; round < 40; ++round) {
        marks.emplace_back(subject.journal.mark(), subject.bytes());
        for (int i = 0; i < 30; ++i)
            subject.write(random() % (2 * 65536 - 8), random(), 1 + random() % 8);
        if (round % 7 == 6) {
            EXPECT_GE(subject.memory->grow(1), 2);
        }
        if (round % 3 != 2) continue;
        // The same mark, twice: what is written after the first time is kept again.
        for (int twice = 0; twice < 2; ++twice) {
            subject.journal.undo(subject.store, marks.back().first);
            EXPECT_EQ(subject.bytes(), marks.back().second);
            subject.write(64, random(), 8);
        }
        subject.journal.undo(subject.store, marks.back().first);
        marks.pop_back();
    }
    for (; !marks.empty(); marks.pop_back()) {
        subject.journal.undo(subject.store, marks.back().first);
        EXPECT_EQ(subject.bytes(), marks.back().second);
    }
}

TEST(Journal, memory_that_grows_anew_is_zero) {
    Subject subject;
    const size_t mark = subject.journal.mark();
    for (int round = 0; round < 3; ++round) {
        ASSERT_EQ(subject.memory->grow(3), 2);
        const std::vector<uint8_t> fresh = subject.bytes();
        EXPECT_TRUE(std::all_of(fresh.begin() + 2 * 65536, fresh.end(),
                                [](uint8_t byte) { return byte == 0; }));
        const uint64_t hash = subject.memory->hash();
        // Also over the border between old and new pages, and kept anew after a further mark.
        subject.write(2 * 65536 - 4, ~uint64_t{0}, 8);
        (void)subject.journal.mark();
        for (uint64_t at = 2 * 65536; at < 5 * 65536; at += 1000)
            subject.write(at, ~uint64_t{0}, 8);
        EXPECT_NE(subject.memory->hash(), hash);
        subject.journal.undo(subject.store, mark);
        EXPECT_EQ(subject.memory->guest_pages(), 2u);
    }
}

TEST(Journal, the_hash_of_memory_stays_right) {
    Subject subject;
    const uint64_t before = subject.memory->hash();
    const size_t mark = subject.journal.mark();
    subject.write(70'000, 5, 8);
    EXPECT_NE(subject.memory->hash(), before);
    subject.journal.undo(subject.store, mark);
    EXPECT_EQ(subject.memory->hash(), before);
}

TEST(Traffic, reads_are_what_was_there_before_the_first_write) {
    Subject subject;
    subject.write(16, 0x1122334455667788, 8);
    Traffic traffic;
    traffic.begin(*subject.memory);
    subject.memory->record_traffic(&traffic);
    uint8_t word[4];
    ASSERT_TRUE(subject.memory->read(16, word));
    subject.write(20, 0xaabbccdd, 4);
    ASSERT_TRUE(subject.memory->read(20, word));  // its own write
    ASSERT_TRUE(subject.memory->read(16, word));  // known already
    ASSERT_TRUE(subject.memory->read(30, word));  // over two granules
    subject.memory->record_traffic(nullptr);
    ASSERT_EQ(traffic.reads().size(), 3u);
    EXPECT_EQ(traffic.reads()[0].granule, 2u);
    EXPECT_EQ(traffic.reads()[0].mask(), 0xffffffffu);
    EXPECT_EQ(traffic.reads()[0].value, 0x55667788u);
    EXPECT_EQ(traffic.reads()[1].mask(), 0xffff'0000'0000'0000u);
    EXPECT_EQ(traffic.reads()[2].mask(), 0xffffu);
    const std::vector<machine::GranuleBytes> writes = traffic.writes();
    ASSERT_EQ(writes.size(), 1u);
    EXPECT_EQ(writes[0].mask(), 0xffffffff'00000000u);
    EXPECT_EQ(writes[0].value, 0xaabbccdd'00000000u);

    subject.write(20, 0, 4);
    subject.memory->put(writes);
    uint64_t value = 0;
    ASSERT_TRUE(subject.memory->read(16, {reinterpret_cast<uint8_t*>(&value), 8}));
    EXPECT_EQ(value, 0xaabbccdd55667788u);
}

TEST(Traffic, gives_up_on_what_is_too_much) {
    Subject subject;
    Traffic traffic;
    traffic.begin(*subject.memory);
    traffic.read(0, Traffic::MostGranules * 8);
    EXPECT_FALSE(traffic.gave_up());
    traffic.write(Traffic::MostGranules * 8, 1);
    EXPECT_TRUE(traffic.gave_up());
    traffic.begin(*subject.memory);
    EXPECT_FALSE(traffic.gave_up());
    EXPECT_TRUE(traffic.reads().empty());
}
