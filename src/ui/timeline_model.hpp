#pragma once
// What the timeline shows, prepared from a trace: lanes, their tracks and the tracks' spans.
//
//   lane     one thing in the left column: a core, a thread, a lock, a curve
//   track    one line of non-overlapping spans in a lane: a thread's states, its events, its nested
//            notes (one track a depth), the holders of a lock (one track for each that hold at the
//            same time), its waiters
//   span     see fold.hpp; `source` leads back from a span to trace::States
//
// Incremental: update() costs what was appended to the trace since the last call.
// Pure: no Dear ImGui, no GL, no clock.

#include <deque>
#include <string>
#include <vector>

#include "trace/states.hpp"
#include "ui/fold.hpp"

namespace interleave::ui {

enum class LaneKind : uint8_t { Core, Thread, Object, Curve };
enum class TrackKind : uint8_t {
    States,  // Span::kind = trace::ThreadState
    Events,  // Span::kind = trace::EventGroup, Span::object = event index
    Notes,   // of one depth; Span::object = address of the name
    Holds,   // Span::kind: 0 exclusive, 1 shared, SuspendedSpan; Span::object = thread
    Waits,   // Span::object = thread
    Levels,  // Span::object = the level
    Core,    // Span::object = thread
};

constexpr uint8_t SuspendedSpan = 2;  // of a coroutine's lane: nobody runs it

struct Track {
    TrackKind kind = TrackKind::States;
    uint32_t slot = 0;  // its number on the GPU, unique in the model
    std::vector<Span> spans;
    // spans[i] comes from source[i] of the lane's list; empty where it is i itself.
    std::vector<uint32_t> source;
    Fold fold;
    bool open = false;  // the last span goes on

    uint32_t source_of(uint32_t span) const { return source.empty() ? span : source[span]; }
};

struct Lane {
    LaneKind kind = LaneKind::Thread;
    uint32_t process = 0;
    // Thread id, core number, position in States::objects() or States::curves().
    uint32_t id = 0;
    std::string name;
    std::string detail;        // "lock", "semaphore", …; "" if the name says enough
    std::deque<Track> tracks;  // deque: a Fold is not copied when tracks are added
    int64_t largest_level = 1;
};

// A span, by place.
struct SpanPlace {
    uint32_t lane = 0;
    uint32_t track = 0;
    uint32_t span = 0;
    bool operator==(const SpanPlace&) const = default;
};

// Where the drawing ends: the run's end; while it goes on, a little after its last event, so that what
// goes on (a thread that waits, perhaps for ever) can be seen at all. `reached`: where it stands, if that
// is known to be later.
Time shown_end(const trace::Trace& trace, Time reached = 0);

class TimelineModel {
public:
    // The lanes that the states know by now. Open spans reach to `end`: shown_end().
    // REQUIRES: states has taken in the trace
    void update(const trace::Trace& trace, const trace::States& states, Time end);

    const std::deque<Lane>& lanes() const { return m_lanes; }
    const Track& track(const SpanPlace& place) const {
        return m_lanes[place.lane].tracks[place.track];
    }
    const Span& span(const SpanPlace& place) const { return track(place).spans[place.span]; }
    uint32_t slot_count() const { return m_slots; }
    // Changes whenever lanes or tracks were added: the layout is to be made anew.
    uint32_t generation() const { return m_generation; }
    // Index of the lane of a thread; lanes().size() if there is none.
    size_t thread_lane(trace::ThreadId thread) const;

private:
    // Lanes of one list of States, by its position; -1 where it got no lane (yet).
    using Positions = std::vector<int32_t>;

    Lane& lane_for(Positions& positions, size_t position, LaneKind kind, uint32_t id);
    Track& track_for(Lane& lane, TrackKind kind, size_t nth);
    void update_thread(Lane& lane, const trace::Trace& trace, const trace::ThreadLane& source);
    void update_object(Lane& lane, const trace::ObjectLane& source);
    template <typename Source, typename Make>
    void update_parallel(Lane& lane, TrackKind kind, size_t limit,
                         const std::vector<Source>& source, size_t& taken, Make make);
    void update_levels(Track& track, const std::vector<trace::LevelPoint>& points,
                       int64_t& largest);

    std::deque<Lane> m_lanes;
    Positions m_threads, m_objects, m_cores, m_curves;
    struct Taken {
        size_t holds = 0, waits = 0, notes = 0;
        uint64_t events = 0;
    };
    std::vector<Taken> m_taken;  // by lane
    uint32_t m_slots = 0;
    uint32_t m_generation = 0;
    Time m_end = 0;
};

}  // namespace interleave::ui
