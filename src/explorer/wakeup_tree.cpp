#include "explorer/wakeup_tree.hpp"

#include <algorithm>
#include <utility>

namespace interleave::explorer {

bool is_weak_initial(const Step& step, const std::vector<const Step*>& sequence) {
    for (const Step* other : sequence) {
        if (other->label.thread == step.label.thread) return other->label == step.label;
        if (!independent(step.footprint, other->footprint)) return false;
    }
    return true;
}

WakeupTree WakeupTree::below_first() {
    WakeupTree below;
    below.m_branches = std::move(m_branches.front().children);
    m_branches.front().children.clear();
    return below;
}

void WakeupTree::drop_first() { m_branches.erase(m_branches.begin()); }

void WakeupTree::add(const Step& step) {
    for (const Branch& branch : m_branches) {
        if (branch.step.label == step.label) return;
    }
    m_branches.push_back(Branch{step, {}});
}

bool WakeupTree::insert(std::vector<const Step*> sequence, bool skip_first) {
    std::vector<Branch>* branches = &m_branches;
    size_t first = skip_first && !branches->empty() ? 1 : 0;
    while (!sequence.empty()) {
        Branch* follows = nullptr;
        for (size_t i = first; i < branches->size() && follows == nullptr; ++i) {
            if (is_weak_initial((*branches)[i].step, sequence)) follows = &(*branches)[i];
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
        first = 0;
    }
    return false;
}

}  // namespace interleave::explorer
