#pragma once
// A state of an optimal search from which more than one way may lead on, and what is known about these.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "explorer/wakeup_tree.hpp"

namespace interleave::explorer {

struct SharedPoint;

struct BranchPoint {
    // What need not come first here: what slept on arrival, and after it every branch that was begun, in that order.
    std::vector<Step> sleep;
    size_t arrived = 0;    // of them slept on arrival
    WakeupTree tree;       // the branches that were not begun
    uint32_t begun = 0;    // branches
    // By number in `sleep`, of branches that were begun while this was shared: where they lead, if more than one step was
    // demanded; else null.
    std::vector<std::shared_ptr<SharedPoint>> below;

    // Adds the sequence, found by a worker that is below the begun branch number `current`, unless it is covered: by what
    // comes before that branch, or by what the later ones lead to. Returns whether it was added. What is left of the
    // sequence is of no use.
    bool insert(StepSequence& sequence, size_t current);

    // As new, but with its storage.
    void clear() {
        sleep.clear();
        tree.clear();
        below.clear();
        arrived = 0;
        begun = 0;
    }

private:
    bool insert_after(StepSequence& sequence, size_t first);
};

// Common property of several workers (work_pool.hpp). Who locks two locks the upper one first.
struct SharedPoint : BranchPoint {
    SharedPoint(BranchPoint point, uint32_t users) : BranchPoint(std::move(point)), workers(users) {}

    std::unique_lock<std::mutex> lock();

    // A worker, or a job, is below the branch with this number.
    void enter(size_t number) {
        if (inside.size() <= number) inside.resize(number + 1);
        ++inside[number];
    }
    void leave(size_t number) { --inside[number]; }
    // Somebody is below a branch that was begun before the one with this number, or goes there again.
    bool has_earlier(size_t number) const;

    // That explore below. Nobody leaves as the last one without the lock.
    std::atomic<uint32_t> workers;
    std::vector<uint32_t> inside;  // workers and jobs below a begun branch, by its number in `sleep`

private:
    std::mutex m_mutex;
};

}  // namespace interleave::explorer
