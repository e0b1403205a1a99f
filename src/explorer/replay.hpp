#pragma once
// Does a recorded run again, exactly: the same threads execute the same instructions and operations at the same
// virtual times, and the world reaches the same state hash.

#include "explorer/schedule.hpp"
#include "world/world.hpp"

namespace interleave::explorer {

class Replay {
public:
    // REQUIRES: the world is as it was when recording began. The schedule must outlive this.
    // `first` is the segment to begin with. `exact`: segments may end inside of what the machine does at once, as those
    // of a learner who steps by instructions do.
    Replay(world::World& world, const Schedule& schedule, size_t first = 0, bool exact = false);

    // A step executes at most so many instructions.
    void set_longest_step(uint64_t instructions) { m_longest = instructions; }
    // Looks on at the accesses of what is executed; nobody does at first.
    void set_probe(machine::Probe* probe) { m_probe = probe; }
    // The segment that goes on.
    size_t segment() const { return m_segment; }

    // One step: some of a thread's own code, or one operation. False at the end of the schedule or of the run.
    // Fails if the schedule does not fit the program: it names a thread that does not exist, or one that
    // cannot go on. `position` of the error is the segment.
    base::Result<bool> step();
    // All of it.
    base::Status run();
    // All that happened up to a virtual time: a thread in the middle of a segment then stops within it, so the
    // world can be looked at but this replay not be continued. `done` (may be null) gets what was done.
    base::Status run_until(int64_t time, Schedule* done = nullptr);

private:
    base::Result<bool> step_until(int64_t time);
    uint64_t advance(const Segment& segment, int64_t time);
    bool fits_operations(ThreadId thread, uint64_t instructions);
    void note_done(const Segment& segment, int64_t start, uint64_t instructions, uint64_t performs);

    world::World& m_world;
    const Schedule& m_schedule;
    size_t m_segment = 0;
    const bool m_exact;
    uint64_t m_longest = 100'000;
    machine::Probe* m_probe = nullptr;
    Schedule* m_done = nullptr;
    int64_t m_done_time = 0;  // at the end of what is in m_done
    bool m_begun = false;     // the segment's time was set
    uint64_t m_instructions = 0;
    uint64_t m_performs = 0;
};

}  // namespace interleave::explorer
