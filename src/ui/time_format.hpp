#pragma once
// Times and durations as people read them, and where a ruler puts its ticks.

#include <cstdint>
#include <string>

#include "trace/trace.hpp"

namespace interleave::ui {

using trace::Axis;
using trace::Time;

// "real time", "virtual time", "step".
const char* axis_label(Axis axis);

// A duration with three significant digits and its unit: "3.20 ms", "415 ns", "12 steps".
std::string format_duration(Axis axis, Time duration);

// A point in time, exact to `resolution` (the distance of two pixels or ticks): "1.250 ms".
std::string format_time(Axis axis, Time time, Time resolution);

// The distance of ruler ticks: 1, 2 or 5 times a power of ten, at least `at_least` (≥ 1).
Time tick_distance(Time at_least);

// The label of a ruler tick that is `distance` from the next: no more digits than needed to tell
// neighbours apart, one unit for the whole ruler: "1.25 ms".
std::string format_tick(Axis axis, Time time, Time distance, Time largest);

}  // namespace interleave::ui
