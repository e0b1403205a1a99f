// The threads proposal's scripts with (thread …) and (wait …), run under every schedule.
//
// The search is stateless: a schedule is the list of choices made where more than one thread could go on, and
// the next schedule repeats the script with the last choice that has an alternative changed (Godefroid's
// systematic search, POPL 1997, without reduction). In wait_notify a thread notifies in a loop until
// somebody waits; there, after MaxChoices choices the threads take turns, which ends every execution.

#include <gtest/gtest.h>

#include <set>

#include "conversion.hpp"
#include "thread_runner.hpp"
#include "thread_script.hpp"

using namespace interleave;

namespace {

constexpr size_t MaxChoices = 30;
constexpr int MaxSteps = 10'000;

struct Choice {
    size_t taken;
    size_t alternatives;
};

struct Exploration {
    int schedules = 0;
    int assertions = 0;
    std::set<std::vector<uint32_t>> outcomes;
    std::vector<std::string> failures;
};

void run_once(const test::ThreadScript& script, std::vector<Choice>& choices, Exploration& result) {
    test::ThreadRunner runner(script);
    size_t made = 0;
    for (int step = 0; step < MaxSteps; ++step) {
        std::vector<size_t> runnable = runner.runnable();
        if (runnable.empty()) break;
        size_t taken = 0;
        if (runnable.size() > 1 && made < MaxChoices) {
            if (made == choices.size()) choices.push_back({0, runnable.size()});
            taken = choices[made++].taken;
        } else {
            taken = static_cast<size_t>(step) % runnable.size();
        }
        runner.step(runnable[taken]);
    }
    ++result.schedules;
    result.assertions += runner.assertions();
    result.outcomes.insert(runner.outcome());
    result.failures.insert(result.failures.end(), runner.failures().begin(),
                           runner.failures().end());
    if (!runner.all_finished()) result.failures.push_back(script.name + ": not all threads ended");
}

// False when every schedule has been run.
bool next_schedule(std::vector<Choice>& choices) {
    while (!choices.empty() && choices.back().taken + 1 == choices.back().alternatives) {
        choices.pop_back();
    }
    if (choices.empty()) return false;
    ++choices.back().taken;
    return true;
}

Exploration explore(const test::ThreadScript& script) {
    Exploration result;
    std::vector<Choice> choices;
    do {
        run_once(script, choices, result);
    } while (next_schedule(choices) && result.failures.size() < 10);
    return result;
}

struct Expectation {
    const char* script;
    int schedules;
    int assertions;  // in all schedules
    size_t outcomes;
};

// Three accesses in each of two threads interleave in C(6, 3) = 20 ways, two and four in C(6, 2) = 15. The
// machine is sequentially consistent: of the four results of SB, MP and LB each three are possible. In nested, T1 does
// its inner thread's access and four of its own beside three of T2: C(8, 3) = 56; in deeply_nested eight orders of
// the four inner accesses, then three of T1, beside three of T2: 8 · C(10, 3) = 960. These two assert
// nothing but that all threads end.
constexpr Expectation Expectations[] = {
    {"LB", 20, 20, 3},
    {"LB_atomic", 20, 20, 3},
    {"MP", 15, 15, 3},
    {"MP_atomic", 15, 15, 3},
    {"SB", 20, 20, 3},
    {"SB_atomic", 20, 20, 3},
    {"deeply_nested", 960, 0, 4},
    {"nested", 56, 0, 3},
    {"simple", 1, 1, 1},
    {"thread", 2, 6, 1},
    {"unlinkable", 1, 2, 1},
    {"wait_notify", 31, 93, 1},
};

}  // namespace

TEST(ThreadsHarness, scripts_with_threads_pass_under_every_schedule) {
    // The thirteenth, atomic.wast, has no threads: suites_test.cpp runs it.
    std::vector<std::filesystem::path> scripts = test::scripts_of("threads-harness");
    if (scripts.empty()) GTEST_SKIP() << test::how_to_get("threads-harness");
    ASSERT_EQ(scripts.size(), std::size(Expectations) + 1);
    for (const Expectation& expected : Expectations) {
        auto path =
            test::spec_folder() / "threads-harness" / (std::string(expected.script) + ".wast");
        auto script = test::read_thread_script(path, test::output_folder("threads-harness"));
        ASSERT_TRUE(script.ok()) << script.error().message;
        Exploration result = explore(*script);
        for (const std::string& failure : result.failures) ADD_FAILURE() << failure;
        EXPECT_EQ(result.schedules, expected.schedules) << expected.script;
        EXPECT_EQ(result.assertions, expected.assertions) << expected.script;
        EXPECT_EQ(result.outcomes.size(), expected.outcomes) << expected.script;
    }
}
