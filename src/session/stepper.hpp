#pragma once
// Where a step forwards or back from a moment leads, for one thread or for whoever comes first.

#include "base/result.hpp"
#include "explorer/manual.hpp"
#include "session/history.hpp"
#include "session/lab_run.hpp"

namespace interleave::session {

using StepUnit = explorer::MoveUnit;
enum class Direction : uint8_t { Forward, Back };

// The time one step away; nothing at the end of what was run, or at its beginning. `thread` may be History::AnyThread.
// May leave the run showing another moment.
base::Result<std::optional<int64_t>> step_from(LabRun& run, const History& history, int64_t time,
                                               StepUnit unit, Direction direction, uint32_t thread);

// The same for a landmark.
std::optional<int64_t> jump_from(const History& history, int64_t time, Landmark landmark,
                                 Direction direction, uint32_t thread);

}  // namespace interleave::session
