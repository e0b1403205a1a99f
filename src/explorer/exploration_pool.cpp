// Exploring on several host threads (work_pool.hpp): each has a world, a search and findings of its own; the first one
// collects the findings of the others whenever all pause.

#include <algorithm>
#include <atomic>
#include <functional>

#include "explorer/dpor.hpp"
#include "explorer/exploration.hpp"

namespace interleave::explorer {

base::Status Exploration::add_helpers(const wasm::ModulePointer& module) {
    m_own_pool = std::make_unique<WorkPool>(m_options.threads, m_options.shared_points);
    m_pool = m_own_pool.get();
    for (uint32_t i = 1; i < m_options.threads; ++i) {
        std::unique_ptr<Exploration> helper(new Exploration(m_options, m_visibility));
        if (base::Status prepared = helper->prepare(module); !prepared) return prepared.error();
        helper->m_pool = m_pool;
        helper->m_is_helper = true;
        helper->begin_search();
        m_helpers.push_back(std::move(helper));
    }
    std::vector<std::function<void()>> work;
    for (const auto& helper : m_helpers) {
        work.emplace_back([this, worker = helper.get()] { worker->work(*m_pool, m_quota); });
    }
    m_threads = std::make_unique<HelperThreads>(std::move(work));
    return base::Nothing{};
}

void Exploration::run_all(uint64_t executions) {
    const auto all = static_cast<int64_t>(std::min<uint64_t>(executions, INT64_MAX));
    m_quota = all;
    while (!m_done && m_quota > 0) {
        m_pool->resume();
        m_threads->begin_round();
        work(*m_pool, m_quota);
        m_threads->end_round();

        bool fresh = m_fresh;
        bool has_work = m_has_work;
        for (const auto& helper : m_helpers) {
            fresh = fresh || helper->m_fresh;
            has_work = has_work || helper->m_has_work;
            m_fresh_races = m_fresh_races || helper->m_fresh_races;
            absorb(*helper);
        }
        if (!fresh) {
            m_done = !has_work && !m_pool->has_jobs();
            continue;
        }
        // One search has one set of visible bytes, and who has learned of a page need not be interrupted by it again.
        for (const auto& helper : m_helpers) {
            m_sharing.add_all(helper->m_sharing);
            m_execution->learn_pages(*helper->m_execution);
        }
        m_pool->clear();
        restart();
        for (const auto& helper : m_helpers) {
            helper->m_sharing.add_all(m_sharing);
            helper->m_execution->learn_pages(*m_execution);
            helper->restart();
        }
        m_quota = all;
    }
}

void Exploration::work(WorkPool& pool, std::atomic<int64_t>& quota) {
    auto& search = static_cast<OptimalDpor&>(*m_search);
    while (!pool.is_paused()) {
        if (!m_has_work) {
            const std::optional<Job> job = pool.wait();
            if (!job) return;
            search.accept(*job);
            m_has_work = true;
        }
        if (pool.is_full() && search.is_exposed() && pool.rest()) continue;
        if (quota.fetch_sub(1) <= 0) return pool.pause();
        switch (explore_one()) {
            case Step::Recorded:
                break;
            case Step::Fresh:
                return pool.pause();
            case Step::Nothing:
                quota.fetch_add(1);
                m_has_work = false;
                break;
        }
    }
}

// Takes over what the helper has found.
void Exploration::absorb(Exploration& helper) {
    const ExplorationCounts& counts = helper.m_counts;
    m_counts.executions += counts.executions;
    m_counts.stuck += counts.stuck;
    m_counts.pruned += counts.pruned;
    m_counts.redundant += counts.redundant;
    m_counts.too_long += counts.too_long;
    m_counts.runaway += counts.runaway;
    m_counts.events += counts.events;
    m_counts.longest = std::max(m_counts.longest, counts.longest);
    m_counts.threads = std::max(m_counts.threads, counts.threads);
    for (const auto& [key, number] : helper.m_bug_index) {
        Bug& theirs = helper.m_bugs[number];
        if (!theirs.is_found()) continue;  // taken over by another key
        auto [place, fresh] = m_bug_index.try_emplace(key, std::min(m_bugs.size(), MostBugs - 1));
        if (fresh && m_bugs.size() < MostBugs) {
            m_bugs.push_back(std::move(theirs));
            m_bugs.back().counted_in = 0;  // was in the helper's numbering
        } else {
            Bug& ours = m_bugs[place->second];
            const uint64_t count = ours.count + theirs.count;
            const uint64_t pruned = ours.pruned + theirs.pruned;
            if (theirs.witness.better_than(ours.witness)) ours = std::move(theirs);
            ours.count = count;
            ours.pruned = pruned;
            ours.counted_in = 0;
        }
        theirs.count = theirs.pruned = 0;
    }
    for (const auto& [key, number] : helper.m_outcome_index) {
        OutcomeFound& theirs = helper.m_outcomes[number];
        auto [place, fresh] = m_outcome_index.try_emplace(key, m_outcomes.size());
        if (fresh) {
            m_outcomes.push_back(std::move(theirs));
            continue;
        }
        OutcomeFound& ours = m_outcomes[place->second];
        ours.count += theirs.count;
        if (theirs.witness.better_than(ours.witness)) ours.witness = std::move(theirs.witness);
    }
    helper.m_counts = ExplorationCounts();
    helper.m_bugs.clear();
    helper.m_bug_index.clear();
    helper.m_outcomes.clear();
    helper.m_outcome_index.clear();
}

}  // namespace interleave::explorer
