// The race detector against one that keeps every access to every byte, and going back.

#include "explorer/race_detector.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <random>

using namespace interleave;
using explorer::DataRace;
using explorer::RaceDetector;
using explorer::ThreadId;

namespace {

constexpr uint32_t Threads = 5;
constexpr uint32_t Granules = 3;

using Clock = std::array<uint32_t, Threads>;

Clock later(Clock a, const Clock& b) {
    for (uint32_t i = 0; i < Threads; ++i) a[i] = std::max(a[i], b[i]);
    return a;
}

// By the definition: of each byte all accesses, and whether one is unordered with the new one.
struct Naive {
    struct Access {
        uint32_t thread;
        uint32_t event;
        bool writes;
        bool operates;  // on an atomic, as the other: no race
    };
    std::array<Clock, Threads> threads{};
    std::map<uint64_t, Clock> objects;
    std::array<std::array<std::vector<Access>, 8>, Granules> bytes;
    // What comes after the first race on a byte is not compared: the detector keeps the last accesses only.
    std::array<uint8_t, Granules> raced{};

    uint8_t access(uint32_t thread, uint32_t granule, uint8_t mask, bool writes, bool operates) {
        uint8_t races = 0;
        for (uint32_t byte = 0; byte < 8; ++byte) {
            if ((mask >> byte & 1) == 0) continue;
            for (const Access& earlier : bytes[granule][byte]) {
                const bool known = earlier.event <= threads[thread][earlier.thread];
                if (operates && earlier.operates) continue;
                if (!known && (writes || earlier.writes)) races |= static_cast<uint8_t>(1u << byte);
            }
            bytes[granule][byte].push_back({thread, threads[thread][thread], writes, operates});
        }
        return races;
    }
};

struct Subject {
    RaceDetector detector{Threads};
    Naive naive;

    void begin(uint32_t thread) {
        ++naive.threads[thread][thread];
        EXPECT_EQ(detector.begin_event(ThreadId{thread}), naive.threads[thread][thread]);
    }
    void join(uint32_t waiter, uint32_t finished) {
        naive.threads[waiter] = later(naive.threads[waiter], naive.threads[finished]);
        detector.join(ThreadId{waiter}, ThreadId{finished});
        begin(waiter);
    }
    void synchronise(uint32_t thread, uint64_t object, uint32_t how) {
        Clock& clock = naive.objects[object];
        if (how == 0) {
            naive.threads[thread] = later(naive.threads[thread], clock);
            detector.acquire(ThreadId{thread}, object);
        } else if (how == 1) {
            clock = later(clock, naive.threads[thread]);
            detector.release(ThreadId{thread}, object);
        } else {
            clock = naive.threads[thread];
            detector.publish(ThreadId{thread}, object);
        }
        begin(thread);
    }
    // The bytes on which both find a race that is the byte's first.
    uint8_t access(uint32_t thread, uint32_t granule, uint8_t mask, bool writes,
                   bool operates = false) {
        std::vector<DataRace> races;
        if (operates) {
            detector.operate(ThreadId{thread}, 0, granule, mask, writes, races);
        } else if (writes) {
            detector.write(ThreadId{thread}, 0, granule, mask, races);
        } else {
            detector.read(ThreadId{thread}, 0, granule, mask, races);
        }
        uint8_t found = 0;
        for (const DataRace& race : races) {
            EXPECT_EQ(race.granule, granule);
            EXPECT_EQ(race.mask & ~mask, 0);
            EXPECT_EQ(race.second.thread, thread);
            EXPECT_TRUE(race.first_writes || race.second_writes);
            EXPECT_FALSE(race.first_operates && race.second_operates);
            EXPECT_EQ(race.second_operates, operates);
            found |= race.mask;
        }
        const uint8_t expected = naive.access(thread, granule, mask, writes, operates);
        const auto fresh = static_cast<uint8_t>(~naive.raced[granule]);
        EXPECT_EQ(found & fresh & expected, expected & fresh);
        // A record's bytes share their accesses: where one of them races for the first time, all of them were clean.
        EXPECT_EQ(found & fresh & ~expected, 0);
        naive.raced[granule] |= expected | found;
        return expected;
    }
    // Two granules at once, if there is another one.
    void free(uint32_t thread, uint32_t granule) {
        const uint32_t count = granule + 1 < Granules ? 2 : 1;
        std::vector<DataRace> races;
        detector.free(ThreadId{thread}, 0, granule * 8, count * 8, races);
        EXPECT_LE(races.size(), 1u);
        bool is_expected = false;
        bool is_possible = false;  // again
        for (uint32_t i = granule; i < granule + count; ++i) {
            const uint8_t expected = naive.access(thread, i, 0xff, true, false);
            is_expected = is_expected || (expected & ~naive.raced[i]) != 0;
            is_possible = is_possible || (expected | naive.raced[i]) != 0;
            naive.raced[i] |= expected;
        }
        EXPECT_TRUE(!is_expected || !races.empty());
        EXPECT_TRUE(is_possible || races.empty());
        for (const DataRace& race : races) {
            EXPECT_TRUE(race.second_frees && race.second_writes);
            naive.raced[race.granule] |= race.mask;
        }
    }
    // Whether the detector sees that all accesses came before, or before what a joined thread has done.
    bool is_past(uint32_t thread, uint32_t joined, uint32_t granule, uint8_t mask) {
        mask &= static_cast<uint8_t>(~naive.raced[granule]);
        if (!detector.is_past(ThreadId{thread}, joined, 0, granule, mask)) return false;
        Clock known = naive.threads[thread];
        for (uint32_t i = 0; i < Threads; ++i) {
            if ((joined >> i & 1) != 0) known = later(known, naive.threads[i]);
        }
        for (uint32_t byte = 0; byte < 8; ++byte) {
            if ((mask >> byte & 1) == 0) continue;
            for (const Naive::Access& earlier : naive.bytes[granule][byte])
                EXPECT_LE(earlier.event, known[earlier.thread]);
        }
        return mask != 0;
    }
    void forget(uint32_t granule) {
        naive.bytes[granule] = {};
        naive.raced[granule] = 0;
        detector.forget(0, granule * 8, 8);
    }
};

constexpr uint8_t Low = 0x0f, High = 0xf0, All = 0xff;

}  // namespace

TEST(RaceDetector, finds_what_keeping_every_access_finds) {
    uint64_t races = 0;
    uint64_t past = 0;
    for (uint32_t seed = 0; seed < 400; ++seed) {
        Subject subject;
        std::mt19937 random(seed);
        // Few synchronise in some rounds, many in others.
        const uint32_t accesses = 2 + seed % 8;
        for (uint32_t i = 0; i < Threads; ++i) subject.begin(i);
        std::vector<std::pair<RaceDetector::Mark, Naive>> marks;
        for (int step = 0; step < 300; ++step) {
            const uint32_t thread = random() % Threads;
            const uint32_t what = random() % (accesses + 3);
            if (what < accesses) {
                const uint32_t size = 1u << random() % 4;
                const uint32_t at = random() % (8 / size) * size;
                const auto mask = static_cast<uint8_t>(((1u << size) - 1) << at);
                races += subject.access(thread, random() % Granules, mask, random() % 3 == 0,
                                        seed % 2 == 0 && random() % 2 == 0) != 0;
            } else if (what == accesses) {
                const uint32_t other = random() % Threads;
                if (other != thread) subject.join(thread, other);
            } else if (what == accesses + 1) {
                subject.synchronise(thread, random() % 3, random() % 3);
            } else if (random() % 4 == 0) {
                subject.forget(random() % Granules);
            } else if (random() % 4 == 0) {
                subject.free(thread, random() % Granules);
            } else if (random() % 3 != 0) {
                marks.emplace_back(subject.detector.mark(), subject.naive);
            } else if (!marks.empty()) {
                subject.detector.undo(marks.back().first);
                subject.naive = marks.back().second;
                if (random() % 2 == 0) marks.pop_back();
            }
            past += subject.is_past(thread, random() % (1u << Threads), random() % Granules,
                                    random() % 2 == 0 ? Low : High);
            if (testing::Test::HasFailure()) FAIL() << "seed " << seed << ", step " << step;
        }
    }
    EXPECT_GT(races, 1000u);
    EXPECT_GT(past, 1000u);
}

// Two variables in eight bytes, copied as a whole by several threads before: who reads the one later does not read the other.
TEST(RaceDetector, neighbours_that_were_read_together_are_told_apart) {
    Subject subject;
    for (uint32_t i = 0; i < 4; ++i) subject.begin(i);
    subject.access(0, 0, All, false);
    subject.access(1, 0, All, false);
    subject.join(3, 0);
    subject.join(3, 1);
    EXPECT_EQ(subject.access(2, 0, Low, false), 0);
    EXPECT_EQ(subject.access(3, 0, High, true), 0);
    EXPECT_EQ(subject.access(3, 0, Low, true), Low);
}
