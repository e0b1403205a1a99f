#pragma once
// The run on show: its trace as it arrives, and everything derived from it.

#include <cstdint>
#include <span>
#include <string>

#include "base/result.hpp"
#include "trace/happens_before.hpp"
#include "trace/recording.hpp"
#include "trace/states.hpp"
#include "ui/timeline_model.hpp"

namespace interleave::ui {

class Run {
public:
    Run(std::string title, Axis axis)
        : m_title(std::move(title)), m_trace(axis), m_recording(m_trace) {}
    Run(const Run&) = delete;

    // The next bytes of a recording (src/trace/recording.hpp). Derived data follow in refresh().
    base::Status append(std::span<const uint8_t> chunk);
    // The run stands at this time, though nothing may have happened since the last event.
    void reach(Time time);
    // Where it stands, or ended.
    Time end_time() const;
    // Until where it is drawn.
    Time shown_end() const;

    // Brings states, happens-before and lanes up to date; costs what was appended since the last call.
    // Returns whether anything changed.
    bool refresh();

    const std::string& title() const { return m_title; }
    Axis axis() const { return m_trace.run().axis; }
    const trace::Trace& trace() const { return m_trace; }
    const trace::States& states() const { return m_states; }
    const trace::HappensBefore& order() const { return m_order; }
    const TimelineModel& model() const { return m_model; }
    bool ended() const { return m_trace.run().reason != trace::EndReason::Running; }
    bool empty() const { return m_trace.empty() && !ended(); }

private:
    std::string m_title;
    trace::Trace m_trace;
    trace::Recording m_recording;
    trace::States m_states;
    trace::HappensBefore m_order;
    TimelineModel m_model;
    Time m_reached = 0;
    bool m_stale = true;
};

}  // namespace interleave::ui
