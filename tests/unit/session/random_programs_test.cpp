// The reduced search against the naive one on random programs (tests/programs/explore/script.cpp): the same outcomes, the same kinds
// of bugs, and of each Mazurkiewicz trace that any schedule leads to exactly one execution.

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "session/explore.hpp"

using namespace interleave;
using explorer::Policy;
using session::ExploreRun;
using session::ExploreSettings;
using session::Program;

namespace {

const Program& script() {
    static const Program loaded = [] {
        std::ifstream in(std::string(INTERLEAVE_PROGRAMS) + "/explore/script.debug.wasm",
                         std::ios::binary);
        EXPECT_TRUE(in.good()) << "script is not built";
        base::Result<Program> made =
            Program::load(std::vector<uint8_t>(std::istreambuf_iterator<char>(in), {}));
        EXPECT_TRUE(made.ok());
        return *made;
    }();
    return loaded;
}

// One thread's steps: locks are given back in time, whatever was taken in between.
std::string word(std::mt19937& random, int steps) {
    auto one_of = [&](std::string_view letters) { return letters[random() % letters.size()]; };
    std::string all;
    auto add = [&](char what, char object) { (all += what) += object; };
    for (int i = 0; i < steps; ++i) {
        const char object = random() % 5 == 0 ? '1' : '0';
        switch (random() % 12) {
            case 0:
            case 1:
                add(one_of("rw"), object);
                break;
            case 2:
            case 3:
                add(one_of("LSAC"), object);
                break;
            case 4: {
                add(one_of("llt"), object);
                if (random() % 2 == 0) add(one_of("rwrwLA"), random() % 2 == 0 ? '0' : '1');
                if (random() % 4 == 0) {
                    const char other = object == '0' ? '1' : '0';
                    add('l', other);
                    add(one_of("rw"), other);
                    add('u', other);
                }
                if (random() % 3 == 0) add(one_of("WTTnN"), object);
                add('u', object);
                break;
            }
            case 5:
                add(one_of("sx"), object);
                add(one_of("rw"), object);
                add('e', object);
                break;
            case 6:
                add(one_of("pv"), object);
                break;
            case 7:
                add('o', object);
                break;
            case 8:
                add(one_of("nN"), object);
                break;
            case 9:
                add(one_of("mqQ"), object);
                break;
            case 10:
                add(one_of("dD"), object);
                break;
            default:
                add('j', object);
                break;
        }
    }
    return all;
}

struct Found {
    bool complete = false;
    uint64_t redundant = 0;
    std::set<std::tuple<std::string, uint32_t, bool>> outcomes;
    std::set<std::string> bugs;
    std::map<uint64_t, int> traces;  // how often each was executed
};

Found explore(const std::string& input, Policy policy, uint64_t most) {
    ExploreSettings settings;
    settings.options.policy = policy;
    settings.options.input = input;
    settings.options.execution.output_order = false;
    settings.budget_executions = most;
    auto made = ExploreRun::create(script(), settings);
    EXPECT_TRUE(made.ok());
    const explorer::Exploration& exploration = (*made)->exploration();
    Found found;
    uint64_t before = 0;
    for (;;) {
        const bool more = (*made)->run(1);
        const explorer::ExplorationCounts& counts = exploration.counts();
        const uint64_t all = counts.executions + counts.stuck + counts.pruned + counts.redundant;
        // A newly found race begins the search anew, with this execution as its first.
        const bool anew = all < before || (all == before && more);
        if (anew) found.traces.clear();
        if (anew || all != before) ++found.traces[exploration.search().history().trace_hash()];
        before = all;
        if (!more) break;
    }
    found.complete = exploration.is_complete();
    found.redundant = exploration.counts().redundant;
    for (const auto& each : exploration.outcomes())
        found.outcomes.insert({each.output, each.code, each.stuck});
    for (const auto& each : exploration.bugs())
        found.bugs.insert(explorer::bug_kind_name(each.kind));
    return found;
}

// On several host threads: how many executions, and what they did.
Found explore_in_pool(const std::string& input, uint64_t& executions) {
    ExploreSettings settings;
    settings.options.input = input;
    settings.options.execution.output_order = false;
    settings.options.threads = 3;
    settings.options.shared_points = input.size() % 2 == 0 ? 20 : settings.options.shared_points;
    auto made = ExploreRun::create(script(), settings);
    EXPECT_TRUE(made.ok());
    while ((*made)->run(50)) {
    }
    const explorer::Exploration& exploration = (*made)->exploration();
    const explorer::ExplorationCounts& counts = exploration.counts();
    executions = counts.executions + counts.stuck + counts.pruned + counts.redundant;
    Found found;
    found.complete = exploration.is_complete();
    found.redundant = counts.redundant;
    for (const auto& each : exploration.outcomes())
        found.outcomes.insert({each.output, each.code, each.stuck});
    for (const auto& each : exploration.bugs())
        found.bugs.insert(explorer::bug_kind_name(each.kind));
    return found;
}

}  // namespace

TEST(RandomPrograms, the_reduced_search_executes_each_trace_of_the_naive_one_once) {
    const char* seeds = std::getenv("INTERLEAVE_RANDOM_PROGRAMS");
    const uint32_t programs = seeds != nullptr ? static_cast<uint32_t>(std::atoi(seeds)) : 100;
    uint64_t compared = 0, traces = 0, deadlocks = 0, races = 0;
    for (uint32_t seed = 1; seed <= programs; ++seed) {
        std::mt19937 random(seed);
        std::string input;
        const int threads = 2 + static_cast<int>(random() % 2);
        // Main has nothing to do in half of them.
        if (random() % 2 == 0) input += "n0\n";
        for (int i = 0; i < threads; ++i)
            input += word(random, threads == 2 ? 2 + random() % 4 : 1 + random() % 3) + '\n';
        const Found naive = explore(input, Policy::Naive, 20'000);
        if (!naive.complete) continue;
        const Found reduced = explore(input, Policy::Dpor, 20'000);
        SCOPED_TRACE("seed " + std::to_string(seed) + ": " + input);
        EXPECT_TRUE(reduced.complete);
        EXPECT_EQ(reduced.redundant, 0u);
        EXPECT_EQ(reduced.outcomes, naive.outcomes);
        EXPECT_EQ(reduced.bugs, naive.bugs);
        std::set<uint64_t> expected;
        for (const auto& [hash, count] : naive.traces) expected.insert(hash);
        for (const auto& [hash, count] : reduced.traces) {
            EXPECT_EQ(count, 1);
            EXPECT_EQ(expected.erase(hash), 1u);
        }
        EXPECT_EQ(expected.size(), 0u);
        uint64_t executions = 0;
        const Found pool = explore_in_pool(input, executions);
        EXPECT_TRUE(pool.complete);
        EXPECT_EQ(pool.redundant, 0u);
        EXPECT_EQ(executions, reduced.traces.size());
        EXPECT_EQ(pool.outcomes, reduced.outcomes);
        EXPECT_EQ(pool.bugs, reduced.bugs);
        ++compared;
        traces += reduced.traces.size();
        deadlocks += reduced.bugs.contains("deadlock");
        races += reduced.bugs.contains("data-race");
    }
    std::printf("%llu programs, %llu traces; %llu can deadlock, %llu race\n",
                static_cast<unsigned long long>(compared), static_cast<unsigned long long>(traces),
                static_cast<unsigned long long>(deadlocks), static_cast<unsigned long long>(races));
    EXPECT_GT(compared, programs / 2);
}
