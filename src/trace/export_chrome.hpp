#pragma once
// A trace as JSON in the Chrome trace event format, which Perfetto and chrome://tracing open.
//
// Each thread is a thread of its process: slices ("X") for its states other than running and for
// the program's own spans. Each object with holders or waiters is a thread of one more process,
// "locks and objects". Channel and semaphore levels and named values are counters ("C"),
// happens-before edges are flows ("s" to "f"). Times are microseconds with three digits; on the
// step axis one step is one microsecond. Format: "Trace Event Format", Google, 2016.

#include <string>

#include "trace/happens_before.hpp"
#include "trace/states.hpp"
#include "trace/trace.hpp"

namespace interleave::trace {

// REQUIRES: states and order have taken in the whole trace
std::string export_chrome(const Trace& trace, const States& states, const HappensBefore& order);

// `text` between double quotes, escaped for JSON (RFC 8259); bytes that are no UTF-8 become U+FFFD.
std::string json_string(std::string_view text);

}  // namespace interleave::trace
