#include "ui/navigate.hpp"

#include <algorithm>

#include "ui/words.hpp"

namespace interleave::ui {

namespace {

std::string lower(std::string text) {
    for (char& c : text) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    }
    return text;
}

// The visible event before or after `from` in its own thread.
std::optional<EventIndex> in_thread(const Run& run, EventIndex from, int step) {
    trace::ThreadId thread = run.trace()[from].thread;
    auto n = static_cast<int64_t>(run.trace().thread_lower_bound(thread, from));
    auto size = static_cast<int64_t>(run.trace().thread_size(thread));
    for (n += step; n >= 0 && n < size; n += step) {
        EventIndex index = run.trace().thread_event(thread, static_cast<uint64_t>(n));
        if (is_visible(run, index)) return index;
    }
    return std::nullopt;
}

int line_at(const Run& run, trace::ThreadId thread, EventIndex before) {
    uint64_t n = run.trace().thread_lower_bound(thread, before);
    // Library code between two lines of the program has line 0: the program is still at the last one.
    for (int tries = 0; n > 0 && tries < 64; ++tries) {
        uint16_t line = run.trace()[run.trace().thread_event(thread, --n)].line;
        if (line != 0) return line;
    }
    return 0;
}

}  // namespace

bool is_visible(const Run& run, EventIndex index) {
    trace::EventKind kind = run.trace()[index].kind;
    return kind != trace::EventKind::clock && kind != trace::EventKind::name_object &&
           kind != trace::EventKind::name_thread;
}

std::optional<EventIndex> next_event(const Run& run, EventIndex from) {
    for (uint64_t i = from.value + 1; i < run.trace().size(); ++i) {
        if (is_visible(run, EventIndex{i})) return EventIndex{i};
    }
    return std::nullopt;
}

std::optional<EventIndex> previous_event(const Run& run, EventIndex from) {
    for (uint64_t i = from.value; i-- > 0;) {
        if (is_visible(run, EventIndex{i})) return EventIndex{i};
    }
    return std::nullopt;
}

std::optional<EventIndex> event_near(const Run& run, Time time) {
    if (run.trace().empty()) return std::nullopt;
    EventIndex at = run.trace().lower_bound(time);
    std::optional<EventIndex> after;
    if (at.value < run.trace().size()) {
        after = is_visible(run, at) ? std::optional(at) : next_event(run, at);
    }
    std::optional<EventIndex> before = previous_event(run, at);
    if (!after) return before;
    if (!before) return after;
    return run.trace().time(*after) - time < time - run.trace().time(*before) ? after : before;
}

std::optional<EventIndex> cause_of(const Run& run, EventIndex from) {
    std::optional<EventIndex> best;
    for (const trace::Edge& edge : run.order().predecessors(from)) {
        if (!best || edge.from > *best) best = edge.from;
    }
    return best ? best : in_thread(run, from, -1);
}

std::optional<EventIndex> effect_of(const Run& run, EventIndex from) {
    std::optional<EventIndex> best;
    for (const trace::Edge& edge : run.order().successors(from)) {
        if (!best || edge.to < *best) best = edge.to;
    }
    return best ? best : in_thread(run, from, 1);
}

std::optional<EventIndex> event_of_span(const Run& run, const SpanPlace& place) {
    const Lane& lane = run.model().lanes()[place.lane];
    const Track& track = lane.tracks[place.track];
    uint32_t source = track.source_of(place.span);
    EventIndex index = trace::NoEvent;
    switch (track.kind) {
        case TrackKind::States:
            index = run.states().find_thread(trace::ThreadId{lane.id})->states[source].cause;
            break;
        case TrackKind::Notes:
            index = run.states().find_thread(trace::ThreadId{lane.id})->spans[source].first;
            break;
        case TrackKind::Events:
            index = EventIndex{track.spans[place.span].object};
            break;
        case TrackKind::Holds:
            index = run.states().objects()[lane.id].holds[source].acquired;
            break;
        case TrackKind::Waits:
            index = run.states().objects()[lane.id].waits[source].first;
            break;
        case TrackKind::Levels:
            index = lane.kind == LaneKind::Curve
                        ? run.states().curves()[lane.id].points[source].cause
                        : run.states().objects()[lane.id].levels[source].cause;
            break;
        case TrackKind::Core: {
            for (const trace::CoreLane& core : run.states().cores()) {
                if (core.core == lane.id) index = core.spans[source].cause;
            }
            break;
        }
    }
    if (index == trace::NoEvent || index.value >= run.trace().size()) return std::nullopt;
    return index;
}

std::vector<ThreadMoment> moment(const Run& run, Time time) {
    std::vector<ThreadMoment> list;
    EventIndex before = run.trace().upper_bound(time);
    for (const trace::ThreadLane& thread : run.states().threads()) {
        const trace::StateSpan* state = trace::state_at(thread, time);
        if (state == nullptr) continue;
        bool done = state->state == trace::ThreadState::Done;
        list.push_back({thread.id, thread_title(run, thread.id), state_words(run, thread, *state),
                        done ? 0 : line_at(run, thread.id, before)});
    }
    return list;
}

void Search::set(const Run& run, std::string text) {
    m_text = lower(std::move(text));
    m_kinds.reset();
    m_threads.clear();
    m_objects.clear();
    m_texts.clear();
    if (m_text.empty()) return;
    auto found = [&](const std::string& name) {
        return lower(name).find(m_text) != std::string::npos;
    };
    for (const trace::EventInfo& info : trace::all_events()) {
        std::string spaced = info.name;
        std::replace(spaced.begin(), spaced.end(), '_', ' ');
        if (found(info.name) || found(spaced)) m_kinds.set(static_cast<size_t>(info.kind));
    }
    for (const trace::ThreadLane& thread : run.states().threads()) {
        if (found(run.trace().thread_name(thread.id))) m_threads.insert(thread.id.value);
    }
    for (const trace::ObjectLane& object : run.states().objects()) {
        if (found(run.trace().object_name(object.key))) m_objects.insert(object.key);
    }
    for (const auto& [address, name] : run.trace().texts()) {
        if (found(name)) m_texts.insert(address);
    }
}

bool Search::matches(const Run& run, const trace::Event& event) const {
    if (m_text.empty()) return false;
    if (m_kinds[static_cast<size_t>(event.kind)]) return true;
    if (m_threads.contains(event.thread.value)) return true;
    switch (trace::event_info(event.kind).object) {
        case trace::ObjectMeaning::thread:
            return m_threads.contains(event.object);
        case trace::ObjectMeaning::name:
            return m_texts.contains(event.object);
        case trace::ObjectMeaning::address:
            return !m_objects.empty() &&
                   m_objects.contains({run.trace().process_of(event.thread), event.object});
        case trace::ObjectMeaning::channel:
            return m_objects.contains(trace::channel_key(event.object));
        default:
            return false;
    }
}

Search::Count Search::count(const Run& run, EventIndex index) const {
    Count count;
    if (m_text.empty()) return count;
    for (uint64_t i = 0; i < run.trace().size(); ++i) {
        if (!is_visible(run, EventIndex{i}) || !matches(run, run.trace()[i])) continue;
        ++count.all;
        if (i < index.value) ++count.before;
    }
    return count;
}

std::optional<EventIndex> Search::next(const Run& run, std::optional<EventIndex> from) const {
    uint64_t size = run.trace().size();
    for (uint64_t step = 1; step <= size; ++step) {
        uint64_t i = (from ? from->value + step : step - 1) % size;
        if (is_visible(run, EventIndex{i}) && matches(run, run.trace()[i])) return EventIndex{i};
    }
    return std::nullopt;
}

std::optional<EventIndex> Search::previous(const Run& run, std::optional<EventIndex> from) const {
    uint64_t size = run.trace().size();
    for (uint64_t step = 1; step <= size; ++step) {
        uint64_t i = ((from ? from->value : 0) + size - step) % size;
        if (is_visible(run, EventIndex{i}) && matches(run, run.trace()[i])) return EventIndex{i};
    }
    return std::nullopt;
}

}  // namespace interleave::ui
