#include "explorer/replay.hpp"

#include <algorithm>
#include <string>

namespace interleave::explorer {

using base::Error;
using base::Result;
using base::Status;
using world::Phase;

namespace {

Error does_not_fit(size_t segment, const std::string& why) {
    return Error{
        "The schedule does not fit this program: " + why +
            " It was recorded with another version of the program, or with other parameters.",
        segment};
}

}  // namespace

Replay::Replay(world::World& world, const Schedule& schedule, size_t first, bool exact)
    : m_world(world),
      m_schedule(schedule),
      m_segment(first),
      m_exact(exact),
      m_done_time(world.time()) {}

Result<bool> Replay::step() { return step_until(INT64_MAX); }

Result<bool> Replay::step_until(int64_t time) {
    if (m_world.outcome().ended() || m_segment == m_schedule.segments.size()) return false;
    const Segment& segment = m_schedule.segments[m_segment];
    const std::string name = "thread " + std::to_string(segment.thread.value);
    if (!m_begun) {
        m_begun = true;
        m_instructions = segment.instructions;
        m_performs = segment.performs;
        if (m_world.time() + segment.gap > time) return false;
        m_world.set_time(m_world.time() + segment.gap);
    }
    if (segment.thread.value >= m_world.threads().size()) {
        return does_not_fit(m_segment, name + " does not exist at this point.");
    }
    switch (m_world.thread(segment.thread).phase) {
        case Phase::Running: {
            uint64_t done = advance(segment, time);
            m_instructions -= std::min(done, m_instructions);
            break;
        }
        case Phase::AtCall:
            if (m_performs == 0)
                return does_not_fit(m_segment, name + " is at an operation already.");
            m_world.perform(segment.thread, segment.choice);
            note_done(segment, m_world.time(), 0, 1);
            --m_performs;
            break;
        case Phase::Waiting:
            if (m_performs == 0 || !m_world.try_end_wait(segment.thread, segment.choice)) {
                return does_not_fit(m_segment, name + " is still waiting.");
            }
            note_done(segment, m_world.time(), 0, 1);
            --m_performs;
            break;
        case Phase::Finished:
        case Phase::Failed:
            return does_not_fit(m_segment, name + " has ended.");
    }
    if (m_instructions == 0 && m_performs == 0) {
        ++m_segment;
        m_begun = false;
    }
    return true;
}

// Some of the segment's own code, as far as `time`. A time in the middle of a segment is reached to the instruction.
uint64_t Replay::advance(const Segment& segment, int64_t time) {
    // What the machine does at once is shorter than this.
    constexpr uint64_t Exactly = 64;
    // Links of explorers leave the instructions out: the thread goes on to its next operation.
    const uint64_t allowed = m_instructions != 0 ? m_instructions
                             : m_performs != 0   ? UINT64_MAX
                                                 : 0;
    uint64_t limit = std::min(allowed, m_longest);
    bool exact = m_exact && m_instructions != 0;
    bool cut = false;
    const int64_t cost = m_world.options().instruction_nanoseconds;
    if (cost != 0 && time != INT64_MAX) {
        const auto room = static_cast<uint64_t>(std::max<int64_t>(time - m_world.time(), 0) / cost);
        if (room == 0) {
            // Its time is over; other cores may still have segments that begin before it.
            m_world.set_time(m_world.time() + static_cast<int64_t>(m_instructions) * cost);
            m_instructions = m_performs = 0;
            return 0;
        }
        cut = room < limit;
        exact = exact || cut;
        limit = std::min(limit, room);
    }
    auto granularity = machine::Granularity::Operation;
    if (exact && limit > Exactly)
        limit -= Exactly;
    else if (exact && (cut || !fits_operations(segment.thread, limit)))
        granularity = machine::Granularity::Instruction;
    const int64_t start = m_world.time();
    const uint64_t done = m_world.advance(segment.thread, limit, m_probe, granularity);
    note_done(segment, start, done, 0);
    return done;
}

// Whether so many instructions end between two of the machine's operations: then they are done so, as when they were recorded.
bool Replay::fits_operations(ThreadId thread, uint64_t instructions) {
    const world::World::Saved before = m_world.save();
    const uint64_t done = m_world.advance(thread, instructions);
    m_world.restore(before);
    return done <= instructions;
}

void Replay::note_done(const Segment& segment, int64_t start, uint64_t instructions,
                       uint64_t performs) {
    if (m_done == nullptr || (instructions == 0 && performs == 0)) return;
    m_done->append(Segment{segment.thread, instructions, performs, start - m_done_time,
                           performs == 0 ? 0 : segment.choice});
    m_done_time = m_world.time();
}

Status Replay::run() {
    for (;;) {
        Result<bool> more = step();
        if (!more) return more.error();
        if (!*more) return base::Nothing{};
    }
}

Status Replay::run_until(int64_t time, Schedule* done) {
    m_done = done;
    for (;;) {
        Result<bool> more = step_until(time);
        if (!more) return more.error();
        if (!*more) return base::Nothing{};
    }
}

}  // namespace interleave::explorer
