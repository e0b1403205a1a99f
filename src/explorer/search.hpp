#pragma once
// What all ways to search through executions have in common: one file a policy, each an oracle that decides which
// execution comes next.

#include <cstdint>
#include <memory>

#include "explorer/execution.hpp"
#include "explorer/history.hpp"

namespace interleave::explorer {

// How an execution ended.
enum class EndKind : uint8_t {
    Ended,   // the program ended: World::outcome
    Stuck,   // threads wait for ever; spinning threads may be among them
    Pruned,  // a thread spins on what was changed meanwhile: another execution shows what follows
    Redundant,  // equal to one that was seen (never with optimal DPOR)
    Runaway,    // a thread executed too much without an event
    TooLong,  // more events than allowed, or one thread went on and on while others waited for their turn
    TooManySwitches,  // the bound on preemptions was reached
};

class Search {
public:
    Search(Execution& execution, uint64_t event_limit)
        : m_execution(execution), m_history(Execution::MostThreads), m_event_limit(event_limit) {}
    virtual ~Search() = default;

    // Does the next execution to its end; false if there is none any more. Then `end`, the execution and the history
    // tell about it until the next call.
    virtual bool next() = 0;

    EndKind end() const { return m_end; }
    const History& history() const { return m_history; }
    Execution& execution() { return m_execution; }
    // Between 0 and 1: how much was explored, by the share of the tree that lies behind (each choice at a state
    // counts the same). 0 for searches that do not end.
    virtual double progress() const { return 0; }

protected:
    // How the execution stands once there is nothing left to choose.
    EndKind classify();
    // The choices there are, with all joins settled.
    void look(std::vector<Label>& choices) {
        m_execution.settle_all();
        m_execution.choices(choices);
    }
    void take(const Label& label) {
        m_history.note(m_execution.take_joins());
        m_execution.take(label, m_history.next());
        m_history.commit();
    }

    Execution& m_execution;
    History m_history;
    uint64_t m_event_limit;
    EndKind m_end = EndKind::Ended;
};

}  // namespace interleave::explorer
