#include "explorer/wakeup_tree.hpp"

#include <algorithm>
#include <utility>

namespace interleave::explorer {

bool is_weak_initial(const Step& step, const StepSequence& sequence) {
    // What is to be reversed comes last, and often settles it.
    if (!sequence.may_have(step.label.thread)) {
        if (sequence.empty()) return true;
        if (!independent(*step.footprint, *sequence.last().footprint)) return false;
    }
    for (const Step* other : sequence) {
        if (other->label.thread == step.label.thread) return other->label == step.label;
        if (!independent(*step.footprint, *other->footprint)) return false;
    }
    return true;
}

void StepSequence::erase_first_of(base::ThreadId thread) {
    auto same = std::find_if(m_steps.begin(), m_steps.end(),
                             [&](const Step* step) { return step->label.thread == thread; });
    if (same != m_steps.end()) m_steps.erase(same);
}

Branch WakeupTree::take_first() {
    Branch first = std::move(m_branches.front());
    m_branches.erase(m_branches.begin());
    return first;
}

void WakeupTree::add(const Step& step) {
    for (const Branch& branch : m_branches) {
        if (branch.step.label == step.label) return;
    }
    m_branches.push_back(Branch{step, {}});
}

void WakeupTree::reopen(const Step& step, size_t number) {
    for (const Branch& branch : m_branches) {
        if (branch.reopens == number) return;
    }
    m_branches.push_back(Branch{step, {}, number});
}

bool WakeupTree::reopens_before(size_t number) const {
    return std::any_of(m_branches.begin(), m_branches.end(),
                       [&](const Branch& branch) { return branch.reopens < number; });
}

bool WakeupTree::insert(StepSequence& sequence) {
    std::vector<Branch>* branches = &m_branches;
    while (!sequence.empty()) {
        Branch* follows = nullptr;
        for (Branch& branch : *branches) {
            if (!is_weak_initial(branch.step, sequence)) continue;
            follows = &branch;
            break;
        }
        if (follows == nullptr) {
            for (const Step* step : sequence) {
                branches->push_back(Branch{*step, {}});
                branches = &branches->back().children;
            }
            return true;
        }
        if (follows->children.empty()) return false;  // all that begins so will be explored
        sequence.erase_first_of(follows->step.label.thread);
        branches = &follows->children;
    }
    return false;
}

}  // namespace interleave::explorer
