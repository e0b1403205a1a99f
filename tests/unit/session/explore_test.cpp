// Exact numbers of executions: from publications, from counting, and against a search without reduction.

#include "session/explore.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <tuple>

#include "explorer/replay.hpp"
#include "session/bug_report.hpp"
#include "session/session.hpp"

using namespace interleave;
using explorer::Policy;
using session::ExploreRun;
using session::ExploreSettings;
using session::Program;
using session::Verdict;

namespace {

Program program(const std::string& name) {
    std::ifstream in(std::string(INTERLEAVE_PROGRAMS) + "/explore/" + name + ".debug.wasm",
                     std::ios::binary);
    EXPECT_TRUE(in.good()) << name << " is not built";
    base::Result<Program> loaded =
        Program::load(std::vector<uint8_t>(std::istreambuf_iterator<char>(in), {}));
    EXPECT_TRUE(loaded.ok());
    return *loaded;
}

std::unique_ptr<ExploreRun> finished(const std::string& name, const ExploreSettings& settings) {
    auto made = ExploreRun::create(program(name), settings);
    EXPECT_TRUE(made.ok());
    while ((*made)->run(1000)) {
    }
    return std::move(*made);
}

ExploreSettings settings_for(const std::string& input, Policy policy) {
    ExploreSettings settings;
    settings.options.policy = policy;
    settings.options.input = input;
    return settings;
}

std::unique_ptr<ExploreRun> explore(const std::string& name, const std::string& input,
                                    Policy policy = Policy::Dpor, uint64_t budget = 200'000) {
    ExploreSettings settings = settings_for(input, policy);
    settings.budget_executions = budget;
    return finished(name, settings);
}

using Outcomes = std::set<std::tuple<std::string, uint32_t, bool>>;
Outcomes outcomes(const ExploreRun& run) {
    Outcomes all;
    for (const auto& found : run.exploration().outcomes())
        all.insert({found.output, found.code, found.stuck});
    return all;
}

std::set<std::string> bugs(const ExploreRun& run) {
    std::set<std::string> all;
    for (const auto& bug : run.exploration().bugs()) all.insert(explorer::bug_kind_name(bug.kind));
    return all;
}

struct Expected {
    const char* name;
    const char* input;
    uint64_t executions;
    uint64_t stuck;
};

class Counts : public testing::TestWithParam<Expected> {};

}  // namespace

TEST_P(Counts, every_trace_is_executed_exactly_once) {
    const Expected& expected = GetParam();
    auto run = explore(expected.name, expected.input);
    const auto& counts = run->exploration().counts();
    EXPECT_TRUE(run->exploration().is_complete());
    EXPECT_EQ(counts.executions, expected.executions);
    EXPECT_EQ(counts.stuck, expected.stuck);
    EXPECT_EQ(counts.redundant, 0u);
}

// Two threads of N dependent steps each: (2N)! / (N!)². Readers, lastzero, indexer, file-system: Flanagan and Godefroid (POPL 2005), Abdulla et al. (POPL 2014). N! and (N!)²:
// orders of N updates, of N reads and N writes. SB, IRIW: sequentially consistent litmus tests.
INSTANTIATE_TEST_SUITE_P(
    Published, Counts,
    testing::Values(
        Expected{"readers", "2", 4, 0}, Expected{"readers", "8", 256, 0},
        Expected{"readers", "13", 8192, 0}, Expected{"lastzero", "5", 64, 0},
        Expected{"lastzero", "10", 3328, 0}, Expected{"indexer", "12", 8, 0},
        Expected{"indexer", "15", 4096, 0}, Expected{"file_system", "14", 2, 0},
        Expected{"file_system", "16", 8, 0}, Expected{"file_system", "18", 32, 0},
        Expected{"file_system", "19", 64, 0}, Expected{"locked_increments", "2", 2, 0},
        Expected{"locked_increments", "3", 6, 0}, Expected{"locked_increments", "5", 120, 0},
        Expected{"locked_increments", "7", 5040, 0}, Expected{"atomic_increments", "2", 2, 0},
        Expected{"atomic_increments", "4", 24, 0}, Expected{"atomic_increments", "6", 720, 0},
        Expected{"unlocked_increments", "2", 4, 0}, Expected{"unlocked_increments", "3", 36, 0},
        Expected{"unlocked_increments", "4", 576, 0}, Expected{"store_buffering", "", 3, 0},
        Expected{"iriw", "", 15, 0}, Expected{"opposite_locks", "", 2, 1},
        Expected{"compare_and_swap", "2", 2, 0}, Expected{"compare_and_swap", "3", 3, 0},
        Expected{"compare_and_swap", "5", 5, 0}, Expected{"once", "2", 2, 0},
        Expected{"once", "5", 5, 0}, Expected{"once", "105", 5, 0},
        // Who initialises it, and of each other whether it came before that was done.
        Expected{"static_variable", "2", 4, 0}, Expected{"static_variable", "3", 12, 0},
        Expected{"static_variable", "5", 80, 0}, Expected{"main_takes_part", "2", 6, 0},
        Expected{"main_takes_part", "3", 20, 0}, Expected{"main_takes_part", "5", 252, 0},
        Expected{"peterson", "", 4, 0}, Expected{"spinlock", "2", 2, 0},
        Expected{"spinlock", "3", 6, 0}, Expected{"printing", "", 2, 0}),
    [](const testing::TestParamInfo<Expected>& info) {
        return std::string(info.param.name) + (info.param.input[0] == 0 ? "" : "_") +
               info.param.input;
    });

class AgainstNaive : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(AgainstNaive, reduction_loses_no_outcome_and_no_bug) {
    const auto& [name, input] = GetParam();
    auto reduced = explore(name, input);
    auto naive = explore(name, input, Policy::Naive);
    ASSERT_TRUE(reduced->exploration().is_complete());
    ASSERT_TRUE(naive->exploration().is_complete());
    EXPECT_EQ(outcomes(*reduced), outcomes(*naive));
    EXPECT_EQ(bugs(*reduced), bugs(*naive));
    EXPECT_LE(reduced->exploration().counts().executions, naive->exploration().counts().executions);
    EXPECT_EQ(reduced->exploration().counts().redundant, 0u);
}

INSTANTIATE_TEST_SUITE_P(
    Small, AgainstNaive,
    testing::Values(std::pair{"large_atomic", "1"}, std::pair{"hand_over", "3"},
                    std::pair{"hand_over", "10"}, std::pair{"hand_over", "28"},
                    std::pair{"freed", "4"}, std::pair{"readers", "2"}, std::pair{"lastzero", "2"},
                    std::pair{"unlocked_increments", "2"}, std::pair{"locked_increments", "3"},
                    std::pair{"opposite_locks", ""}, std::pair{"compare_and_swap", "3"},
                    std::pair{"store_buffering", ""}, std::pair{"peterson", ""},
                    std::pair{"bounded_queue", "0"}, std::pair{"bounded_queue", "1"},
                    std::pair{"try_locks", "2"}, std::pair{"timed", ""},
                    std::pair{"notify_choice", ""}, std::pair{"spinlock", "2"},
                    std::pair{"detached", ""}, std::pair{"printing", ""}, std::pair{"once", "3"},
                    std::pair{"once", "103"}, std::pair{"static_variable", "2"},
                    std::pair{"static_variable", "3"}, std::pair{"unlocked_notify", "1"},
                    std::pair{"unlocked_notify", "2"}, std::pair{"unlocked_notify", "3"},
                    std::pair{"unlocked_notify", "4"}),
    [](const auto& info) {
        return std::string(info.param.first) + (info.param.second[0] == 0 ? "" : "_") +
               info.param.second;
    });

// With wake-ups that nobody asked for.
std::unique_ptr<ExploreRun> explore_spuriously(const std::string& name, const std::string& input,
                                               Policy policy = Policy::Dpor) {
    ExploreSettings settings = settings_for(input, policy);
    settings.options.execution.spurious_wakeups = true;
    return finished(name, settings);
}

class Spurious : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Spurious, wakeups_are_explored_as_by_the_naive_search) {
    const auto& [name, input] = GetParam();
    auto reduced = explore_spuriously(name, input);
    auto naive = explore_spuriously(name, input, Policy::Naive);
    ASSERT_TRUE(reduced->exploration().is_complete());
    ASSERT_TRUE(naive->exploration().is_complete());
    EXPECT_EQ(reduced->exploration().counts().redundant, 0u);
    EXPECT_EQ(outcomes(*reduced), outcomes(*naive));
    EXPECT_EQ(bugs(*reduced), bugs(*naive));
    auto without = explore(name, input);
    auto seen = [](const ExploreRun& run) {
        return run.exploration().counts().executions + run.exploration().counts().stuck;
    };
    EXPECT_GT(seen(*reduced), seen(*without));
}

INSTANTIATE_TEST_SUITE_P(Small, Spurious,
                         testing::Values(std::pair{"spurious", "0"}, std::pair{"spurious", "1"},
                                         std::pair{"spurious", "2"},
                                         std::pair{"bounded_queue", "0"},
                                         std::pair{"notify_choice", ""},
                                         std::pair{"unlocked_notify", "1"},
                                         std::pair{"unlocked_notify", "2"}),
                         [](const auto& info) {
                             return std::string(info.param.first) +
                                    (info.param.second[0] == 0 ? "" : "_") + info.param.second;
                         });

TEST(Explore, a_wait_without_a_loop_is_wrong_only_with_spurious_wakeups) {
    EXPECT_EQ(explore("spurious", "0")->verdict(), Verdict::Proved);
    EXPECT_EQ(bugs(*explore_spuriously("spurious", "0")), std::set<std::string>{"abort"});
    EXPECT_EQ(explore_spuriously("spurious", "1")->verdict(), Verdict::Proved);
}

TEST(Explore, bounds_say_whether_waits_could_wake_up_spuriously) {
    base::JsonWriter with;
    auto spuriously = explore_spuriously("spurious", "1");
    spuriously->write(with, 0);
    EXPECT_NE(with.text().find("\"spuriousWakeups\":\"one in each thread\""), std::string::npos)
        << with.text();
    EXPECT_NE(spuriously->summary().find("spuriously"), std::string::npos) << spuriously->summary();
    base::JsonWriter without;
    explore("spurious", "1")->write(without, 0);
    EXPECT_NE(without.text().find("\"spuriousWakeups\":\"none\""), std::string::npos)
        << without.text();
}

TEST(Explore, a_race_is_counted_once_in_each_execution) {
    // Who reads twice, or races with two others, does so in one execution. In the lesson main spins at a latch: what is given
    // up then is not counted.
    for (const auto& [name, input] : {std::pair{"readers", "8"},
                                      {"unlocked_increments", "3"},
                                      {"lastzero", "8"},
                                      {"../../lessons/2-lost-update/small", ""}}) {
        auto run = explore(name, input);
        const explorer::Exploration& found = run->exploration();
        ASSERT_FALSE(found.bugs().empty()) << name;
        for (const auto& bug : found.bugs()) {
            EXPECT_GT(bug.count, 0u) << name;
            EXPECT_LE(bug.count, found.counts().executions) << name;
            EXPECT_EQ(session::report_of(program(name), found.options(), bug).places.size(), 2u)
                << name;
        }
    }
}

class HandOver : public testing::TestWithParam<int> {};

TEST_P(HandOver, synchronises) {
    auto run = explore("hand_over", std::to_string(GetParam()));
    const explorer::Exploration& found = run->exploration();
    EXPECT_TRUE(found.is_complete());
    EXPECT_GE(found.counts().executions, 1u);
    EXPECT_TRUE(found.bugs().empty())
        << run->summary()
        << session::report_of(program("hand_over"), found.options(), found.bugs()[0]).message;
}

INSTANTIATE_TEST_SUITE_P(Ways, HandOver, testing::Range(0, 30));

class Freed : public testing::TestWithParam<std::pair<const char*, int>> {};

TEST_P(Freed, races_with_who_still_uses_it) {
    const auto& [name, way] = GetParam();
    auto run = explore(name, std::to_string(way));
    const explorer::Exploration& found = run->exploration();
    EXPECT_TRUE(found.is_complete());
    const bool is_wrong = way < 100;
    EXPECT_EQ(bugs(*run), is_wrong ? std::set<std::string>{"data-race"} : std::set<std::string>{})
        << run->summary();
    std::string told;
    for (const auto& bug : found.bugs())
        told += session::report_of(program(name), found.options(), bug).message;
    const std::string_view program_name = name;
    const char* words = program_name == "mixed"                   ? " value on line "
                        : program_name == "ended"                 ? ", which ends "
                        : program_name == "destroyed" && way == 7 ? " writes "
                                                                  : " frees ";
    EXPECT_EQ(told.find(words) != std::string::npos, is_wrong) << told;
    EXPECT_EQ(told.find("Two threads use the same memory"), std::string::npos)
        << "places were not found";
}

std::vector<std::pair<const char*, int>> ways_of(const char* name, int wrong, int right) {
    std::vector<std::pair<const char*, int>> ways;
    for (int way = 0; way < wrong; ++way) ways.emplace_back(name, way);
    for (int way = 100; way < 100 + right; ++way) ways.emplace_back(name, way);
    return ways;
}

INSTANTIATE_TEST_SUITE_P(Memory, Freed, testing::ValuesIn(ways_of("freed", 6, 6)));
INSTANTIATE_TEST_SUITE_P(Variables, Freed, testing::ValuesIn(ways_of("ended", 8, 9)));
INSTANTIATE_TEST_SUITE_P(Objects, Freed, testing::ValuesIn(ways_of("destroyed", 9, 10)));
INSTANTIATE_TEST_SUITE_P(Mixed, Freed, testing::ValuesIn(ways_of("mixed", 4, 4)));

TEST(Explore, who_reads_which_character_is_a_matter_of_order) {
    auto run = explore("characters", "1ab");
    EXPECT_TRUE(run->exploration().is_complete());
    EXPECT_TRUE(run->exploration().bugs().empty());
    EXPECT_EQ(run->exploration().counts().executions, 4u);
    EXPECT_EQ(run->exploration().counts().redundant, 0u);
    std::set<std::string> outputs;
    for (const auto& outcome : run->exploration().outcomes()) outputs.insert(outcome.output);
    EXPECT_EQ(outputs, (std::set<std::string>{"ab ab", "ba ab", "ab ba", "ba ba"}));
}

TEST(Explore, a_thread_that_works_for_long_is_not_taken_for_one_that_waits) {
    auto run = explore("patient", "");
    EXPECT_TRUE(run->exploration().is_complete()) << run->summary();
    EXPECT_EQ(run->exploration().counts().executions, 2u);
    EXPECT_EQ(run->exploration().counts().longest, 3'003u);
}

TEST(Explore, lets_others_have_their_turn) {
    ExploreSettings settings;
    settings.options.events_per_execution = 600;
    auto made = ExploreRun::create(program("busy"), settings);
    ASSERT_TRUE(made.ok());
    while ((*made)->run(100)) {
    }
    const explorer::Exploration& found = (*made)->exploration();
    EXPECT_FALSE(found.is_complete());
    EXPECT_GT(found.counts().executions, 100u);
    EXPECT_GT(found.counts().too_long, 0u);
    EXPECT_TRUE(found.bugs().empty());
    EXPECT_NE((*made)->summary().find("of one thread while others could have gone on"),
              std::string::npos)
        << (*made)->summary();
}

class Pools : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(Pools, of_any_size_find_the_same) {
    const auto& [name, input] = GetParam();
    auto one = explore(name, input);
    const uint64_t as_always = explorer::ExplorationOptions().shared_points;
    for (const auto& [threads, points] :
         {std::pair{2u, as_always}, {4u, as_always}, {2u, uint64_t{20}}, {4u, uint64_t{200}}}) {
        SCOPED_TRACE(std::to_string(threads) + " threads, " + std::to_string(points) + " points");
        ExploreSettings settings;
        settings.options.input = input;
        settings.options.threads = threads;
        settings.options.shared_points = points;
        auto made = ExploreRun::create(program(name), settings);
        ASSERT_TRUE(made.ok());
        while ((*made)->run(37)) {
        }
        const auto& alone = one->exploration();
        const auto& pool = (*made)->exploration();
        EXPECT_TRUE(pool.is_complete());
        EXPECT_EQ(pool.counts().executions, alone.counts().executions);
        EXPECT_EQ(pool.counts().stuck, alone.counts().stuck);
        EXPECT_EQ(pool.counts().events, alone.counts().events);
        EXPECT_EQ(pool.counts().redundant, 0u);
        EXPECT_EQ(outcomes(**made), outcomes(*one));
        EXPECT_EQ(bugs(**made), bugs(*one));
        for (const auto& outcome : pool.outcomes()) {
            auto same = std::find_if(
                alone.outcomes().begin(), alone.outcomes().end(), [&](const auto& other) {
                    return other.output == outcome.output && other.code == outcome.code &&
                           other.stuck == outcome.stuck;
                });
            ASSERT_NE(same, alone.outcomes().end());
            EXPECT_EQ(outcome.count, same->count);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(
    Small, Pools,
    testing::Values(std::pair{"readers", "13"}, std::pair{"lastzero", "10"},
                    std::pair{"unlocked_increments", "4"}, std::pair{"locked_increments", "5"},
                    std::pair{"opposite_locks", ""}, std::pair{"compare_and_swap", "5"},
                    std::pair{"bounded_queue", "1"}, std::pair{"timed", ""},
                    std::pair{"notify_choice", ""}, std::pair{"spinlock", "3"},
                    std::pair{"detached", ""}, std::pair{"iriw", ""}, std::pair{"indexer", "15"}),
    [](const auto& info) {
        return std::string(info.param.first) + (info.param.second[0] == 0 ? "" : "_") +
               info.param.second;
    });

struct Port {
    const char* name;
    const char* wrong;
    const char* right;
    const char* bug;
};

class SmallBugs : public testing::TestWithParam<Port> {};

TEST_P(SmallBugs, are_found_and_the_corrected_program_is_proved) {
    const Port& port = GetParam();
    auto wrong = explore(port.name, port.wrong);
    EXPECT_TRUE(bugs(*wrong).contains(port.bug));
    EXPECT_TRUE(wrong->exploration().is_complete());
    auto right = explore(port.name, port.right);
    EXPECT_EQ(right->verdict(), Verdict::Proved) << right->summary();
    EXPECT_EQ(right->exploration().counts().redundant, 0u);
}

// A report does the witness again: it must come to where the bug was, whichever search had found it.
TEST_P(SmallBugs, are_told_with_their_lines_whatever_found_them) {
    const Port& port = GetParam();
    const Program loaded = program(port.name);
    explorer::ExplorationOptions options;
    options.input = port.wrong;
    for (Policy policy : {Policy::Dpor, Policy::Random, Policy::Pct}) {
        auto run = explore(port.name, port.wrong, policy, policy == Policy::Dpor ? 200'000 : 300);
        for (const explorer::Bug& bug : run->exploration().bugs()) {
            if (bug.kind != explorer::BugKind::Abort) continue;
            const session::BugReport report = session::report_of(loaded, options, bug);
            ASSERT_EQ(report.places.size(), 1u);
            EXPECT_GT(report.places[0].line, 0) << static_cast<int>(policy) << report.message;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Ported, SmallBugs,
                         testing::Values(Port{"bounded_queue", "0", "1", "exit-code"},
                                         Port{"reorder", "3 0", "3 1", "abort"},
                                         Port{"twostage", "0", "1", "abort"},
                                         Port{"token_ring", "0", "1", "abort"},
                                         Port{"stealing", "0", "1", "abort"},
                                         Port{"wrong_lock", "0", "1", "abort"}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Explore, a_lost_update_is_found_with_both_lines) {
    auto run = explore("unlocked_increments", "2");
    EXPECT_EQ(run->verdict(), Verdict::Bug);
    EXPECT_EQ(outcomes(*run), (Outcomes{{"1\n", 0, false}, {"2\n", 0, false}}));
    const auto& found = run->exploration().bugs();
    ASSERT_EQ(found.size(), 1u);
    ASSERT_EQ(found[0].kind, explorer::BugKind::DataRace);
    session::BugReport report =
        report_of(program("unlocked_increments"), run->exploration().options(), found[0]);
    ASSERT_EQ(report.places.size(), 2u);
    EXPECT_EQ(report.places[0].line, 8u);
    EXPECT_EQ(report.places[1].line, 8u);
    EXPECT_NE(report.message.find("counter"), std::string::npos);
    EXPECT_FALSE(report.places[0].stack.empty());
}

TEST(Explore, a_deadlock_says_who_waits_for_what) {
    auto run = explore("opposite_locks", "");
    const auto& found = run->exploration().bugs();
    ASSERT_EQ(found.size(), 1u);
    ASSERT_EQ(found[0].kind, explorer::BugKind::Deadlock);
    session::BugReport report =
        report_of(program("opposite_locks"), run->exploration().options(), found[0]);
    EXPECT_NE(report.message.find("waits for the lock b, held by thread 2"), std::string::npos)
        << report.message;
    EXPECT_NE(report.message.find("waits for the lock a, held by thread 1"), std::string::npos)
        << report.message;
    EXPECT_EQ(report.places.size(), 3u);  // main waits as well
}

TEST(Explore, a_notification_that_comes_too_early_is_a_deadlock) {
    auto run = explore("unlocked_notify", "1");
    EXPECT_EQ(run->verdict(), Verdict::Bug);
    EXPECT_EQ(run->exploration().counts().executions, 1u);
    EXPECT_EQ(run->exploration().counts().stuck, 1u);
    EXPECT_EQ(bugs(*run), std::set<std::string>{"deadlock"});
}

TEST(Explore, an_error_free_program_is_proved) {
    auto run = explore("locked_increments", "3");
    EXPECT_EQ(run->verdict(), Verdict::Proved);
    EXPECT_NE(run->summary().find("All 6 different executions"), std::string::npos)
        << run->summary();
}

TEST(Explore, who_writes_under_a_lock_to_read_races) {
    EXPECT_EQ(bugs(*explore("reader_writes", "")), std::set<std::string>{"data-race"});
}

TEST(Explore, variables_that_were_copied_together_are_not_mixed_up) {
    const auto run = explore("neighbours", "");
    EXPECT_EQ(run->verdict(), Verdict::Proved);
    EXPECT_TRUE(run->exploration().bugs().empty());
}

TEST(Explore, a_budget_that_ends_proves_nothing) {
    auto run = explore("locked_increments", "5", Policy::Dpor, 7);
    EXPECT_EQ(run->verdict(), Verdict::Budget);
    EXPECT_EQ(run->exploration().counts().executions, 7u);
    EXPECT_FALSE(run->exploration().is_complete());
    EXPECT_GT(run->exploration().progress(), 0);
    EXPECT_LT(run->exploration().progress(), 1);
}

TEST(Explore, a_witness_does_again_what_it_witnesses) {
    for (const char* name :
         {"unlocked_increments", "opposite_locks", "bounded_queue", "timed", "printing"}) {
        Program loaded = program(name);
        auto run = explore(name, "2");
        for (const auto& outcome : run->exploration().outcomes()) {
            auto schedule =
                explorer::Schedule::from_text(session::schedule_text(outcome.witness.segments));
            ASSERT_TRUE(schedule.ok());
            auto world = world::World::create(loaded.module, run->exploration().options().world);
            const std::string input = "2";
            (*world)->give_input({reinterpret_cast<const uint8_t*>(input.data()), input.size()});
            explorer::Replay replay(**world, *schedule);
            base::Status done = replay.run();
            ASSERT_TRUE(done.ok()) << name << ": " << done.error().message;
            EXPECT_EQ((*world)->output(), outcome.output) << name;
            EXPECT_EQ((*world)->outcome().ended(), !outcome.stuck) << name;
            EXPECT_EQ((*world)->outcome().code, outcome.code) << name;
            if (!outcome.stuck) continue;
            // Whoever repeats it sees all of them wait, and not about to.
            EXPECT_TRUE((*world)->is_stuck()) << name;
            for (const world::GuestThread& thread : (*world)->threads())
                EXPECT_NE(thread.phase, world::Phase::AtCall) << name;
        }
    }
}

TEST(Explore, a_schedule_repeats_a_spurious_wakeup) {
    Program loaded = program("spurious");
    auto run = explore_spuriously("spurious", "0");
    ASSERT_EQ(run->exploration().bugs().size(), 1u);
    auto schedule = explorer::Schedule::from_text(
        session::schedule_text(run->exploration().bugs()[0].witness.segments));
    ASSERT_TRUE(schedule.ok());
    auto world = world::World::create(loaded.module, run->exploration().options().world);
    const uint8_t input[] = {'0'};
    (*world)->give_input(input);
    explorer::Replay replay(**world, *schedule);
    base::Status done = replay.run();
    ASSERT_TRUE(done.ok()) << done.error().message;
    EXPECT_EQ((*world)->outcome().kind, world::OutcomeKind::Abort);
}

TEST(Explore, random_and_pct_find_the_lost_update_and_never_claim_to_have_proved) {
    for (Policy policy : {Policy::Random, Policy::Pct}) {
        auto run = explore("unlocked_increments", "2", policy, 200);
        EXPECT_EQ(outcomes(*run).size(), 2u);
        EXPECT_FALSE(run->exploration().is_complete());
        auto right = explore("locked_increments", "3", policy, 200);
        EXPECT_EQ(right->verdict(), Verdict::Budget);
    }
}

TEST(Explore, few_preemptions_are_enough_for_a_deadlock) {
    ExploreSettings settings;
    settings.options.policy = Policy::Bounded;
    settings.options.preemptions = 0;
    auto none = ExploreRun::create(program("opposite_locks"), settings);
    while ((*none)->run(1000)) {
    }
    EXPECT_TRUE(bugs(**none).empty());
    settings.options.preemptions = 1;
    auto one = ExploreRun::create(program("opposite_locks"), settings);
    while ((*one)->run(1000)) {
    }
    EXPECT_EQ(bugs(**one), std::set<std::string>{"deadlock"});
}

TEST(Explore, the_first_bug_ends_it_where_asked) {
    ExploreSettings settings;
    settings.options.input = "3 0";
    settings.stop_at_bug = true;
    auto made = ExploreRun::create(program("reorder"), settings);
    while ((*made)->run(1000)) {
    }
    const auto& found = (*made)->exploration();
    EXPECT_EQ(found.bugs().size(), 1u);
    EXPECT_EQ(found.bugs()[0].count, 1u);
    EXPECT_FALSE(found.is_complete());
    EXPECT_EQ(found.counts().threads, 5u);
}

TEST(Explore, the_estimate_becomes_the_number) {
    auto part = explore("unlocked_increments", "4", Policy::Dpor, 200);
    ASSERT_TRUE(part->estimate());
    EXPECT_GT(*part->estimate(), 200);
    EXPECT_LT(*part->estimate(), 20'000);
    auto whole = explore("unlocked_increments", "4");
    EXPECT_EQ(*whole->estimate(), 576);
    EXPECT_FALSE(explore("locked_increments", "3", Policy::Random, 20)->estimate());
}

TEST(Explore, a_session_explores_in_pieces) {
    session::Session session;
    auto ask = [&](const base::ByteWriter& request) {
        std::vector<uint8_t> reply = session.handle(request.data());
        base::ByteReader reader(reply);
        const uint32_t size = reader.u32();
        std::span<const uint8_t> json = reader.bytes(size);
        return std::string(json.begin(), json.end());
    };
    base::ByteWriter early;
    early.u32(41);
    early.u64(5);
    EXPECT_NE(ask(early).find("\"error\""), std::string::npos);

    std::ifstream in(std::string(INTERLEAVE_PROGRAMS) + "/explore/locked_increments.debug.wasm",
                     std::ios::binary);
    std::vector<uint8_t> bytes(std::istreambuf_iterator<char>(in), {});
    base::ByteWriter load;
    load.u32(1);
    load.bytes(bytes);
    ask(load);
    base::ByteWriter begin;
    begin.u32(40);
    begin.u32(0);
    begin.u32(0);
    begin.u64(1000);
    begin.u64(1000);
    begin.u64(1);
    begin.u32(2);
    begin.u32(3);
    begin.u32(2);
    begin.u32(1);
    const uint8_t three[] = {'3'};
    begin.bytes(three);
    EXPECT_NE(ask(begin).find("\"more\":true"), std::string::npos);
    base::ByteWriter more;
    more.u32(41);
    more.u64(4);
    EXPECT_NE(ask(more).find("\"executions\":4"), std::string::npos);
    EXPECT_NE(ask(more).find("\"more\":false"), std::string::npos);
    base::ByteWriter all;
    all.u32(42);
    all.u64(1'500'000);
    const std::string json = ask(all);
    EXPECT_NE(json.find("\"verdict\":\"proved\""), std::string::npos) << json;
    EXPECT_NE(json.find("\"executions\":6"), std::string::npos) << json;
    EXPECT_NE(json.find("\"seconds\":1.5"), std::string::npos) << json;
}
