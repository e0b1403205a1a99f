#pragma once
// Wakeup trees (Abdulla et al., JACM 2017, section 4.3): what is still to be explored from a state, as an ordered tree of
// choices. Its branches promise that each leads to executions no other one leads to, so that no exploration is ever in
// vain.

#include <vector>

#include "explorer/event.hpp"

namespace interleave::explorer {

// A choice and what its event touches.
struct Step {
    Label label;
    Footprint footprint;
};

// Whether the choice can come first in some reordering of the sequence, or is independent of all of it: a weak
// initial.
bool is_weak_initial(const Step& step, const std::vector<const Step*>& sequence);

struct Branch {
    Step step;
    std::vector<Branch> children;
};

class WakeupTree {
public:
    bool empty() const { return m_branches.empty(); }
    size_t size() const { return m_branches.size(); }
    const Branch& first() const { return m_branches.front(); }
    // What is below the first branch, for the state that it leads to; taken away here.
    WakeupTree below_first();
    void drop_first();
    // A branch of one choice, unless there is one that begins with it.
    void add(const Step& step);
    // Adds the sequence, unless the tree leads to an equal execution already. `skip_first`: the first branch is being
    // explored and is known not to be a weak initial of the sequence. Returns whether it was added.
    bool insert(std::vector<const Step*> sequence, bool skip_first);

private:
    std::vector<Branch> m_branches;
};

}  // namespace interleave::explorer
