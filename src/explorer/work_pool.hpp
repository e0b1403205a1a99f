#pragma once
// Several host threads search one tree (dpor.hpp): a worker that has nothing to do is given a branch that another one has
// not begun.
//
// WHAT IS SHARED. Every worker has a world of its own. To give a branch away, a worker makes the branch points on its way to
// it common property: from then on all see who began which branch, and all put the reversals of their races into
// the same wakeup trees. Below it each has branch points of its own, and no lock.
//
// WHY THE SET OF EXECUTIONS STAYS THE SAME. A branch that was begun sleeps for all later ones, whether or not it is finished:
// as in the search by one worker, where it is finished first. Which branch is begun when changes only
// which execution represents its equals.
//
// WHO GOES UP. A worker that finds nothing left at a shared branch point leaves it, and all above it, to the workers that are
// still below; the last one goes on upwards. So nothing is lost that those may still insert above.
//
// Thread safety: all members may be used by all workers. Each shared branch point has a lock of its own. Who leaves several at
// once does so with `mutex`, so that the last one at each sees that it is.

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "explorer/branch_point.hpp"

namespace interleave::explorer {

// The way to a branch point with a branch to begin.
struct Job {
    struct Place {
        std::shared_ptr<SharedPoint> point;
        Label taken;            // the way's next choice; of the last place none
        size_t current = 0;     // its number among the point's sleep
        bool is_saved = false;  // the worker that gave it away had a state to go back to
    };
    std::vector<Place> places;
};

class WorkPool {
public:
    explicit WorkPool(uint32_t workers) : m_workers(workers) {}

    // Somebody has nothing to do.
    bool is_hungry() const { return m_hungry.load(std::memory_order_relaxed) > 0; }
    void give(Job job);
    // Blocks until there is a job; nothing once nobody has work any more, or all are to pause.
    std::optional<Job> wait();

    // All stop after the execution they are at, and can go on after `resume`.
    void pause();
    void resume();
    bool is_paused() const { return m_paused.load(std::memory_order_relaxed); }
    // REQUIRES: no worker runs
    void clear() { m_jobs.clear(); }
    bool has_jobs() const { return !m_jobs.empty(); }

    std::mutex mutex;

private:
    uint32_t m_workers;
    std::atomic<int> m_hungry = 0;
    std::atomic<bool> m_paused = false;
    uint32_t m_waiting = 0;
    bool m_nobody_works = false;
    std::vector<Job> m_jobs;
    std::condition_variable m_changed;
};

}  // namespace interleave::explorer
