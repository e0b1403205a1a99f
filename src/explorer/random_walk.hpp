#pragma once
// Random schedules: at each state any choice, all equally likely. It repeats executions, proves nothing, and finds
// shallow bugs in programs that are too large to explore.

#include "explorer/search.hpp"

namespace interleave::explorer {

class RandomWalk : public Search {
public:
    RandomWalk(Execution& execution, uint64_t event_limit, uint64_t seed);
    bool next() override;

private:
    uint64_t random();

    Execution::Saved m_root;
    uint64_t m_state;
    std::vector<Label> m_choices;
};

}  // namespace interleave::explorer
