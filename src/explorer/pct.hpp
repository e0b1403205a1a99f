#pragma once
// Probabilistic concurrency testing: random priorities, lowered at d - 1 random points of the execution. A bug that needs
// d events in a certain order is found by one execution with a probability of at least 1 / (n · k^(d-1)), for n
// threads and k events (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A Randomized Scheduler with Probabilistic
// Guarantees of Finding Bugs", ASPLOS 2010).

#include "explorer/search.hpp"

namespace interleave::explorer {

class Pct : public Search {
public:
    // `depth` ≥ 1 is d.
    Pct(Execution& execution, uint64_t event_limit, uint64_t seed, uint32_t depth);
    bool next() override;

private:
    uint64_t random();
    void plan();
    uint64_t priority(ThreadId thread);

    Execution::Saved m_root;
    uint64_t m_state;
    uint32_t m_depth;
    uint64_t m_longest = 100;               // events of the longest execution so far: k
    std::vector<uint64_t> m_priorities;     // by thread; 0: not drawn yet
    std::vector<uint64_t> m_change_points;  // event numbers
    std::vector<Label> m_choices;
};

}  // namespace interleave::explorer
