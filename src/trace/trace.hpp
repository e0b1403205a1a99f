#pragma once
// The trace: everything one run reported, in the one order in which it happened.
//
// A columnar, append-only store. Events live in chunks of at most 32 768; a chunk has one array a
// column:
//
//   time      u32  nanoseconds (or steps) after the chunk's first event
//   object    u16  ┐ positions in the chunk's dictionary of 32-bit words: 2 × 32 768 words always
//   fit argument  u16  ┘ into 16 bits, so there is no overflow case line      u16 thread    u8
//   position in the chunk's list of threads kind      u8 and for each thread of the chunk the u16
//   positions of its events.
//
// That is 14 bytes an event plus 4 for each distinct word of a chunk. Measured in
// trace_test.cpp: 14.2 on a lock-heavy recording, 16.3 if every second event has a value never seen
// before. A chunk is sealed when it is full, when 256 threads wrote to it, or when the time since
// its first event no longer fits 32 bits.
//
// Thread safety: none; one thread appends and reads.
// Invariants:
//   1. Times never decrease with the index: lower_bound is a binary search.
//   2. What was appended never changes. References to ThreadInfo and ObjectInfo stay valid for the
//   life
//      of the Trace (they live in deques); events are returned by value.

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/ids.hpp"
#include "trace/events.hpp"

namespace interleave::trace {

using base::Address;
using base::ThreadId;
// The position of an event in its trace, from 0.
using EventIndex = base::StepIndex;
// Nanoseconds since the start of the run (axis Real and Virtual), or a number of steps (axis Step).
// ≥ 0.
using Time = int64_t;

// What the time axis counts.
enum class Axis : uint8_t { Real = 0, Virtual = 1, Step = 2 };
const char* axis_name(Axis axis);  // "real", "virtual", "step"

struct Event {
    Time time = 0;
    ThreadId thread;
    EventKind kind = EventKind::mark;
    uint16_t line = 0;      // in the main source file; 0 = unknown
    uint32_t object = 0;    // its meaning: event_info(kind).object
    uint32_t argument = 0;  // its meaning: event_info(kind).argument
    bool operator==(const Event&) const = default;
};

// An address names an object only together with the process whose memory it is in.
struct ObjectKey {
    uint32_t process = 0;
    uint32_t address = 0;
    auto operator<=>(const ObjectKey&) const = default;
};

// Channels belong to no process; their numbers are the machine's.
constexpr uint32_t NoProcess = 0x0fffffff;
constexpr ObjectKey channel_key(uint32_t channel) { return {NoProcess, channel}; }

// What a thread waited for when the run ended: the numbers of enum interleave_blocked
// (guest/abi.h).
enum class BlockedOn : uint8_t {
    Nothing = 0,
    Lock = 1,
    Condition = 2,
    Atomic = 3,
    Join = 4,
    Sleep = 5,
    Input = 6,
    Other = 7,
    Channel = 8,
    Process = 9,
};

struct ThreadInfo {
    ThreadId id;
    uint32_t process = 0;
    uint32_t name_address = 0;  // of its name's text; 0 = has none
    uint32_t dropped = 0;       // events lost because the recorder's ring was full
    // Set for threads still alive when the run ended.
    bool alive_at_end = false;
    BlockedOn blocked = BlockedOn::Nothing;
    uint32_t blocked_on = 0;  // address, or the number of a thread, channel or process
    bool operator==(const ThreadInfo&) const = default;
};

// A variable of the program, known from its debug information.
struct ObjectInfo {
    ObjectKey key;
    uint32_t size = 0;
    uint32_t line = 0;  // of its declaration; 0 = unknown
    std::string name;
    std::string type;
    bool operator==(const ObjectInfo&) const = default;
};

enum class EndReason : uint8_t {
    Exit = 0,
    Trap = 1,
    Deadlock = 2,
    Stopped = 3,
    TimeLimit = 4,
    MemoryLimit = 5,
    OutputLimit = 6,
    Abort = 7,
    Running = 255,  // has not ended yet
};
const char* end_reason_name(EndReason reason);

struct RunInfo {
    Axis axis = Axis::Real;
    EndReason reason = EndReason::Running;
    uint32_t exit_code = 0;
    Time end_time = 0;  // meaningful once reason is not Running
    std::string message;
    // sequence numbers that no thread delivered (a stopped thread may leave one)
    uint64_t missing = 0;
    // events that came after later ones were shown; put at the place they came in
    uint64_t late = 0;
    bool operator==(const RunInfo&) const = default;
};

class Trace {
public:
    explicit Trace(Axis axis = Axis::Real);
    ~Trace();
    Trace(Trace&&) noexcept;
    Trace& operator=(Trace&&) noexcept;

    // --- events
    // ---------------------------------------------------------------------------------------
    // Appends and makes the event's thread known if it was not.
    // REQUIRES: event.time >= last_time()
    EventIndex append(const Event& event);

    uint64_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }
    // REQUIRES: index.value < size()
    Event operator[](EventIndex index) const;
    Event operator[](uint64_t index) const { return (*this)[EventIndex{index}]; }
    Time time(EventIndex index) const;
    // Of the last event; 0 if there is none.
    Time last_time() const { return m_last_time; }
    // Where the drawing ends: the run's end if it has ended, else the last event.
    Time end_time() const;

    // The first event not before (after) `time`; size() if there is none.
    EventIndex lower_bound(Time time) const;
    EventIndex upper_bound(Time time) const;

    // --- threads
    // -------------------------------------------------------------------------------------- In the
    // order in which they became known. The reference stays valid.
    size_t thread_count() const { return m_threads.size(); }
    const ThreadInfo& thread_info(size_t position) const { return m_threads[position].info; }
    // Its position in that order, or nothing if the trace does not know it.
    std::optional<size_t> find_thread(ThreadId thread) const;
    // Its process; 0 for a thread that is not known.
    uint32_t process_of(ThreadId thread) const;
    // Makes the thread known and gives access to what is known about it.
    ThreadInfo& edit_thread(ThreadId thread);

    // The events of one thread, in order: how many, the n-th, and the first at or after an index
    // (n == thread_size if there is none).
    uint64_t thread_size(ThreadId thread) const;
    // REQUIRES: n < thread_size(thread)
    EventIndex thread_event(ThreadId thread, uint64_t n) const;
    uint64_t thread_lower_bound(ThreadId thread, EventIndex index) const;

    // --- names
    // ---------------------------------------------------------------------------------------- The
    // text that stands at an address of the guest's memory ("" if it is not known).
    std::string_view text_at(uint32_t address) const;
    void set_text(uint32_t address, std::string text);
    const std::map<uint32_t, std::string>& texts() const { return m_texts; }
    // "main" for thread 0, its own name, or "thread 3".
    std::string thread_name(ThreadId thread) const;
    // The text standing at name_address is the object's name from now on (events name_object).
    void name_object(ObjectKey key, uint32_t name_address);
    const std::map<ObjectKey, uint32_t>& object_names() const { return m_object_names; }
    void add_object(ObjectInfo object);
    const std::deque<ObjectInfo>& objects() const { return m_objects; }
    // The variable whose bytes contain the address (the smallest one); nullptr if none is known.
    const ObjectInfo* object_containing(ObjectKey key) const;
    // The name given by the program, else the variable's ("forks" + 8 → "forks[+8]"), else
    // "0x1f40".
    std::string object_name(ObjectKey key) const;
    // What an event's object is called: a thread's, an object's or a text's name, "stdout", …; ""
    // for none.
    std::string object_name(const Event& event) const;

    // --- the run
    // --------------------------------------------------------------------------------------
    const RunInfo& run() const { return m_run; }
    RunInfo& edit_run() { return m_run; }
    // Events lost to full rings, of all threads.
    uint64_t dropped() const;

    // Bytes held by the events' columns, dictionaries and thread lists (what "bytes per event"
    // means).
    uint64_t event_bytes() const;

private:
    struct Chunk;
    // The part of a thread's events that lies in one chunk.
    struct Piece {
        uint32_t chunk;
        uint8_t member;  // position of the thread in the chunk's list
        uint64_t first;  // how many events the thread has before this piece
    };
    struct Thread {
        ThreadInfo info;
        std::vector<Piece> pieces;
        uint64_t size = 0;
    };

    size_t know_thread(ThreadId id);
    Chunk& chunk_for(const Event& event, const Thread& thread);
    uint8_t member_of(Chunk& chunk, Thread& thread);
    const Chunk& chunk_of(EventIndex index) const;

    std::vector<std::unique_ptr<Chunk>> m_chunks;
    uint64_t m_size = 0;
    Time m_last_time = 0;
    std::deque<Thread> m_threads;
    std::unordered_map<ThreadId, size_t> m_thread_positions;
    std::map<uint32_t, std::string> m_texts;
    std::map<ObjectKey, uint32_t> m_object_names;
    std::deque<ObjectInfo> m_objects;
    std::map<ObjectKey, std::vector<const ObjectInfo*>> m_objects_by_start;
    uint32_t m_largest_object = 0;
    RunInfo m_run;
};

}  // namespace interleave::trace
