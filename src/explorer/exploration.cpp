#include "explorer/exploration.hpp"

#include <algorithm>
#include <utility>

#include "base/hash.hpp"
#include "explorer/dpor.hpp"
#include "explorer/naive.hpp"
#include "explorer/pct.hpp"
#include "explorer/random_walk.hpp"

namespace interleave::explorer {

using base::hash_bytes;
using base::hash_combine;
using world::OutcomeKind;
using world::Phase;

namespace {

BugKind bug_of(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::Trap:
            return BugKind::Trap;
        case OutcomeKind::Uncaught:
            return BugKind::Uncaught;
        case OutcomeKind::Abort:
            return BugKind::Abort;
        case OutcomeKind::Exit:
            return BugKind::ExitCode;
        default:
            return BugKind::Invalid;
    }
}

}  // namespace

const char* bug_kind_name(BugKind kind) {
    switch (kind) {
        case BugKind::Deadlock:
            return "deadlock";
        case BugKind::NoProgress:
            return "no-progress";
        case BugKind::DataRace:
            return "data-race";
        case BugKind::Abort:
            return "abort";
        case BugKind::Trap:
            return "trap";
        case BugKind::Uncaught:
            return "uncaught";
        case BugKind::ExitCode:
            return "exit-code";
        case BugKind::Misuse:
            return "misuse";
        case BugKind::Invalid:
            return "invalid";
    }
    return "invalid";
}

Exploration::Exploration(const ExplorationOptions& options, Visibility visibility)
    : m_options(options), m_visibility(std::move(visibility)) {
    m_options.execution.final_memory = !options.watched.empty();
}

base::Result<std::unique_ptr<Exploration>> Exploration::create(const wasm::ModulePointer& module,
                                                               const ExplorationOptions& options,
                                                               Visibility visibility) {
    std::unique_ptr<Exploration> made(new Exploration(options, std::move(visibility)));
    if (base::Status prepared = made->prepare(module); !prepared) return prepared.error();
    if (HasHostThreads && options.threads > 1 && options.policy == Policy::Dpor) {
        if (base::Status added = made->add_helpers(module); !added) return added.error();
    }
    made->begin_search();
    return made;
}

base::Status Exploration::prepare(const wasm::ModulePointer& module) {
    base::Result<std::unique_ptr<Execution>> execution = Execution::create(
        module, m_options.world, m_options.execution, m_visibility, m_sharing, m_options.input);
    if (!execution) return execution.error();
    m_execution = std::move(execution).value();
    m_root = m_execution->save();
    return base::Nothing{};
}

void Exploration::begin_search() {
    m_search.reset();
    m_execution->restore(m_root);
    m_execution->forget_stretches();
    const uint64_t limit = m_options.events_per_execution;
    switch (m_options.policy) {
        case Policy::Dpor:
            m_has_work = !m_is_helper;
            m_search = m_pool == nullptr ? std::make_unique<OptimalDpor>(*m_execution, limit)
                                         : std::make_unique<OptimalDpor>(*m_execution, limit,
                                                                         *m_pool, m_has_work);
            break;
        case Policy::Naive:
            m_search = std::make_unique<NaiveSearch>(*m_execution, limit);
            break;
        case Policy::Bounded:
            m_search = std::make_unique<NaiveSearch>(*m_execution, limit, m_options.preemptions);
            m_bounded = true;
            break;
        case Policy::Random:
            m_search = std::make_unique<RandomWalk>(*m_execution, limit, m_options.seed);
            m_bounded = true;
            break;
        case Policy::Pct:
            m_search = std::make_unique<Pct>(*m_execution, limit, m_options.seed, m_options.depth);
            m_bounded = true;
            break;
    }
}

bool Exploration::run(uint64_t executions) {
    if (!m_helpers.empty()) {
        run_all(executions);
        return !m_done;
    }
    for (uint64_t i = 0; i < executions && !m_done; ++i) {
        switch (explore_one()) {
            case Step::Recorded:
                break;
            case Step::Fresh:
                --i;  // all executions that were asked for belong to one search
                restart();
                break;
            case Step::Nothing:
                m_done = true;
                break;
        }
    }
    return !m_done;
}

Exploration::Step Exploration::explore_one() {
    const bool walks = m_options.policy == Policy::Random || m_options.policy == Policy::Pct;
    m_execution->races().clear();
    if (!m_search->next()) return Step::Nothing;
    const bool fresh_races = note_races();
    const bool fresh_memory = m_execution->take_fresh_memory();
    if ((fresh_races || fresh_memory) && !walks) {
        m_fresh = true;
        m_fresh_races = m_fresh_races || fresh_races;
        return Step::Fresh;
    }
    // Remembered stretches stop at what was visible then.
    if (fresh_races) m_execution->forget_stretches();
    record();
    return Step::Recorded;
}

// All counts belong to one search.
void Exploration::restart() {
    const uint64_t restarts = m_counts.restarts + (m_fresh_races ? 1 : 0);
    m_fresh = m_fresh_races = false;
    m_counts = ExplorationCounts();
    m_counts.restarts = restarts;
    m_bugs.clear();
    m_bug_index.clear();
    m_outcomes.clear();
    m_outcome_index.clear();
    begin_search();
}

double Exploration::progress() const {
    if (m_done) return 1;
    double most = m_search->progress();
    for (const auto& helper : m_helpers) most = std::max(most, helper->m_search->progress());
    return most;
}

bool Exploration::is_complete() const {
    // Who spins waits for what another execution does.
    const bool all_pruned = m_counts.pruned != 0 && m_counts.executions + m_counts.stuck == 0;
    return m_done && !m_bounded && m_counts.too_long == 0 && m_counts.runaway == 0 && !all_pruned;
}

bool Exploration::note_races() {
    bool fresh = false;
    for (const DataRace& race : m_execution->races()) {
        if (m_sharing.add(race.memory, race.granule, race.mask)) fresh = true;
    }
    return fresh;
}

void Exploration::record() {
    m_switches.reset();
    ++m_recorded;
    const EndKind end = m_search->end();
    const size_t events = m_search->history().size();
    m_counts.events += events;
    m_counts.longest = std::max<uint64_t>(m_counts.longest, events);
    m_counts.threads =
        std::max(m_counts.threads, static_cast<uint32_t>(m_execution->world().threads().size()));
    record_bugs();
    switch (end) {
        case EndKind::Ended:
            ++m_counts.executions;
            record_outcome(false);
            break;
        case EndKind::Stuck:
            ++m_counts.stuck;
            record_stuck();
            record_outcome(true);
            break;
        case EndKind::Pruned:
            ++m_counts.pruned;
            break;
        case EndKind::Redundant:
            ++m_counts.redundant;
            break;
        case EndKind::Runaway: {
            ++m_counts.runaway;
            Bug& found = bug(1, BugKind::NoProgress);
            found.thread = *m_execution->runaway();
            found.message = "It runs on and on without anything that others could notice.";
            if (improves(found)) found.witness = witness_so_far(events);
            count(found);
            break;
        }
        case EndKind::TooLong:
            ++m_counts.too_long;
            break;
        case EndKind::TooManySwitches:
            break;
    }
}

// --- what went wrong

Bug& Exploration::bug(uint64_t key, BugKind kind) {
    key = hash_combine(key, static_cast<uint64_t>(kind));
    auto [place, fresh] = m_bug_index.try_emplace(key, m_bugs.size());
    if (fresh) {
        if (m_bugs.size() == MostBugs) {
            place->second = MostBugs - 1;
        } else {
            m_bugs.emplace_back().kind = kind;
        }
    }
    return m_bugs[place->second];
}

bool Exploration::improves(const Bug& bug, bool follows) const {
    if (!bug.is_found()) return true;
    Witness now;
    now.follows = follows;
    now.events = m_search->history().size();
    now.switches = switches();
    return now.better_than(bug.witness);
}

void Exploration::count(Bug& bug) const {
    if (bug.counted_in == m_recorded) return;
    bug.counted_in = m_recorded;
    ++(m_search->end() == EndKind::Pruned ? bug.pruned : bug.count);
}

void Exploration::record_bugs() {
    const size_t events = m_search->history().size();
    for (const DataRace& race : m_execution->races()) {
        Bug& found = bug(hash_combine(race.granule, race.mask), BugKind::DataRace);
        // Who has the memory after it was given back is not to blame.
        const bool follows = !race.first_frees && !race.second_frees;
        if (improves(found, follows)) {
            found.race = race;
            found.first = segments_of(race.first);
            found.second = segments_of(race.second);
            found.witness = witness_so_far(events);
            found.witness.follows = follows;
            found.witness.segments.resize(found.second.end);
        }
        count(found);
    }
    for (const MisuseFound& misuse : m_execution->misuses()) {
        Bug& found =
            bug(hash_combine(static_cast<uint64_t>(misuse.misuse), misuse.object), BugKind::Misuse);
        if (improves(found)) {
            found.misuse = misuse.misuse;
            found.object = misuse.object;
            found.thread = misuse.thread;
            found.witness = witness_so_far(events);
        }
        count(found);
    }
    const world::Outcome& outcome = m_execution->world().outcome();
    if (!outcome.ended() || (outcome.kind == OutcomeKind::Exit && outcome.code == 0)) return;
    const uint64_t key = hash_combine(hash_combine(outcome.thread.value, outcome.code),
                                      hash_bytes(outcome.message.data(), outcome.message.size(),
                                                 static_cast<uint64_t>(outcome.trap)));
    Bug& found = bug(outcome.kind == OutcomeKind::Exit ? outcome.code : key, bug_of(outcome.kind));
    if (improves(found)) {
        found.thread = outcome.thread;
        found.code = outcome.code;
        found.message = outcome.message;
        found.witness = witness_so_far(events);
    }
    count(found);
}

// Who waits for what tells one deadlock from another.
void Exploration::record_stuck() {
    uint64_t key = 0;
    bool spins = false;
    for (const world::GuestThread& thread : m_execution->world().threads()) {
        if (m_execution->is_spinning(thread.id)) {
            spins = true;
            key = hash_combine(key, uint64_t{thread.id.value} << 32 | 0xffff);
        } else if (thread.phase == Phase::AtCall) {
            key = hash_combine(key, uint64_t{thread.id.value} << 40 | thread.pending.call.object);
        } else if (thread.phase == Phase::Waiting) {
            key = hash_combine(
                key, uint64_t{thread.id.value} << 40 | uint64_t{1} << 36 | thread.wait.object);
        }
    }
    Bug& found = bug(key, spins ? BugKind::NoProgress : BugKind::Deadlock);
    if (improves(found)) found.witness = stuck_witness();
    count(found);
}

void Exploration::record_outcome(bool stuck) {
    const world::Outcome& outcome = m_execution->world().outcome();
    const std::string_view output = m_execution->output();
    uint64_t key =
        hash_bytes(output.data(), output.size(), static_cast<uint64_t>(outcome.kind) + 1);
    key = hash_combine(key, uint64_t{outcome.code} << 1 | (stuck ? 1 : 0));
    std::vector<uint8_t> watched;
    for (const auto& [address, size] : m_options.watched) {
        const size_t at = watched.size();
        watched.resize(at + size);
        const machine::MemoryId memory = m_execution->world().process(0).memory;
        (void)m_execution->world().store().memory(memory).read(address,
                                                               {watched.data() + at, size});
    }
    key = hash_combine(key, hash_bytes(watched.data(), watched.size()));

    auto [place, fresh] = m_outcome_index.try_emplace(key, m_outcomes.size());
    if (fresh) {
        OutcomeFound& made = m_outcomes.emplace_back();
        made.kind = outcome.kind;
        made.code = outcome.code;
        made.stuck = stuck;
        made.output = std::string(output);
        made.message = outcome.message;
        made.watched = std::move(watched);
        made.witness = stuck ? stuck_witness() : witness_so_far(m_search->history().size());
    }
    OutcomeFound& found = m_outcomes[place->second];
    ++found.count;
    if (fresh || found.witness.switches == 0) return;
    const size_t events = m_search->history().size();
    Witness now;
    now.events = events;
    now.switches = switches();
    if (now.better_than(found.witness))
        found.witness = stuck ? stuck_witness() : witness_so_far(events);
}

// --- witnesses

// Threads that cannot go on stand before what they would wait for: whoever repeats the execution sees them wait.
Witness Exploration::stuck_witness() const {
    Witness witness = witness_so_far(m_search->history().size());
    for (const world::GuestThread& thread : m_execution->world().threads()) {
        const bool is_blocked =
            thread.phase == Phase::AtCall && !m_execution->world().can_perform(thread.id);
        if (is_blocked) witness.segments.push_back({.thread = thread.id, .performs = 1});
    }
    return witness;
}

uint32_t Exploration::switches() const {
    if (m_switches) return *m_switches;
    const History& history = m_search->history();
    uint32_t count = 0;
    for (size_t i = 1; i < history.size(); ++i) {
        if (!(history.event(i).label.thread == history.event(i - 1).label.thread)) ++count;
    }
    m_switches = count;
    return count;
}

Witness Exploration::witness_so_far(size_t events) const {
    Witness witness;
    witness.segments = m_execution->segments();
    witness.events = events;
    witness.switches = switches();
    return witness;
}

// The segments in which the thread was in the detector's event: at most up to the next choice.
SegmentRange Exploration::segments_of(const Epoch& epoch) const {
    const History& history = m_search->history();
    SegmentRange range{m_execution->first_segment(epoch), m_execution->segments().size()};
    for (size_t i = 0; i < history.size(); ++i) {
        if (history.event(i).first_segment <= range.begin) continue;
        range.end = history.event(i).first_segment;
        break;
    }
    return range;
}

}  // namespace interleave::explorer
