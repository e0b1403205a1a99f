#pragma once
// Explores a program: which executions there are, what they result in, what goes wrong in some of them.
//
// Begins with no plain access visible; whenever a data race is found on new bytes, a search that claims to be complete
// begins again with these visible (execution.hpp says why that suffices). What was found before is found again.
//
// Whoever calls decides how long: `run` does a number of executions and comes back.

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "explorer/helper_threads.hpp"
#include "explorer/search.hpp"
#include "explorer/work_pool.hpp"

namespace interleave::explorer {

enum class Policy : uint8_t {
    Dpor,     // every execution once
    Naive,    // every schedule
    Bounded,  // every schedule with few preemptions
    Random,
    Pct,
};

struct ExplorationOptions {
    Policy policy = Policy::Dpor;
    ExecutionOptions execution;
    world::WorldOptions world;
    std::string input;  // standard input
    uint64_t events_per_execution = 10'000;
    uint32_t preemptions = 2;  // of Bounded
    uint64_t seed = 1;         // of Random and Pct
    uint32_t depth = 3;        // of Pct
    uint32_t threads = 1;  // host threads; more than one only with Dpor, and where HasHostThreads
    uint64_t shared_points =
        1u
        << 20;  // that several host threads keep for each other, about (work_pool.hpp); about 300 bytes each
    // Bytes of memory that are part of an outcome: {address, size} in the first process.
    std::vector<std::pair<uint32_t, uint32_t>> watched;
};

enum class BugKind : uint8_t {
    Deadlock,    // threads wait for each other, or for what never comes
    NoProgress,  // threads run for ever and get nowhere
    DataRace,
    Abort,  // assert, abort, std::terminate
    Trap,
    Uncaught,
    ExitCode,
    Misuse,
    Invalid,  // the program asks for what no machine offers
};
const char* bug_kind_name(BugKind kind);

// A schedule to see something by, and how good it is: fewer switches, then fewer events.
struct Witness {
    std::vector<Segment> segments;
    // what it shows may only follow from what others show: worse than any of these
    bool follows = false;
    uint32_t switches = 0;
    size_t events = 0;
    bool better_than(const Witness& other) const {
        if (follows != other.follows) return other.follows;
        return switches != other.switches ? switches < other.switches : events < other.events;
    }
};

// Part of a witness: segments [begin, end).
struct SegmentRange {
    size_t begin = 0;
    size_t end = 0;
};

struct Bug {
    BugKind kind{};
    world::Misuse misuse = world::Misuse::None;
    uint32_t object = 0;  // of Misuse
    ThreadId thread;      // that trapped, misused, …
    uint32_t code = 0;    // of ExitCode
    std::string message;  // the machine's, "" where the kind says it all
    DataRace race;        // of DataRace; the segments in which its two accesses are
    SegmentRange first;
    SegmentRange second;
    Witness witness;          // up to where the bug shows
    uint64_t count = 0;       // executions that have it and were not given up
    uint64_t pruned = 0;      // those that were (ExplorationCounts::pruned)
    uint64_t counted_in = 0;  // the last of all these, in Exploration's numbering

    bool is_found() const { return count + pruned != 0; }
    // To be told: what was given up is no execution of its own where another one shows the bug.
    uint64_t executions() const { return count != 0 ? count : pruned; }
};

struct OutcomeFound {
    world::OutcomeKind kind{};
    uint32_t code = 0;
    bool stuck = false;  // a deadlock or no progress
    std::string output;
    std::string message;
    std::vector<uint8_t> watched;
    Witness witness;
    uint64_t count = 0;
};

struct ExplorationCounts {
    uint64_t executions = 0;  // that came to their end
    uint64_t stuck = 0;       // that ended with threads waiting for ever
    uint64_t pruned = 0;      // given up because a thread only spins; others show what follows
    uint64_t redundant = 0;   // equal to one seen before
    uint64_t too_long = 0;    // cut at the limit of events
    uint64_t runaway = 0;     // cut because a thread ran on without an event
    uint64_t events = 0;
    uint64_t restarts = 0;  // because of newly found data races
    uint64_t longest = 0;   // events of the longest execution
    uint32_t threads = 0;   // of the execution with most of them
};

class Exploration {
public:
    // More data races than anyone reads about are only counted.
    static constexpr size_t MostBugs = 200;

    static base::Result<std::unique_ptr<Exploration>> create(const wasm::ModulePointer& module,
                                                             const ExplorationOptions& options,
                                                             Visibility visibility);

    // Does up to so many executions. False once there are no more.
    bool run(uint64_t executions);
    bool is_done() const { return m_done; }
    // Everything was explored, and no bound cut anything off.
    bool is_complete() const;

    const ExplorationCounts& counts() const { return m_counts; }
    const std::vector<Bug>& bugs() const { return m_bugs; }
    const std::vector<OutcomeFound>& outcomes() const { return m_outcomes; }
    const ExplorationOptions& options() const { return m_options; }
    // Between 0 and 1; an estimate of the number of executions follows from it (Knuth, "Estimating the efficiency of
    // backtrack programs", 1975, weighted by what is behind).
    double progress() const;
    // The execution that was done last.
    const Search& search() const { return *m_search; }
    size_t visible_granules() const { return m_sharing.size(); }

private:
    Exploration(const ExplorationOptions& options, Visibility visibility);
    base::Status prepare(const wasm::ModulePointer& module);
    void begin_search();
    // Of one execution.
    enum class Step : uint8_t { Recorded, Fresh, Nothing };
    Step explore_one();
    void restart();

    // exploration_pool.cpp
    base::Status add_helpers(const wasm::ModulePointer& module);
    void run_all(uint64_t executions);
    void work(WorkPool& pool, std::atomic<int64_t>& quota);
    void absorb(Exploration& helper);
    bool note_races();
    void record();
    void record_bugs();
    Bug& bug(uint64_t key, BugKind kind);
    Witness witness_so_far(size_t events) const;
    Witness stuck_witness() const;
    bool improves(const Bug& bug, bool follows = false) const;
    // Once in each execution, however often it happens there.
    void count(Bug& bug) const;
    SegmentRange segments_of(const Epoch& epoch) const;
    // Between threads, in the execution that is recorded.
    uint32_t switches() const;
    void record_stuck();
    void record_outcome(bool stuck);

    ExplorationOptions m_options;
    Visibility m_visibility;
    Sharing m_sharing;
    std::unique_ptr<Execution> m_execution;
    Execution::Saved m_root;
    std::unique_ptr<WorkPool> m_own_pool;  // before all that shares points
    std::unique_ptr<Search> m_search;
    bool m_done = false;
    bool m_bounded = false;
    bool m_fresh_races = false;  // since the search began
    bool m_fresh = false;        // these, or memory that became shared

    // Of several host threads, this one's object is the first worker and holds the others.
    WorkPool* m_pool = nullptr;
    bool m_is_helper = false;
    bool m_has_work = true;
    std::vector<std::unique_ptr<Exploration>> m_helpers;
    std::atomic<int64_t> m_quota = 0;  // executions that may still be begun in this call of `run`
    mutable std::optional<uint32_t> m_switches;
    uint64_t m_recorded = 0;  // executions, from 1
    ExplorationCounts m_counts;
    std::vector<Bug> m_bugs;
    std::unordered_map<uint64_t, size_t> m_bug_index;  // by key: a number in m_bugs
    std::vector<OutcomeFound> m_outcomes;
    std::unordered_map<uint64_t, size_t> m_outcome_index;
    std::unique_ptr<HelperThreads> m_threads;  // last: they work with all of this
};

}  // namespace interleave::explorer
