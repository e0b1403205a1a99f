#pragma once
// Several host threads search one tree (dpor.hpp): a worker that has nothing to do is given a branch that another one has
// not begun.
//
// WHAT IS SHARED. Every worker has a world of its own. To give a branch away, a worker makes the branch points on its way to
// it common property: from then on all see who began which branch, and all put the reversals of their races into
// the same wakeup trees. Below it each has branch points of its own, and no lock, but for those that begun branches demand
// (SharedPoint::Lead): others may demand more there.
//
// WHY THE SET OF EXECUTIONS STAYS THE SAME. A branch that was begun sleeps for all later ones, whether or not it is finished:
// as in the search by one worker, where it is finished first. Which branch is begun when changes only
// which execution represents its equals.
//
// WHO GOES UP. A worker that finds nothing left at a shared branch point leaves it, and all above it, to the workers that are
// still below; the last one goes on upwards. So nothing is lost that those may still insert above.
//
// WHAT IS KEPT. A worker need not share what is demanded below a branch, and may forget what it has shared, where no other
// one is below an earlier branch of any point on its way: nobody else can insert there any more. So the worker that is
// before all others in the order of the search keeps nothing, and memory is bounded however long the search takes: of the others,
// who keep more and more, one that has kept much puts its job off and asks for one that is nearer to the first; once there are
// too many points, they rest.
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
    // `most_points`: shared branch points that are kept, about.
    WorkPool(uint32_t workers, uint64_t most_points)
        : m_workers(workers), m_most_points(most_points), m_crowd(most_points / Crowds) {}

    // Somebody has nothing to do.
    bool is_hungry() const { return m_hungry.load(std::memory_order_relaxed) > 0; }
    void give(Job job);
    // Blocks until there is a job; nothing once nobody has work any more, or all are to pause.
    std::optional<Job> wait();

    // Branch points that are shared now.
    std::atomic<uint64_t>& points() { return m_points; }
    // So many that who is exposed to others would better work near them.
    bool is_crowded() const {
        return m_points.load(std::memory_order_relaxed) > m_crowd.load(std::memory_order_relaxed);
    }
    bool is_full() const { return m_points.load(std::memory_order_relaxed) > m_most_points; }
    // A job that is done when nobody has anything else to do.
    void put_off(Job job);
    // Blocks for some milliseconds, to let others go on; false at once if somebody wants a job, or all others rest.
    bool rest();

    // All stop after the execution they are at, and can go on after `resume`.
    void pause();
    void resume();
    bool is_paused() const { return m_paused.load(std::memory_order_relaxed); }
    // REQUIRES: no worker runs
    void clear();
    bool has_jobs() const { return !m_jobs.empty() || !m_put_off.empty(); }

    std::mutex mutex;

private:
    static constexpr uint64_t Crowds = 16;

    void take_up_again();
    // Whoever goes on now may keep some more.
    void allow_more() { m_crowd = m_points + m_most_points / Crowds; }

    uint32_t m_workers;
    uint64_t m_most_points;
    std::atomic<uint64_t> m_crowd;
    std::atomic<uint64_t> m_points = 0;
    std::atomic<int> m_hungry = 0;
    std::atomic<bool> m_paused = false;
    uint32_t m_waiting = 0;
    uint32_t m_resting = 0;
    bool m_nobody_works = false;
    std::vector<Job> m_jobs;
    std::vector<Job> m_put_off;
    std::condition_variable m_changed;
};

}  // namespace interleave::explorer
