// When threads come to another line: the half of LabRun that steps by lines need.
//
// Lines change only where a thread executes the program's own code, so the library's instructions, most of them, cost no
// more than their execution one by one.

#include <algorithm>

#include "session/lab_run.hpp"
#include "session/lines.hpp"

namespace interleave::session {

base::Result<const std::vector<LabRun::LineChange>*> LabRun::line_changes(size_t window) {
    const size_t end =
        window + 1 < m_moments.size() ? m_moments[window + 1].segment : m_schedule.segments.size();
    auto known = m_line_changes.find(window);
    if (known != m_line_changes.end() && known->second.first == end) return &known->second.second;

    enter_past();
    const Moment& start = m_moments[window];
    m_world->restore(start.saved);
    m_world->set_time(start.time);
    m_past_time = start.time;
    explorer::Replay replay(*m_world, m_schedule, start.segment, by_hand());
    replay.set_longest_step(1);
    std::vector<uint32_t> lines(m_world->threads().size(), 0);
    for (const world::GuestThread& thread : m_world->threads()) {
        lines[thread.id.value] = user_line(*m_program.debug, thread.machine);
    }
    std::vector<LineChange> changes;
    while (replay.segment() < end) {
        const base::ThreadId thread = m_schedule.segments[replay.segment()].thread;
        base::Result<bool> more = replay.step();
        if (!more) return more.error();
        if (!*more) break;
        const machine::Thread& machine = m_world->thread(thread).machine;
        if (!is_user_code(*m_program.debug, machine)) continue;
        const uint32_t line = user_line(*m_program.debug, machine);
        lines.resize(m_world->threads().size(), 0);
        if (std::exchange(lines[thread.value], line) != line)
            changes.push_back({m_world->time(), thread, line});
    }
    // Cores run ahead of each other by a few instructions.
    std::stable_sort(changes.begin(), changes.end(),
                     [](const LineChange& a, const LineChange& b) { return a.time < b.time; });
    auto& kept = m_line_changes[window];
    kept = {end, std::move(changes)};
    return &kept.second;
}

}  // namespace interleave::session
