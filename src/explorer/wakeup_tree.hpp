#pragma once
// Wakeup trees (Abdulla et al., JACM 2017, section 4.3): what is still to be explored from a state, as an ordered tree of
// choices. Its branches promise that each leads to executions no other one leads to, so that no exploration is ever in
// vain.

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "explorer/event.hpp"
#include "explorer/footprint_table.hpp"

namespace interleave::explorer {

// A choice and what its event touches (a FootprintTable's).
struct Step {
    Label label;
    const Footprint* footprint = FootprintTable::empty();
};

// Steps of others, one after the other.
class StepSequence {
public:
    void clear() {
        m_steps.clear();
        m_threads = 0;
    }
    void add(const Step& step) {
        m_steps.push_back(&step);
        m_threads |= bit(step.label.thread);
    }
    bool empty() const { return m_steps.empty(); }
    auto begin() const { return m_steps.begin(); }
    auto end() const { return m_steps.end(); }
    const Step& last() const { return *m_steps.back(); }
    // False: no step is this thread's.
    bool may_have(base::ThreadId thread) const { return (m_threads & bit(thread)) != 0; }
    // Takes out the thread's first step, if it has one.
    void erase_first_of(base::ThreadId thread);

private:
    static uint64_t bit(base::ThreadId thread) { return uint64_t{1} << (thread.value & 63); }

    std::vector<const Step*> m_steps;
    uint64_t m_threads = 0;  // those of the steps, and maybe others
};

// Whether the choice can come first in some reordering of the sequence, or is independent of all of it: a weak
// initial.
bool is_weak_initial(const Step& step, const StepSequence& sequence);

struct Branch {
    Step step;
    std::vector<Branch> children;
    // Not a new branch: the begun one with this number has something to begin below it again (branch_point.hpp).
    static constexpr size_t New = SIZE_MAX;
    size_t reopens = New;
};

class WakeupTree {
public:
    WakeupTree() = default;
    explicit WakeupTree(std::vector<Branch> branches) : m_branches(std::move(branches)) {}

    bool empty() const { return m_branches.empty(); }
    size_t size() const { return m_branches.size(); }
    void clear() { m_branches.clear(); }
    const Branch& first() const { return m_branches.front(); }
    // Takes the first branch out. REQUIRES: not empty
    Branch take_first();
    // A branch of one choice, unless there is one that begins with it.
    void add(const Step& step);
    // The begun branch with this number has something to begin again, unless that is known.
    void reopen(const Step& step, size_t number);
    // Whether a branch that was begun before that number has.
    bool reopens_before(size_t number) const;
    // Adds the sequence, unless the tree leads to an equal execution already. Returns whether it was added. What is left of
    // the sequence is of no use.
    bool insert(StepSequence& sequence);

private:
    std::vector<Branch> m_branches;
};

}  // namespace interleave::explorer
