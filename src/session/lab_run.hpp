#pragma once
// One run of a program on the lab: forwards by simulating virtual cores, and to any moment of what was run so far by
// snapshots and replay.
//
//   time ──▶   S₀────────S₁────────S₂───▲────S₃───frontier
//                                       │
//              seek(t): restore the last snapshot before t, then repeat the recorded schedule up to t
//
// A snapshot is taken every SnapshotInterval instructions, more often where threads take short turns, so that a seek
// has little to repeat. Running on after a seek goes back to the frontier first.
//
// The recorder's chunks describe the frontier only: what a seek repeats is not written again.
//
// BY HAND the learner takes the cores' place (explorer/manual.hpp): each move is chosen, and everything else is as
// above. What was done is a schedule here too; given to a new run, it is followed move by move, and the learner goes
// on from there: undo, links and “take over here” are this.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "explorer/manual.hpp"
#include "explorer/replay.hpp"
#include "explorer/schedule.hpp"
#include "explorer/shared_accesses.hpp"
#include "explorer/virtual_cores.hpp"
#include "session/program.hpp"
#include "session/trace_recorder.hpp"
#include "world/world.hpp"

namespace interleave::session {

struct LabSettings {
    explorer::CoreOptions cores;
    world::WorldOptions world;
    // Accesses to memory that threads share are ordered exactly and are events of the trace.
    bool watch_shared = true;
    // What coroutines do is events of the trace too.
    bool watch_coroutines = true;
    std::string input;        // standard input
    bool input_open = false;  // more may come: a read at its end waits
    uint64_t instruction_limit = 20'000'000'000;
    uint64_t event_limit = 5'000'000;
    bool by_hand = false;          // the learner is the scheduler; `cores` is not used …
    explorer::Schedule beginning;  // … and this was done before
};

// How a run stands, in one word for people and programs: "running", "exit", "deadlock", …
enum class LabStatus : uint8_t {
    Running,
    NeedsInput,
    Exit,
    Abort,
    Trap,
    Uncaught,
    Deadlock,
    OutputLimit,
    InstructionLimit,
    EventLimit,
    Invalid,
    Stopped,
};
const char* lab_status_name(LabStatus status);

class LabRun {
public:
    static constexpr uint64_t SnapshotInterval = 500'000;

    static base::Result<std::unique_ptr<LabRun>> create(const Program& program,
                                                        const LabSettings& settings);

    // Goes on at the frontier for about so many instructions; returns how the run stands then. By hand: thread by
    // thread, each as far as it gets.
    LabStatus run(uint64_t instructions);

    // --- by hand
    bool by_hand() const { return m_manual != nullptr; }
    // REQUIRES: by hand
    const explorer::Manual& manual() const { return *m_manual; }
    // One move at the frontier. Fails if the thread cannot make one.
    base::Status move(base::ThreadId thread, explorer::MoveUnit unit);
    // What was done by then, as a run by hand could begin with.
    base::Result<explorer::Schedule> schedule_until(int64_t time);
    struct Move {
        base::ThreadId thread;
        size_t segments;  // of the schedule, after it
        int64_t time;     // after it
    };
    // By hand: one for each move, also of those that were followed.
    const std::vector<Move>& moves() const { return m_moves; }
    LabStatus status() const { return m_status; }
    // A sentence for people about how the run ended; "" while it runs.
    const std::string& message() const { return m_message; }
    uint32_t exit_code() const { return m_frontier_outcome.code; }
    // Ends the run at the frontier, as the learner's Stop does.
    void stop();
    void give_input(std::span<const uint8_t> bytes);
    void close_input();

    // Of the frontier.
    int64_t time() const { return m_time; }
    uint64_t executed() const { return m_executed; }
    const std::string& output() const { return m_all_output; }
    uint64_t hash() const { return m_hash; }  // of the state at the end; 0 while the run goes on
    const explorer::Schedule& schedule() const { return m_schedule; }
    TraceRecorder& recorder() { return m_recorder; }
    const Program& program() const { return m_program; }
    const LabSettings& settings() const { return m_settings; }

    // Makes world() show the moment `time`, between 0 and time().
    base::Status seek(int64_t time);
    // Back to the frontier.
    void leave_past();
    // The part of the run between two snapshots that a time belongs to; there are window_count() of them.
    size_t window_of(int64_t time) const;
    size_t window_count() const { return m_moments.size(); }
    // The times in a window at which a thread came to another line of the program, ascending. Executes the window's
    // instructions one by one the first time (some 50 ms for a full one); the world shows another moment then: seek.
    struct LineChange {
        int64_t time;
        base::ThreadId thread;
        uint32_t line;
    };
    base::Result<const std::vector<LineChange>*> line_changes(size_t window);
    // The moment that world() shows.
    int64_t position() const { return m_in_past ? m_past_time : m_time; }
    world::World& world() { return *m_world; }

private:
    struct Moment {
        world::World::Saved saved;
        size_t segment;  // the next one of the schedule
        int64_t time;
    };

    LabRun(const Program& program, const LabSettings& settings);
    void take_moment();
    base::Status follow_beginning();
    void note_move(base::ThreadId thread);
    void enter_past();
    uint64_t executed_at_frontier() const {
        return m_manual ? m_manual->executed() : m_cores->executed();
    }
    void update(explorer::RunStatus status);
    void finish(LabStatus status, std::string message);

    Program m_program;
    LabSettings m_settings;
    TraceRecorder m_recorder;
    std::unique_ptr<world::World> m_world;
    std::unique_ptr<explorer::SharedAccesses> m_accesses;
    std::unique_ptr<explorer::VirtualCores> m_cores;  // null by hand
    std::unique_ptr<explorer::Manual> m_manual;       // null otherwise
    std::vector<Move> m_moves;
    explorer::Schedule m_schedule;
    std::vector<Moment> m_moments;
    uint64_t m_last_moment = 0;  // executed() then

    LabStatus m_status = LabStatus::Running;
    world::Outcome m_frontier_outcome;
    std::string m_message;
    std::string m_all_output;
    int64_t m_time = 0;
    uint64_t m_executed = 0;
    uint64_t m_hash = 0;

    // line_changes by window, with the segments that there were then.
    std::map<size_t, std::pair<size_t, std::vector<LineChange>>> m_line_changes;

    bool m_in_past = false;
    int64_t m_past_time = 0;
    world::World::Saved m_frontier;
};

}  // namespace interleave::session
