#include "session/stepper.hpp"

#include <algorithm>

namespace interleave::session {

using base::Result;
using Changes = std::vector<LabRun::LineChange>;

namespace {

bool is_of(const LabRun::LineChange& change, uint32_t thread) {
    return thread == History::AnyThread || change.thread.value == thread;
}

Result<std::optional<int64_t>> next_line(LabRun& run, int64_t time, uint32_t thread) {
    for (size_t window = run.window_of(time); window < run.window_count(); ++window) {
        Result<const Changes*> changes = run.line_changes(window);
        if (!changes) return changes.error();
        for (const LabRun::LineChange& change : **changes) {
            if (change.time > time && is_of(change, thread)) return std::optional(change.time);
        }
    }
    return std::optional<int64_t>();
}

Result<std::optional<int64_t>> previous_line(LabRun& run, int64_t time, uint32_t thread) {
    for (size_t window = run.window_of(time) + 1; window-- > 0;) {
        Result<const Changes*> changes = run.line_changes(window);
        if (!changes) return changes.error();
        auto before = std::find_if((*changes)->rbegin(), (*changes)->rend(),
                                   [&](const LabRun::LineChange& change) {
                                       return change.time < time && is_of(change, thread);
                                   });
        if (before != (*changes)->rend()) return std::optional(before->time);
    }
    return std::optional<int64_t>();
}

}  // namespace

std::optional<int64_t> jump_from(const History& history, int64_t time, Landmark landmark,
                                 Direction direction, uint32_t thread) {
    return direction == Direction::Forward ? history.next(landmark, time, thread)
                                           : history.previous(landmark, time, thread);
}

Result<std::optional<int64_t>> step_from(LabRun& run, const History& history, int64_t time,
                                         StepUnit unit, Direction direction, uint32_t thread) {
    const bool forward = direction == Direction::Forward;
    std::optional<int64_t> found;
    switch (unit) {
        case StepUnit::Operation:
            found = jump_from(history, time, Landmark::Step, direction, thread);
            break;
        case StepUnit::Line: {
            Result<std::optional<int64_t>> line =
                forward ? next_line(run, time, thread) : previous_line(run, time, thread);
            if (!line) return line.error();
            found = *line;
            break;
        }
        // All cores execute at the same pace: one instruction further is one instruction's time further.
        case StepUnit::Instruction: {
            const auto cost =
                static_cast<int64_t>(std::max(run.settings().world.instruction_nanoseconds, 1u));
            found = time + (forward ? cost : -cost);
            break;
        }
    }
    // Behind the last step the run still has an end, and before the first a beginning.
    if (!found) found = forward ? run.time() : 0;
    const int64_t target = std::clamp<int64_t>(*found, 0, run.time());
    if (forward ? target <= time : target >= time) return std::optional<int64_t>();
    return std::optional(target);
}

}  // namespace interleave::session
