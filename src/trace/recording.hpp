#pragma once
// Recording chunks of the real machine → events of a Trace.
//
// A recording is a stream of messages, little endian: u32 type, u32 size of the payload, the
// payload, zero bytes up to a multiple of 4. A message may be cut anywhere between two chunks.
//
//   1 records  u32 thread, u32 dropped so far in this slot use, n × 16-byte records (guest/abi.h)
//   2 anchor   u32 sequence, u32 0, i64 nanoseconds: the clock when all records with a smaller
//   sequence had
//              happened
//   3 text     u32 address, UTF-8: what stands there, for objects and arguments that are names
//   4 end      u32 reason (enum EndReason), u32 exit code, i64 nanoseconds, UTF-8 message
//   5 object   u32 address, u32 size, u32 line, UTF-8 name, zero byte, UTF-8 type
//   6 outcome  u32 thread, u32 blocked (enum BlockedOn), u32 blocked on: of each thread alive at
//   the end
//   8 process  u32 thread, u32 process: the thread belongs to another process than the first; comes before its events
//   7 dated    n × 24 bytes: i64 time, u32 thread, u32 object, u32 argument, u16 line, u8
//   kind, u8 0: events of
//              a machine that knows their order and times (the lab); passed on at once
//
// ORDER. Every record has a number in one total order of the run. A thread takes its number first
// and writes its record after, and rings are drained one after the other, so numbers arrive out of
// order and with gaps. A window holds records back until the ones before have come. A gap never
// fills if its thread was stopped in between: it is given up when anchors show that a second went
// by, at `end` and in finish(). Numbers are 32 bits and may wrap: each is read as the one closest
// to the next expected.
//
// TIME. Reading the clock costs more than an event, so few records know their time. Points that do:
//   · a `clock` record, and the next record of the same thread: it was written right after, and may
//   be the
//     last for long (the thread blocks: that is when the clock is sampled);
//   · an anchor: the records before it have happened by then. Several anchors with the same number
//   mean a
//     silence: the earliest bounds the records before, the latest those after.
// Between two points time is linear in the sequence number. Points of different threads may
// contradict each other by the time between reading the clock and taking a number; time then stands
// still rather than going back. Clock records count from the start of the run, as anchors do.

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "trace/trace.hpp"

namespace interleave::trace {

class Recording {
public:
    // Appends to `trace`, which must outlive this. `first_sequence` is the number of the first
    // record.
    explicit Recording(Trace& trace, uint32_t first_sequence = 0);

    // Takes the next bytes of the stream; appends what has become certain to the trace.
    // Fails on bytes that are not a recording, with their position in the stream; what came before
    // stays, and the recording takes no more.
    base::Status feed(std::span<const uint8_t> chunk);

    // Nothing more will come: gives up the gaps and appends everything held back.
    void finish();

    // Records held back for now.
    uint64_t held_back() const { return m_held + m_undated.size(); }

private:
    struct Record {
        uint64_t sequence = 0;
        uint32_t thread = 0;
        uint32_t object = 0;
        uint32_t argument = 0;
        uint16_t line = 0;
        uint8_t kind = 0;
        bool present = false;
    };
    struct Anchor {
        uint64_t sequence;
        Time time;
    };

    base::Status message(uint32_t type, std::span<const uint8_t> payload, uint64_t position);
    base::Status records(std::span<const uint8_t> payload, uint64_t position);
    base::Status dated(std::span<const uint8_t> payload, uint64_t position);
    base::Status end(std::span<const uint8_t> payload, uint64_t position);
    void release_ready();
    void give_up_gaps();
    void skip_gap();
    void apply_anchors();
    void in_order(const Record& record);
    void date_until(uint64_t place, Time time);
    void emit(const Record& record, Time time);
    uint64_t unwrap(uint32_t sequence) const;

    Trace& m_trace;
    std::vector<uint8_t> m_partial;  // the beginning of a message that the last chunk cut
    uint64_t m_stream_position = 0;
    bool m_failed = false;

    std::deque<Record> m_window;  // m_window[i] is the record with number m_next + i, if present
    uint64_t m_next;              // everything before has been passed on
    uint64_t m_held = 0;          // how many in the window are present
    Time m_gap_since = -1;  // the latest anchor when the gap at m_next was first seen; -1 = none
    Time m_latest_anchor = 0;
    std::deque<Anchor> m_anchors;  // not yet reached by m_next

    // Ordered but without a time, since the last point. A place is 2 × sequence; an anchor before
    // record s is at place 2 s - 1.
    std::vector<Record> m_undated;
    uint64_t m_point_place;
    Time m_point_time = 0;
    struct Neighbours {
        std::optional<Time> clock_of_next;  // of the thread's next record
        std::optional<uint64_t> begun;      // number of its last record, if that begins a wait
    };
    std::unordered_map<uint32_t, Neighbours> m_neighbours;  // by thread
};

}  // namespace interleave::trace
