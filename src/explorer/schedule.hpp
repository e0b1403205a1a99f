#pragma once
// A schedule: who ran when, enough to do a run again exactly.
//
// A segment lets one thread execute `instructions` of its own code and perform `performs` operations, in whatever order
// the code has them, beginning at a virtual time. Replaying needs nothing else: between two segments nothing
// happens. Consecutive segments of one thread without a jump in time are joined when recorded.
//
// As text (for links): segments separated by '.', each a thread's number, then what differs from "performs one
// operation and stops before the next": 'X' operations, 'I' instructions, 'T' (or 'N' for a step back, on another core)
// nanoseconds of virtual time since the segment before ended, 'C' the choice. Numbers are in base 36 with
// lower-case digits.
// "0.1X3I2s.0" reads: thread 0 performs one operation; thread 1 three, within 100 instructions; thread 0 one.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"

namespace interleave::explorer {

using base::ThreadId;

struct Segment {
    ThreadId thread;
    uint64_t instructions = 0;
    uint64_t performs = 0;
    // nanoseconds of virtual time since the segment before ended; may be negative: another core
    int64_t gap = 0;
    // Of a notify_one that could wake several: which, in the order they came. Of the end of a wait on a condition
    // variable: World::SpuriousWake where nobody had notified it.
    uint32_t choice = 0;
    bool operator==(const Segment&) const = default;
};

struct Schedule {
    std::vector<Segment> segments;

    // Adds to the last segment where that is the same thread without a gap and the schedule was not sealed.
    void append(const Segment& segment);
    // The next segment is a new one: a snapshot taken now stands between two segments.
    void seal() { m_sealed = true; }
    std::string to_text() const;
    // Errors have the position in the text. At most 1 000 000 segments.
    static base::Result<Schedule> from_text(std::string_view text);
    bool operator==(const Schedule& other) const { return segments == other.segments; }

private:
    bool m_sealed = false;
};

}  // namespace interleave::explorer
