#pragma once
// Optimal dynamic partial order reduction: exactly one execution of each Mazurkiewicz trace.
//
// Algorithm 2 of Abdulla, Aronis, Jonsson and Sagonas, "Source Sets: A Foundation for Optimal Dynamic Partial Order
// Reduction" (JACM 64(4), 2017): depth-first; at the end of each execution, for every race in it, the
// shortest way to the other order is put into the wakeup tree of the state before the race, unless what sleeps there
// covers it. Going back restores a snapshot; nothing is executed twice.
//
// Beyond the paper: notify_one with several waiters branches on who is woken (the choices of one state are
// put into its wakeup tree together), and a wait with a time limit may end by it before it was notified (History).

#include <optional>
#include <vector>

#include "explorer/search.hpp"
#include "explorer/wakeup_tree.hpp"

namespace interleave::explorer {

class OptimalDpor : public Search {
public:
    OptimalDpor(Execution& execution, uint64_t event_limit);

    bool next() override;
    double progress() const override;

private:
    // A state on the way, before event number i of the history.
    struct Node {
        std::optional<Execution::Saved> saved;
        size_t joins = 0;  // in the history
        std::vector<Step> sleep;
        WakeupTree tree;       // its first branch is the one taken now
        uint32_t explored = 0;  // branches behind
    };

    // Extends the execution to its end.
    void run();
    // The choices, as far as joins are settled: `tree` names the thread that has to have one.
    void look(const WakeupTree& tree);
    bool choose(Node& node);
    bool asleep(const Node& node, const Label& label) const;
    void find_other_choices(const Label& label);
    // Tries the other order of every race that was not there in the execution before: what had to be tried because of
    // the others was put into the wakeup trees then.
    void reverse_races();
    void reverse_blocked();
    void reverse(const Event& event, const History::Reversal& reversal);
    // Goes back to the last state with something left; false if there is none.
    bool go_back();

    std::vector<Node> m_nodes;
    std::vector<Step> m_steps;  // by event
    std::vector<Label> m_choices;
    WakeupTree m_below;  // of the state that is reached next
    std::vector<Step> m_next_sleep;
    size_t m_first_new = 0;  // event that the execution before did not have
    bool m_begun = false;
};

}  // namespace interleave::explorer
