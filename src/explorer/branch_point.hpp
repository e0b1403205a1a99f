#pragma once
// A state of an optimal search from which more than one way may lead on, and what is known about these.

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "explorer/wakeup_tree.hpp"

namespace interleave::explorer {

struct BranchPoint {
    // What need not come first here: what slept on arrival, and after it every branch that was begun, in that order.
    std::vector<Step> sleep;
    size_t arrived = 0;  // of them slept on arrival
    WakeupTree tree;     // the branches that were not begun
    uint32_t begun = 0;  // branches

    // As new, but with its storage.
    void clear() {
        sleep.clear();
        tree.clear();
        arrived = 0;
        begun = 0;
    }
};

// Common property of several workers (work_pool.hpp). What slept on arrival each of them knows for itself: `sleep` has only
// the branches that were begun. Who locks two locks the upper one first.
struct SharedPoint : BranchPoint {
    // Counts itself in `alive`.
    SharedPoint(WakeupTree demanded, std::atomic<uint64_t>& alive);
    // Of a point that one worker, who is below its branch number `current`, had for itself.
    SharedPoint(BranchPoint&& point, size_t current, std::atomic<uint64_t>& alive);
    ~SharedPoint() { m_alive.fetch_sub(1, std::memory_order_relaxed); }
    SharedPoint(const SharedPoint&) = delete;
    SharedPoint& operator=(const SharedPoint&) = delete;

    // What is known of a branch that was begun.
    struct Lead {
        std::shared_ptr<SharedPoint>
            point;  // where it leads, if others may have to add to what was demanded there
        uint32_t inside = 0;  // workers and jobs below it
    };

    // Adds the sequence, found by a worker that is below the begun branch number `current`, unless what the later ones lead to
    // covers it. Returns whether it was added. What is left of the sequence is of no use. REQUIRES: it is not
    // covered by what comes before that branch
    bool insert(StepSequence& sequence, size_t current) {
        return insert_after(sequence, current + 1);
    }

    std::unique_lock<std::mutex> lock();

    // A worker, or a job, is below the branch with this number.
    void enter(size_t number) {
        if (leads.size() <= number) leads.resize(number + 1);
        ++leads[number].inside;
    }
    void leave(size_t number) { --leads[number].inside; }
    // Somebody is below a branch that was begun before the one with this number, or goes there again.
    bool has_earlier(size_t number) const;

    // Forgets where the branches up to the one with this number lead, if nobody is below one of them, or goes there again.
    // REQUIRES: nobody can insert here from points above
    void forget_leads(size_t number);

    // That explore below. Nobody leaves as the last one without the lock.
    std::atomic<uint32_t> workers = 1;
    std::vector<Lead> leads;  // by number in `sleep`

private:
    bool insert_after(StepSequence& sequence, size_t first);

    std::mutex m_mutex;
    std::atomic<uint64_t>& m_alive;
};

}  // namespace interleave::explorer
