#pragma once
// Depth-first search through all schedules, without any reduction: what the reduced search is checked against. With a
// bound on preemptions it is a search for bugs that need few switches (Musuvathi and Qadeer, "Iterative
// Context Bounding for Systematic Testing of Multithreaded Programs", PLDI 2007).

#include <limits>
#include <vector>

#include "explorer/search.hpp"

namespace interleave::explorer {

class NaiveSearch : public Search {
public:
    static constexpr uint32_t Unbounded = std::numeric_limits<uint32_t>::max();

    // A preemption is a switch away from a thread that could have gone on.
    NaiveSearch(Execution& execution, uint64_t event_limit, uint32_t preemptions = Unbounded);

    bool next() override;
    double progress() const override;
    // Whether schedules were left out because of the bound.
    bool was_bounded() const { return m_was_bounded; }

private:
    struct Node {
        Execution::Saved saved;
        std::vector<Label> choices;
        size_t taken = 0;
        size_t joins = 0;          // in the history
        uint32_t preemptions = 0;  // on the way to this state
    };

    void run();
    uint32_t cost(const Node& node, const Label& label) const;

    uint32_t m_bound;
    bool m_was_bounded = false;
    bool m_begun = false;
    std::vector<Node> m_nodes;
};

}  // namespace interleave::explorer
