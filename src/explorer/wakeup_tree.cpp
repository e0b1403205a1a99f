#include "explorer/wakeup_tree.hpp"

#include <algorithm>
#include <utility>

namespace interleave::explorer {

bool is_weak_initial(const Step& step, const StepSequence& sequence) {
    for (const Step* other : sequence) {
        if (other->label.thread == step.label.thread) return other->label == step.label;
        if (!independent(step.footprint, other->footprint)) return false;
    }
    return true;
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
        auto same = std::find_if(sequence.begin(), sequence.end(), [&](const Step* step) {
            return step->label.thread == follows->step.label.thread;
        });
        if (same != sequence.end()) sequence.erase(same);
        branches = &follows->children;
    }
    return false;
}

}  // namespace interleave::explorer
