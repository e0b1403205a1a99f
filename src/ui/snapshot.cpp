#include "ui/snapshot.hpp"

#include <algorithm>
#include <cstdio>

#include "base/json.hpp"

namespace interleave::ui {

namespace {

const char* kind_name(LaneKind kind) {
    switch (kind) {
        case LaneKind::Core:
            return "core";
        case LaneKind::Thread:
            return "thread";
        case LaneKind::Object:
            return "object";
        case LaneKind::Curve:
            return "curve";
    }
    return "";
}

const char* kind_name(TrackKind kind) {
    switch (kind) {
        case TrackKind::States:
            return "states";
        case TrackKind::Events:
            return "events";
        case TrackKind::Notes:
            return "notes";
        case TrackKind::Holds:
            return "holds";
        case TrackKind::Waits:
            return "waits";
        case TrackKind::Levels:
            return "levels";
        case TrackKind::Core:
            return "core";
    }
    return "";
}

// The state of a span and the name of what it is about.
void write_meaning(base::JsonWriter& json, const Run& run, const Lane& lane, const Track& track,
                   const Span& span) {
    auto name_thread = [&] {
        json.key("object").value(thread_title(run, trace::ThreadId{span.object}));
    };
    switch (track.kind) {
        case TrackKind::States: {
            auto state = static_cast<trace::ThreadState>(span.kind);
            json.key("state").value(trace::thread_state_name(state));
            using trace::ThreadState;
            bool about_thread = state == ThreadState::BlockedOnJoin;
            bool about_object =
                state == ThreadState::BlockedOnLock || state == ThreadState::BlockedOnCondition ||
                state == ThreadState::BlockedOnAtomic || state == ThreadState::BlockedOnChannel;
            if (about_thread) name_thread();
            if (about_object)
                json.key("object").value(
                    run.trace().object_name(trace::ObjectKey{lane.process, span.object}));
            if (state == ThreadState::InputOutput)
                json.key("object").value(run.trace().text_at(span.object));
            break;
        }
        case TrackKind::Events: {
            trace::Event event = run.trace()[uint64_t{span.object}];
            json.key("state").value(trace::event_info(event.kind).name);
            json.key("object").value(run.trace().object_name(event));
            json.key("event").value(span.object);
            break;
        }
        case TrackKind::Notes:
            json.key("state").value("note").key("object").value(run.trace().text_at(span.object));
            break;
        case TrackKind::Holds:
            json.key("state").value(span.kind == SuspendedSpan ? "suspended"
                                    : span.kind == 1           ? "held shared"
                                                               : "held");
            name_thread();
            break;
        case TrackKind::Waits:
            json.key("state").value("waited for");
            name_thread();
            break;
        case TrackKind::Core:
            json.key("state").value("runs");
            name_thread();
            break;
        case TrackKind::Levels:
            json.key("state").value("level").key("value").value(span.object);
            break;
    }
}

void write_lane(base::JsonWriter& json, const App& app, const Lane& lane, uint32_t index,
                size_t span_limit) {
    const Run& run = *app.run();
    json.begin_object();
    json.key("id").value(lane.id).key("kind").value(kind_name(lane.kind));
    json.key("name").value(
        lane.kind == LaneKind::Thread ? thread_title(run, trace::ThreadId{lane.id}) : lane.name);
    json.key("detail").value(lane.detail).key("process").value(lane.process);
    if (const Row* row = app.timeline().layout().row_of(index)) {
        json.key("top")
            .value(static_cast<double>(row->top))
            .key("height")
            .value(static_cast<double>(row->height));
    }
    size_t total = 0;
    json.key("spans").begin_array();
    for (const Track& track : lane.tracks) {
        total += track.spans.size();
        for (size_t i = 0; i < std::min(track.spans.size(), span_limit); ++i) {
            const Span& span = track.spans[i];
            json.begin_object().key("track").value(kind_name(track.kind));
            write_meaning(json, run, lane, track, span);
            json.key("start").value(span.start).key("end").value(span.end);
            json.key("line").value(static_cast<int>(span.line)).end_object();
        }
    }
    json.end_array().key("spanCount").value(static_cast<uint64_t>(total)).end_object();
}

void write_box(base::JsonWriter& json, const char* name, const Box& box, float scale) {
    json.key(name).begin_object();
    json.key("x")
        .value(static_cast<double>(box.x / scale))
        .key("y")
        .value(static_cast<double>(box.y / scale));
    json.key("width").value(static_cast<double>(box.width / scale));
    json.key("height").value(static_cast<double>(box.height / scale)).end_object();
}

}  // namespace

std::string cursor_json(const App& app) {
    if (app.run() == nullptr || !app.selection().cursor) return "null";
    base::JsonWriter json;
    json.begin_object().key("time").value(*app.selection().cursor).key("threads").begin_array();
    for (const ThreadMoment& thread : moment(*app.run(), *app.selection().cursor)) {
        char colour[8];
        std::snprintf(colour, sizeof colour, "#%06x",
                      colour_rgb(app.ui().theme, thread_colour(thread.thread.value)));
        json.begin_object().key("id").value(thread.thread.value).key("name").value(thread.name);
        json.key("state")
            .value(thread.state)
            .key("line")
            .value(thread.line)
            .key("color")
            .value(colour)
            .end_object();
    }
    json.end_array().end_object();
    return json.text();
}

std::string snapshot_json(const App& app, size_t span_limit) {
    base::JsonWriter json;
    json.begin_object();
    const Run* run = app.run();
    json.key("lanes").begin_array();
    if (run != nullptr) {
        for (uint32_t i = 0; i < run->model().lanes().size(); ++i) {
            write_lane(json, app, run->model().lanes()[i], i, span_limit);
        }
    }
    json.end_array();
    const TimelinePanel& timeline = app.timeline();
    json.key("title").value(run ? run->title() : std::string());
    json.key("ended").value(run != nullptr && run->ended());
    json.key("reason").value(run ? trace::end_reason_name(run->trace().run().reason) : "");
    json.key("notices").begin_array();
    for (const Notice& notice : app.notices()) json.value(notice.text);
    json.end_array();

    const View& view = timeline.view();
    json.key("view").begin_object().key("start").value(view.origin()).key("end").value(view.end());
    json.key("timePerPixel").value(view.time_per_pixel() * app.ui().scale);
    json.key("axis").value(run ? axis_label(run->axis()) : "");
    json.key("scroll").value(static_cast<double>(timeline.scroll() / app.ui().scale)).end_object();

    json.key("selection");
    if (app.selection().empty()) {
        json.null();
    } else {
        json.begin_object().key("event");
        app.selection().event ? json.value(app.selection().event->value) : json.null();
        json.key("description").value(app.description()).end_object();
    }
    json.key("cursor");
    app.selection().cursor ? json.value(*app.selection().cursor) : json.null();

    json.key("search").begin_object().key("open").value(app.search_field().open);
    json.key("text")
        .value(app.search_field().text)
        .key("matches")
        .value(app.search_field().matches);
    json.key("current").value(app.search_field().current).end_object();
    json.key("legendOpen").value(app.legend_open()).key("helpOpen").value(app.help_open());

    write_box(json, "lanesBox", timeline.lanes_box(), app.ui().scale);
    write_box(json, "rulerBox", timeline.ruler_box(), app.ui().scale);
    const TimelinePanel::Counters& counters = timeline.counters();
    json.key("stats")
        .begin_object()
        .key("frames")
        .value(app.frames())
        .key("tiles")
        .value(counters.tiles);
    json.key("images").value(counters.images).key("rectangles").value(counters.rectangles);
    json.key("events").value(run ? run->trace().size() : uint64_t{0});
    json.key("missing").value(run ? run->trace().run().missing : uint64_t{0});
    json.key("dropped").value(run ? run->trace().dropped() : uint64_t{0}).end_object();
    json.end_object();
    return json.text();
}

}  // namespace interleave::ui
