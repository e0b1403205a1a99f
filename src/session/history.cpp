#include "session/history.hpp"

#include <algorithm>

namespace interleave::session {

using trace::Event;
using trace::EventIndex;
using trace::EventKind;
using trace::Time;

namespace {

bool is_access(EventKind kind) {
    switch (kind) {
        case EventKind::read:
        case EventKind::write:
        case EventKind::atomic_load:
        case EventKind::atomic_store:
        case EventKind::atomic_update:
        case EventKind::atomic_fence:
            return true;
        default:
            return false;
    }
}

bool writes(EventKind kind) {
    return kind == EventKind::write || kind == EventKind::atomic_store ||
           kind == EventKind::atomic_update;
}

bool is_step(EventKind kind) {
    switch (kind) {
        case EventKind::clock:
        case EventKind::name_object:
        case EventKind::name_thread:
        case EventKind::span_begin:
        case EventKind::span_end:
        case EventKind::mark:
        case EventKind::value:
        case EventKind::core_begin:
        case EventKind::core_end:
        case EventKind::ready:
            return false;
        default:
            return true;
    }
}

}  // namespace

base::Status History::feed(std::span<const uint8_t> chunk) {
    base::Status fed = m_recording.feed(chunk);
    for (; m_taken < m_trace.size(); ++m_taken)
        take(m_trace[m_taken], static_cast<uint32_t>(m_taken));
    return fed;
}

void History::take(const Event& event, uint32_t index) {
    if (is_step(event.kind)) list(Landmark::Step).push_back(index);
    if (writes(event.kind)) m_writes[event.object].push_back(index);
    if (event.kind == EventKind::core_begin || event.kind == EventKind::core_end)
        m_cores[event.thread.value].push_back(index);
    if (trace::event_info(event.kind).group == trace::EventGroup::coroutine)
        m_coroutines.push_back(index);
    if (event.kind == EventKind::process_spawn) m_processes.push_back(index);
    switch (event.kind) {
        case EventKind::core_begin:
            list(Landmark::Switch).push_back(index);
            break;
        case EventKind::core_end:
            if (event.argument == 0) list(Landmark::Wait).push_back(index);
            break;
        case EventKind::output:
            list(Landmark::Output).push_back(index);
            break;
        case EventKind::lock_acquire:
            list(Landmark::Lock).push_back(index);
            break;
        default:
            break;
    }
}

std::optional<uint32_t> History::core_of(base::ThreadId thread, Time time) const {
    auto known = m_cores.find(thread.value);
    if (known == m_cores.end()) return std::nullopt;
    const std::vector<uint32_t>& list = known->second;
    auto after = std::upper_bound(list.begin(), list.end(), time, [this](Time t, uint32_t index) {
        return t < m_trace.time(EventIndex{index});
    });
    if (after == list.begin()) return std::nullopt;
    const Event last = m_trace[*std::prev(after)];
    if (last.kind == EventKind::core_end) return std::nullopt;
    return last.argument;
}

Time History::position_of(const Event& event) const {
    return is_access(event.kind) ? event.time + m_instruction : event.time;
}

size_t History::steps_by(Time time) const {
    // Positions are in the order of events but for accesses, which are seen an instruction late.
    auto after = std::upper_bound(
        steps().begin(), steps().end(), time,
        [this](Time t, uint32_t index) { return t < m_trace.time(EventIndex{index}); });
    auto count = static_cast<size_t>(after - steps().begin());
    while (count > 0 && position(count - 1) > time) --count;
    return count;
}

std::optional<size_t> History::step_of(EventIndex event) const {
    auto found =
        std::lower_bound(steps().begin(), steps().end(), static_cast<uint32_t>(event.value));
    if (found == steps().end() || *found != event.value) return std::nullopt;
    return static_cast<size_t>(found - steps().begin());
}

std::optional<Time> History::next(Landmark landmark, Time time, uint32_t thread) const {
    const std::vector<uint32_t>& marks = list(landmark);
    auto at = std::lower_bound(
        marks.begin(), marks.end(), time - m_instruction,
        [this](uint32_t index, Time t) { return m_trace.time(EventIndex{index}) < t; });
    for (; at != marks.end(); ++at) {
        const Event event = m_trace[*at];
        if (position_of(event) > time && (thread == AnyThread || event.thread.value == thread))
            return position_of(event);
    }
    return std::nullopt;
}

std::optional<Time> History::previous(Landmark landmark, Time time, uint32_t thread) const {
    const std::vector<uint32_t>& marks = list(landmark);
    auto at = std::upper_bound(marks.begin(), marks.end(), time, [this](Time t, uint32_t index) {
        return t < m_trace.time(EventIndex{index});
    });
    while (at != marks.begin()) {
        const Event event = m_trace[*--at];
        if (position_of(event) < time && (thread == AnyThread || event.thread.value == thread))
            return position_of(event);
    }
    return std::nullopt;
}

std::optional<size_t> History::last_write(uint32_t address, uint32_t size, Time time) const {
    std::optional<uint32_t> last;
    const uint64_t end = uint64_t{address} + size;
    for (auto at = m_writes.lower_bound(address); at != m_writes.end() && at->first < end; ++at) {
        const std::vector<uint32_t>& list = at->second;
        auto after = std::upper_bound(
            list.begin(), list.end(), time - m_instruction,
            [this](Time t, uint32_t index) { return t < m_trace.time(EventIndex{index}); });
        if (after == list.begin()) continue;
        if (!last || *std::prev(after) > *last) last = *std::prev(after);
    }
    if (!last) return std::nullopt;
    return step_of(EventIndex{*last});
}

std::optional<size_t> History::last_of(base::ThreadId thread, EventKind kind, uint32_t object,
                                       Time time) const {
    // Whatever holds or waits now began lately, as steps of one thread go.
    constexpr uint64_t Farthest = 20'000;
    uint64_t n = m_trace.thread_lower_bound(thread, m_trace.upper_bound(time));
    for (uint64_t looked = 0; n > 0 && looked < Farthest; ++looked) {
        const EventIndex index = m_trace.thread_event(thread, --n);
        const Event event = m_trace[index];
        if (event.kind == kind && event.object == object) return step_of(index);
    }
    return std::nullopt;
}

}  // namespace interleave::session
