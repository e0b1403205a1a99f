#pragma once
// Optimal dynamic partial order reduction: exactly one execution of each Mazurkiewicz trace.
//
// Algorithm 2 of Abdulla, Aronis, Jonsson and Sagonas, "Source Sets: A Foundation for Optimal Dynamic Partial Order
// Reduction" (JACM 64(4), 2017): depth-first; at the end of each execution, for every race in it that the execution before did
// not have, the shortest way to the other order is put into the wakeup tree of the state before the race, unless
// what sleeps there covers it. Going back undoes journals; nothing is executed twice.
//
// Beyond the paper: notify_one with several waiters branches on who is woken (the choices of one state are
// put into its wakeup tree together), a wait with a time limit may end by it before it was notified (History), and several
// workers may search one tree (work_pool.hpp).

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <vector>

#include "explorer/branch_point.hpp"
#include "explorer/search.hpp"
#include "explorer/work_pool.hpp"

namespace interleave::explorer {

class OptimalDpor : public Search {
public:
    // So many events of one thread while others could go on end an execution as too long: it waits for them in a loop that was not
    // recognised as spinning, and would be executed for ever, with one round more each time.
    static constexpr size_t MostInARow = 2'000;

    // Searches the whole tree, from the state the execution is in.
    OptimalDpor(Execution& execution, uint64_t event_limit);
    // One worker of several. Those that do not `begin` have nothing to do until they accept a job.
    OptimalDpor(Execution& execution, uint64_t event_limit, WorkPool& pool, bool begins);

    bool next() override;
    double progress() const override;
    // Others may add to what it has shared, so that it has to be kept.
    bool is_exposed() { return is_exposed_above(m_nodes.size()); }
    // Goes where the job's branch begins. REQUIRES: next() has returned false, or nothing was begun
    void accept(const Job& job);

private:
    // After so many events it is another thread's turn, where nothing else decides.
    static constexpr size_t Turn = 250;

    // A state on the way, before event number i of the history.
    struct Node {
        BranchPoint own;
        std::shared_ptr<SharedPoint> shared;  // instead of `own`
        std::optional<Execution::Saved> saved;
        size_t joins = 0;     // in the history
        uint64_t since = 0;   // executions that were done before it was reached
        size_t current = 0;   // the branch taken now: its number in the point's `sleep`
        bool inside = false;  // it is counted as being there (SharedPoint::Lead)

        // Of a shared point: where m_before has what comes before the current branch, and how much of it slept on arrival.
        size_t before = 0;
        size_t arrived = 0;

        BranchPoint& point() { return shared ? *shared : own; }
        const BranchPoint& point() const { return shared ? *shared : own; }
    };

    // Extends the execution to its end, beginning with m_branch.
    void run();
    // Comes to a new state; false if the execution ends there.
    bool arrive();
    void begin_branch(Node& node, bool is_exposed);
    void reopen_branch(Node& node);
    std::optional<ThreadId> wanted_next() const;
    bool keeps_others_waiting() const;
    // Takes m_branch; false if that cannot be done. REQUIRES: m_choices are the node's
    bool take_branch();
    void note_step(const Label& label);
    void find_next_sleep(const Node& node);
    // The choices, as far as joins are settled: the thread has to have one.
    void look(std::optional<ThreadId> wanted);
    bool choose(Node& node);
    bool is_asleep(const Node& node, const Label& label) const;
    void find_other_choices(const Label& label);
    // Tries the other order of every race that was not there in the execution before: what had to be tried because of
    // the others was put into the wakeup trees then.
    void reverse_races();
    void reverse_blocked();
    void reverse_end();
    void find_others(const History::Reversal& reversal, const Footprint& footprint);
    void leave_free(const Touch& acquisition);
    void reverse(const Event& event, const Footprint* footprint, const History::Reversal& reversal);
    // Goes back to the last state with a branch to begin, and begins it; false if there is none.
    bool go_back();
    void leave_last();

    // dpor_share.cpp: points that several workers have in common
    static std::unique_lock<std::mutex> lock_of(const Node& node);
    void enter(Node& node);
    void copy_begun(const Node& node);
    void fall_asleep(Node& node);
    std::span<const Step> before(const Node& node) const;
    bool leave_shared(SharedPoint& point);
    void leave_all();
    bool is_exposed_above(size_t index);
    void make_shared(size_t last);
    // Gives a branch away.
    void share();
    void share_way(size_t last);
    double worth_of(const Node& node) const;
    bool put_off();
    Job way_to(size_t last) const;

    WorkPool* m_pool = nullptr;
    Execution::Saved m_root;
    FootprintTable m_footprints;
    std::vector<Node> m_nodes;
    std::vector<Step> m_before;  // of the nodes with shared points, to be read without their locks
    std::vector<BranchPoint> m_spare;  // of states that were left, for their storage
    std::vector<Step> m_steps;         // by event
    std::vector<Label> m_choices;
    std::vector<size_t> m_others;  // events of the sequence, but for its last one
    StepSequence m_sequence;       // that is to be inserted
    Branch m_branch;               // that is taken next, and what the tree demands below it
    std::shared_ptr<SharedPoint> m_next_point;  // of the state that it leads to, if that is shared
    WakeupTree m_below;                         // of the state that is reached next
    std::vector<Step> m_next_sleep;
    uint64_t m_done = 0;     // executions
    size_t m_first_new = 0;  // event that the execution before did not have
    enum class Begin : uint8_t { AtRoot, AtJob, Begun } m_begin = Begin::AtRoot;
    bool m_has_work = true;
    // nodes from the root that nobody can add to from outside, as far as that is known
    size_t m_unexposed = 0;
    // Held from the choice of a shared branch until its first event is known.
    std::unique_lock<std::mutex> m_lock;
};

}  // namespace interleave::explorer
