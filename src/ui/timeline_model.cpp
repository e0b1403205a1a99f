#include "ui/timeline_model.hpp"

#include <algorithm>

namespace interleave::ui {

namespace {

// More at the same time share the last track, cut so that they do not overlap.
constexpr size_t MaximumHoldTracks = 8;
constexpr size_t MaximumWaitTracks = 6;
constexpr size_t MaximumNoteTracks = 12;

bool is_bookkeeping(trace::EventKind kind) {
    return kind == trace::EventKind::clock || kind == trace::EventKind::name_object ||
           kind == trace::EventKind::name_thread;
}

// An object nobody holds, waits for or counts with says nothing.
bool is_worth_a_lane(const trace::ObjectLane& object) {
    return !object.holds.empty() || !object.waits.empty() || !object.levels.empty();
}

}  // namespace

Time shown_end(const trace::Trace& trace, Time reached) {
    Time end = trace.end_time();
    bool runs = trace.run().reason == trace::EndReason::Running;
    if (runs) end = std::max(end, reached);
    return runs ? end + std::max<Time>(1, end / 16) : end;
}

Lane& TimelineModel::lane_for(Positions& positions, size_t position, LaneKind kind, uint32_t id) {
    if (positions.size() <= position) positions.resize(position + 1, -1);
    if (positions[position] < 0) {
        positions[position] = static_cast<int32_t>(m_lanes.size());
        m_lanes.push_back({.kind = kind, .id = id});
        m_taken.emplace_back();
        ++m_generation;
    }
    return m_lanes[static_cast<size_t>(positions[position])];
}

Track& TimelineModel::track_for(Lane& lane, TrackKind kind, size_t nth) {
    for (Track& track : lane.tracks) {
        if (track.kind == kind && nth-- == 0) return track;
    }
    Track& track = lane.tracks.emplace_back();
    track.kind = kind;
    track.slot = m_slots++;
    ++m_generation;
    return track;
}

void TimelineModel::update(const trace::Trace& trace, const trace::States& states, Time end) {
    m_end = end;
    size_t position = 0;
    for (const trace::CoreLane& core : states.cores()) {
        Lane& lane = lane_for(m_cores, position++, LaneKind::Core, core.core);
        lane.name = "Core " + std::to_string(core.core);
        Track& track = track_for(lane, TrackKind::Core, 0);
        if (!track.spans.empty()) track.spans.pop_back();
        for (size_t i = track.spans.size(); i < core.spans.size(); ++i) {
            const trace::CoreSpan& span = core.spans[i];
            track.open = span.end == trace::OpenEnd;
            track.spans.push_back({span.begin, track.open ? m_end : span.end, span.thread.value});
        }
    }
    position = 0;
    for (const trace::ThreadLane& thread : states.threads()) {
        Lane& lane = lane_for(m_threads, position++, LaneKind::Thread, thread.id.value);
        lane.name = trace.thread_name(thread.id);
        lane.process = trace.process_of(thread.id);
        update_thread(lane, trace, thread);
    }
    position = 0;
    for (const trace::ObjectLane& object : states.objects()) {
        size_t at = position++;
        if (!is_worth_a_lane(object)) continue;
        Lane& lane = lane_for(m_objects, at, LaneKind::Object, static_cast<uint32_t>(at));
        lane.name = object.kind == trace::ObjectKind::Coroutine
                        ? std::string(trace.text_at(object.name))
                        : trace.object_name(object.key);
        lane.detail = trace::object_kind_name(object.kind);
        lane.process = object.key.process;
        update_object(lane, object);
    }
    position = 0;
    for (const trace::Curve& curve : states.curves()) {
        Lane& lane = lane_for(m_curves, position, LaneKind::Curve, static_cast<uint32_t>(position));
        ++position;
        std::string_view name = trace.text_at(curve.name.address);
        lane.name = name.empty() ? trace.object_name(curve.name) : std::string(name);
        lane.process = curve.name.process;
        update_levels(track_for(lane, TrackKind::Levels, 0), curve.points, lane.largest_level);
    }
    for (Lane& lane : m_lanes) {
        for (Track& track : lane.tracks) {
            if (track.open && !track.spans.empty()) track.spans.back().end = m_end;
            track.fold.update(track.spans);
        }
    }
}

void TimelineModel::update_thread(Lane& lane, const trace::Trace& trace,
                                  const trace::ThreadLane& source) {
    Taken& taken = m_taken[thread_lane(source.id)];
    Track& states = track_for(lane, TrackKind::States, 0);
    // The last two may still have changed: an open span, or one that a later event showed to be wrong.
    states.spans.resize(std::min(states.spans.size() - std::min<size_t>(2, states.spans.size()),
                                 source.states.size()));
    for (size_t i = states.spans.size(); i < source.states.size(); ++i) {
        const trace::StateSpan& span = source.states[i];
        states.open = span.end == trace::OpenEnd && span.state != trace::ThreadState::Done;
        Time end = span.end != trace::OpenEnd ? span.end : states.open ? m_end : span.begin;
        states.spans.push_back(
            {span.begin, end, span.object, span.line, static_cast<uint8_t>(span.state)});
    }

    Track& events = track_for(lane, TrackKind::Events, 0);
    for (; taken.events < trace.thread_size(source.id); ++taken.events) {
        trace::EventIndex index = trace.thread_event(source.id, taken.events);
        trace::Event event = trace[index];
        if (is_bookkeeping(event.kind)) continue;
        auto group = static_cast<uint8_t>(trace::event_info(event.kind).group);
        events.spans.push_back(
            {event.time, event.time, static_cast<uint32_t>(index.value), event.line, group});
    }

    // Notes are listed by begin; each depth is a track. Open ones may close at any depth.
    for (Track& track : lane.tracks) {
        if (track.kind != TrackKind::Notes || !track.open) continue;
        const trace::NoteSpan& last = source.spans[track.source.back()];
        if (last.end == trace::OpenEnd) continue;
        track.spans.back().end = last.end;
        track.open = false;
    }
    for (; taken.notes < source.spans.size(); ++taken.notes) {
        const trace::NoteSpan& note = source.spans[taken.notes];
        size_t depth = std::min<size_t>(note.depth, MaximumNoteTracks - 1);
        for (size_t above = 0; above < depth; ++above) track_for(lane, TrackKind::Notes, above);
        Track& track = track_for(lane, TrackKind::Notes, depth);
        Time begin =
            track.spans.empty() ? note.begin : std::max(note.begin, track.spans.back().end);
        track.open = note.end == trace::OpenEnd;
        track.spans.push_back({begin, std::max(begin, track.open ? m_end : note.end), note.name});
        track.source.push_back(static_cast<uint32_t>(taken.notes));
    }
}

// Spreads spans that may overlap over tracks: each goes to the first track that is free.
template <typename Source, typename Make>
void TimelineModel::update_parallel(Lane& lane, TrackKind kind, size_t limit,
                                    const std::vector<Source>& source, size_t& taken, Make make) {
    for (Track& track : lane.tracks) {
        if (track.kind != kind || !track.open) continue;
        const Source& last = source[track.source.back()];
        if (last.end == trace::OpenEnd) continue;
        track.spans.back().end = std::max(track.spans.back().start, last.end);
        track.open = false;
    }
    for (; taken < source.size(); ++taken) {
        const Source& item = source[taken];
        size_t nth = 0;
        Track* track = &track_for(lane, kind, 0);
        while (nth + 1 < limit && !track->spans.empty() &&
               (track->open || track->spans.back().end > item.begin)) {
            track = &track_for(lane, kind, ++nth);
        }
        if (track->open) track->spans.back().end = item.begin;  // the last track: cut
        Time begin =
            track->spans.empty() ? item.begin : std::max(item.begin, track->spans.back().end);
        track->open = item.end == trace::OpenEnd;
        Span span = make(item);
        span.start = begin;
        span.end = std::max(begin, track->open ? m_end : item.end);
        track->spans.push_back(span);
        track->source.push_back(static_cast<uint32_t>(taken));
    }
}

void TimelineModel::update_object(Lane& lane, const trace::ObjectLane& source) {
    Taken& taken = m_taken[static_cast<size_t>(m_objects[lane.id])];
    const uint8_t shared = source.kind == trace::ObjectKind::Coroutine ? SuspendedSpan : 1;
    update_parallel(lane, TrackKind::Holds, MaximumHoldTracks, source.holds, taken.holds,
                    [shared](const trace::HoldSpan& hold) {
                        return Span{.object = hold.thread.value,
                                    .kind = hold.shared ? shared : uint8_t{0}};
                    });
    if (!source.levels.empty()) {
        update_levels(track_for(lane, TrackKind::Levels, 0), source.levels, lane.largest_level);
    }
    update_parallel(lane, TrackKind::Waits, MaximumWaitTracks, source.waits, taken.waits,
                    [](const trace::WaitSpan& wait) { return Span{.object = wait.thread.value}; });
}

void TimelineModel::update_levels(Track& track, const std::vector<trace::LevelPoint>& points,
                                  int64_t& largest) {
    if (!track.spans.empty()) track.spans.pop_back();
    for (size_t i = track.spans.size(); i < points.size(); ++i) {
        bool last = i + 1 == points.size();
        largest = std::max(largest, points[i].level);
        auto level = static_cast<uint32_t>(std::clamp<int64_t>(points[i].level, 0, UINT32_MAX));
        track.spans.push_back({points[i].time, last ? m_end : points[i + 1].time, level});
    }
    track.open = true;
}

size_t TimelineModel::thread_lane(trace::ThreadId thread) const {
    for (int32_t position : m_threads) {
        if (position >= 0 && m_lanes[static_cast<size_t>(position)].id == thread.value) {
            return static_cast<size_t>(position);
        }
    }
    return m_lanes.size();
}

}  // namespace interleave::ui
