#include "ui/run.hpp"

#include <algorithm>

namespace interleave::ui {

base::Status Run::append(std::span<const uint8_t> chunk) {
    m_stale = true;
    return m_recording.feed(chunk);
}

void Run::reach(Time time) {
    m_stale = m_stale || time > m_reached;
    m_reached = std::max(m_reached, time);
}

Time Run::end_time() const {
    return ended() ? m_trace.end_time() : std::max(m_trace.end_time(), m_reached);
}

Time Run::shown_end() const { return ui::shown_end(m_trace, m_reached); }

bool Run::refresh() {
    if (!m_stale) return false;
    m_stale = false;
    m_states.extend(m_trace);
    m_order.extend(m_trace);
    m_model.update(m_trace, m_states, shown_end());
    return true;
}

}  // namespace interleave::ui
