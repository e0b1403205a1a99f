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

bool is_visible(trace::EventKind kind) {
    return kind != trace::EventKind::clock && kind != trace::EventKind::name_object &&
           kind != trace::EventKind::name_thread;
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

bool is_visible(const Run& run, EventIndex index) { return is_visible(run.trace()[index].kind); }

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
    find_meanings(run);
}

size_t Search::names(const Run& run) const {
    return run.states().threads().size() + run.states().objects().size() +
           run.trace().texts().size();
}

void Search::find_meanings(const Run& run) {
    m_kinds.reset();
    m_threads.clear();
    m_objects.clear();
    m_texts.clear();
    m_addresses.reset();
    m_names = names(run);
    m_looked = m_all = 0;
    m_blocks.clear();
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
        if (!found(run.trace().object_name(object.key))) continue;
        m_objects.insert(object.key);
        m_addresses.set(object.key.address % m_addresses.size());
    }
    for (const auto& [address, name] : run.trace().texts()) {
        if (!found(name)) continue;
        m_texts.insert(address);
        m_addresses.set(address % m_addresses.size());
    }
}

bool Search::matches(const Run& run, const trace::Event& event) const {
    if (m_text.empty()) return false;
    if (m_kinds[static_cast<size_t>(event.kind)]) return true;
    if (!m_threads.empty() && m_threads.contains(event.thread.value)) return true;
    switch (trace::event_info(event.kind).object) {
        case trace::ObjectMeaning::thread:
            return m_threads.contains(event.object);
        case trace::ObjectMeaning::name:
            return m_addresses[event.object % m_addresses.size()] && m_texts.contains(event.object);
        case trace::ObjectMeaning::address:
            return m_addresses[event.object % m_addresses.size()] &&
                   m_objects.contains({run.trace().process_of(event.thread), event.object});
        case trace::ObjectMeaning::channel:
            return m_objects.contains(trace::channel_key(event.object));
        default:
            return false;
    }
}

bool Search::is_found(const Run& run, uint64_t index) const {
    const trace::Event event = run.trace()[index];
    return is_visible(event.kind) && matches(run, event);
}

bool Search::look_on(const Run& run, uint64_t events) {
    // What became known since may be meant too.
    if (m_names != names(run)) find_meanings(run);
    const uint64_t size = run.trace().size();
    const bool nothing =
        m_kinds.none() && m_threads.empty() && m_objects.empty() && m_texts.empty();
    const uint64_t end = nothing ? size : m_looked + std::min(size - m_looked, events);
    m_blocks.resize((end + Block - 1) / Block);
    for (; m_looked < end; ++m_looked) {
        if (nothing || !is_found(run, m_looked)) continue;
        ++m_blocks[m_looked / Block];
        ++m_all;
    }
    return m_looked == size;
}

Search::Count Search::count(const Run& run, EventIndex index) const {
    Count count{.all = m_all};
    const uint64_t end = std::min(index.value, m_looked);
    const uint64_t block = end / Block;
    for (uint64_t i = 0; i < block; ++i) count.before += m_blocks[i];
    for (uint64_t i = block * Block; i < end; ++i) count.before += is_found(run, i);
    return count;
}

std::optional<EventIndex> Search::first_in(const Run& run, uint64_t begin, uint64_t end) const {
    for (uint64_t i = begin; i < end; ++i) {
        if (m_blocks[i / Block] == 0) {
            i |= Block - 1;
        } else if (is_found(run, i)) {
            return EventIndex{i};
        }
    }
    return std::nullopt;
}

std::optional<EventIndex> Search::last_in(const Run& run, uint64_t begin, uint64_t end) const {
    for (uint64_t i = end; i-- > begin;) {
        if (m_blocks[i / Block] == 0) {
            i &= ~(Block - 1);
        } else if (is_found(run, i)) {
            return EventIndex{i};
        }
    }
    return std::nullopt;
}

Search::Found Search::next(const Run& run, std::optional<EventIndex> from) const {
    const uint64_t begin = std::min(from ? from->value + 1 : 0, m_looked);
    if (auto event = first_in(run, begin, m_looked)) return {event, true};
    if (m_looked < run.trace().size()) return {};
    return {first_in(run, 0, begin), true};
}

Search::Found Search::previous(const Run& run, std::optional<EventIndex> from) const {
    const uint64_t end = from ? from->value : 0;
    if (end > m_looked) return {};
    if (auto event = last_in(run, 0, end)) return {event, true};
    if (m_looked < run.trace().size()) return {};
    return {last_in(run, end, m_looked), true};
}

}  // namespace interleave::ui
