// An execution's two short cuts, going back by journals and repeating what is known, against doing without.

#include "explorer/execution.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

#include "wasm/validator.hpp"

using namespace interleave;
using explorer::Execution;
using explorer::Label;

namespace {

struct Subject {
    explicit Subject(const std::string& name) {
        std::ifstream in(std::string(INTERLEAVE_PROGRAMS) + "/explore/" + name + ".wasm",
                         std::ios::binary);
        EXPECT_TRUE(in.good()) << name << " is not built";
        auto loaded = wasm::load(std::vector<uint8_t>(std::istreambuf_iterator<char>(in), {}));
        EXPECT_TRUE(loaded.ok());
        auto made = Execution::create(*loaded, {}, {}, visibility, sharing, "3");
        EXPECT_TRUE(made.ok());
        execution = std::move(made).value();
        root = execution->save();
    }
    // Goes on at random, at most so many events; the state's number after each.
    std::vector<uint64_t> walk(uint32_t seed, size_t events) {
        std::mt19937 random(seed);
        std::vector<uint64_t> hashes;
        std::vector<Label> choices;
        explorer::Event event;
        for (size_t i = 0; i < events; ++i) {
            execution->settle_all();
            execution->choices(choices);
            if (choices.empty()) break;
            execution->take(choices[random() % choices.size()], event);
            if (!execution->ended()) hashes.push_back(execution->world().hash());
        }
        return hashes;
    }

    explorer::Visibility visibility;
    explorer::Sharing sharing;
    std::unique_ptr<Execution> execution;
    Execution::Saved root;
};

class Programs : public testing::TestWithParam<const char*> {};

}  // namespace

TEST_P(Programs, going_back_gives_the_same_state_and_the_same_way_on) {
    Subject subject(GetParam());
    for (uint32_t seed = 1; seed <= 8; ++seed) {
        subject.execution->restore(subject.root);
        subject.walk(seed, 12);
        if (subject.execution->ended()) continue;
        const uint64_t before = subject.execution->world().hash();
        const size_t segments = subject.execution->segments().size();
        const Execution::Saved here = subject.execution->save();
        const std::vector<uint64_t> first = subject.walk(seed + 100, 30);
        const std::string output(subject.execution->output());
        subject.execution->restore(here);
        EXPECT_EQ(subject.execution->world().hash(), before);
        EXPECT_EQ(subject.execution->segments().size(), segments);
        EXPECT_EQ(subject.walk(seed + 100, 30), first);
        EXPECT_EQ(subject.execution->output(), output);
        subject.execution->restore(here);
        EXPECT_EQ(subject.execution->world().hash(), before);
    }
}

TEST_P(Programs, what_is_repeated_is_what_was_executed) {
    Subject warm(GetParam());
    for (uint32_t seed = 1; seed <= 20; ++seed) {
        warm.execution->restore(warm.root);
        warm.walk(seed, 400);
    }
    for (uint32_t seed = 11; seed <= 14; ++seed) {
        Subject cold(GetParam());
        warm.execution->restore(warm.root);
        EXPECT_EQ(warm.walk(seed, 400), cold.walk(seed, 400));
        EXPECT_EQ(warm.execution->output(), cold.execution->output());
        EXPECT_EQ(warm.execution->ended(), cold.execution->ended());
        EXPECT_EQ(warm.execution->world().outcome().code, cold.execution->world().outcome().code);
        ASSERT_EQ(warm.execution->segments().size(), cold.execution->segments().size());
        for (size_t i = 0; i < warm.execution->segments().size(); ++i) {
            EXPECT_EQ(warm.execution->segments()[i].instructions,
                      cold.execution->segments()[i].instructions);
            EXPECT_EQ(warm.execution->segments()[i].performs,
                      cold.execution->segments()[i].performs);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Explored, Programs,
                         testing::Values("readers", "unlocked_increments", "locked_increments",
                                         "bounded_queue", "timed", "detached", "printing",
                                         "indexer"),
                         [](const auto& info) { return std::string(info.param); });
