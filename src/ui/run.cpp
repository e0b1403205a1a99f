#include "ui/run.hpp"

namespace interleave::ui {

base::Status Run::append(std::span<const uint8_t> chunk) {
    m_stale = true;
    return m_recording.feed(chunk);
}

bool Run::refresh() {
    if (!m_stale) return false;
    m_stale = false;
    m_states.extend(m_trace);
    m_order.extend(m_trace);
    m_model.update(m_trace, m_states);
    return true;
}

}  // namespace interleave::ui
