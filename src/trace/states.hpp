#pragma once
// From events to what a view draws: per thread a gapless list of states, per lock (condition
// variable, semaphore, channel, …) who held it and who waited, per core who ran on it, and the
// program's own spans and curves.
//
// Incremental: extend() reads only what was appended since the last call and costs what was
// appended. The last span of a list may be open: its end is OpenEnd until a later event closes it.
//
// Recordings have losses (full rings, stopped threads), so nothing here relies on events being
// complete: an event of a thread that should be blocked shows that it is not; an exclusive acquire
// ends a hold whose unlock is missing. A thread that asks for a free lock is not shown as blocked;
// if another thread takes the lock first, it is blocked from then on.
//
// Thread safety: none. Thread, object and curve lanes stay where they are (deques); the vectors in
// them grow. Core lanes may move when a new core appears.

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <unordered_map>
#include <vector>

#include "trace/trace.hpp"

namespace interleave::trace {

constexpr Time OpenEnd = std::numeric_limits<Time>::max();
constexpr EventIndex NoEvent{std::numeric_limits<uint64_t>::max()};

enum class ThreadState : uint8_t {
    Starting,  // created, has not run yet
    Ready,     // could run, has no core (lab only)
    Running,
    BlockedOnLock,       // object: the lock
    BlockedOnCondition,  // object: the condition variable
    BlockedOnAtomic,     // object: the atomic, semaphore, latch or barrier
    BlockedOnJoin,       // object: the thread waited for
    BlockedOnChannel,    // object: the channel
    BlockedOnProcess,    // object: the process waited for
    Sleeping,
    InputOutput,      // object: the name (an address) of the simulated operation
    WaitingForInput,  // for the learner to type
    Idle,             // an event loop with nothing to do
    Done,
};
constexpr size_t ThreadStateCount = 14;

// "running", "waiting for a lock", …: for legends and screen readers.
const char* thread_state_name(ThreadState state);
// True for states that only another thread can end.
bool is_blocked(ThreadState state);

struct StateSpan {
    Time begin = 0;
    Time end = OpenEnd;
    EventIndex cause = NoEvent;  // the event that began it
    uint32_t object = 0;         // see ThreadState
    uint16_t line = 0;           // where the thread was
    ThreadState state = ThreadState::Running;
};

// What the program itself marked with span_begin and span_end.
struct NoteSpan {
    Time begin = 0;
    Time end = OpenEnd;
    EventIndex first = NoEvent;
    EventIndex last = NoEvent;
    uint32_t name = 0;   // address of the text
    uint32_t value = 0;  // argument of span_begin
    uint16_t depth = 0;  // 0 = outermost
};

struct ThreadLane {
    ThreadId id;
    std::vector<StateSpan> states;  // without gaps, by time
    std::vector<NoteSpan> spans;    // by begin
    uint16_t depth = 0;             // how many rows the spans need
};

enum class ObjectKind : uint8_t {
    Atomic,
    Lock,
    Once,
    Condition,
    Semaphore,
    Barrier,
    Channel,
    Coroutine,  // holds: exclusive while a thread runs it, shared while it is suspended
};
const char* object_kind_name(ObjectKind kind);

struct HoldSpan {
    Time begin = 0;
    Time end = OpenEnd;
    EventIndex acquired = NoEvent;
    EventIndex released = NoEvent;
    ThreadId thread;
    bool shared = false;  // a reader's hold
};

struct WaitSpan {
    Time begin = 0;
    Time end = OpenEnd;
    EventIndex first = NoEvent;
    EventIndex last = NoEvent;  // the event that ended the wait
    ThreadId thread;
    bool shared = false;
};

// A number from this time on.
struct LevelPoint {
    Time time = 0;
    int64_t level = 0;
    EventIndex cause = NoEvent;
};

struct ObjectLane {
    ObjectKey key;
    ObjectKind kind = ObjectKind::Atomic;
    uint32_t name = 0;                // coroutines: address of the text
    std::vector<HoldSpan> holds;      // locks and once flags, by begin
    std::vector<WaitSpan> waits;      // by begin
    std::vector<LevelPoint> waiting;  // how many wait
    std::vector<LevelPoint>
        levels;  // channel: messages inside; semaphore: permits; barrier: arrived
};

struct CoreSpan {
    Time begin = 0;
    Time end = OpenEnd;
    EventIndex cause = NoEvent;
    ThreadId thread;
};

struct CoreLane {
    uint32_t core = 0;
    std::vector<CoreSpan> spans;
};

// A named number of the program (event `value`).
struct Curve {
    ObjectKey name;  // address of the text
    std::vector<LevelPoint> points;
};

class States {
public:
    // Takes in what was appended to the trace since the last call.
    // REQUIRES: the same trace at every call
    void extend(const Trace& trace);

    // How many events have been taken in.
    uint64_t size() const { return m_next; }

    const std::deque<ThreadLane>& threads() const { return m_threads; }  // by first appearance
    const std::deque<ObjectLane>& objects() const { return m_objects; }  // by first use
    const std::deque<CoreLane>& cores() const { return m_cores; }        // by number
    const std::deque<Curve>& curves() const { return m_curves; }         // by first use

    // nullptr if there is none.
    const ThreadLane* find_thread(ThreadId id) const;
    // Kinds that share memory layouts share lanes: a semaphore is also found as Atomic.
    const ObjectLane* find_object(ObjectKey key, ObjectKind kind) const;

private:
    // What is going on in a thread beside its current span.
    struct Progress {
        bool waits = false;  // m_objects[wait_object].waits[wait] is open
        size_t wait_object = 0;
        size_t wait = 0;
        bool has_request = false;  // has asked for a lock that was free
        size_t request_object = 0;
        bool request_shared = false;
        EventIndex request_event = NoEvent;
        uint16_t request_line = 0;
        uint32_t mutex = 0;               // held again after the condition_wait
        bool idle = false;                // its event loop has just said that it will sleep
        std::optional<uint32_t> barrier;  // arrived here and has not passed yet
        bool arrived_just_now = false;  // its last event: only the next one tells whether it waits
        std::optional<uint32_t> core;
        std::vector<size_t> open_spans;
    };
    struct OpenHold {
        ThreadId thread;
        size_t hold = 0;
        uint32_t depth = 1;  // recursive locks
    };
    struct ObjectProgress {
        std::vector<OpenHold> holds;
        std::vector<size_t> requests;  // threads that asked while the lock was free
        int64_t waiting = 0;
        int64_t level = 0;
    };
    struct Step;  // one event and where it stands: what the functions below work on

    size_t thread_at(ThreadId id);
    size_t object_at(const Step& step, uint32_t address, ObjectKind kind);
    CoreLane& core_at(uint32_t core);

    // states.cpp: what the events do with lanes
    void set_state(const Step& step, size_t thread, ThreadState state, uint32_t object);
    void resume(const Step& step);
    void begin_wait(const Step& step, size_t thread, size_t object, EventIndex first, bool shared);
    void end_wait(const Step& step, size_t thread);
    void take_back_arrival(size_t thread);
    void set_level(const Step& step, size_t object, int64_t level);
    void begin_hold(const Step& step, size_t object, bool shared);
    void end_hold(const Step& step, size_t object, ThreadId thread, bool wholly);
    bool is_free(size_t object, ThreadId thread, bool shared) const;
    void request(const Step& step, size_t object, bool shared);
    void forget_request(size_t thread);
    void block_requests(const Step& step, size_t object);

    // states_take.cpp: what each group of events means
    bool shows_waiting(const Step& step) const;
    void take(const Step& step);
    void take_thread(const Step& step);
    void take_lock(const Step& step);
    void take_condition(const Step& step);
    void take_atomic(const Step& step);
    void take_note(const Step& step);
    void take_schedule(const Step& step);
    void take_channel(const Step& step);

    // states_coroutine.cpp
    void take_coroutine(const Step& step);
    void turn_coroutine(const Step& step, size_t object, bool runs);

    uint64_t m_next = 0;
    std::deque<ThreadLane> m_threads;
    std::deque<Progress> m_progress;
    std::deque<ObjectLane> m_objects;
    std::deque<ObjectProgress> m_object_progress;
    std::deque<CoreLane> m_cores;
    std::deque<Curve> m_curves;
    std::unordered_map<ThreadId, size_t> m_thread_positions;
    std::unordered_map<uint64_t, size_t> m_object_positions;
    std::unordered_map<uint64_t, std::vector<size_t>>
        m_free_coroutines;  // by name: their coroutine is gone
    size_t m_coroutine_lanes = 0;
    std::unordered_map<uint64_t, size_t> m_curve_positions;
};

// --- questions about a moment
// -----------------------------------------------------------------------

// The span that contains the time; nullptr before the thread exists.
const StateSpan* state_at(const ThreadLane& lane, Time time);
// Those who hold or wait at the time, in the order in which they began.
std::vector<HoldSpan> holders_at(const ObjectLane& lane, Time time);
std::vector<WaitSpan> waiters_at(const ObjectLane& lane, Time time);
// The level from the last point by the time; 0 before the first.
int64_t level_at(const std::vector<LevelPoint>& points, Time time);

}  // namespace interleave::trace
