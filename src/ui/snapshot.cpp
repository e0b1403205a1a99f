#include "ui/snapshot.hpp"

#include <cstdio>

#include "ui/json.hpp"

namespace interleave::ui {

namespace {

const char* kind_name(LaneKind kind) {
    switch (kind) {
        case LaneKind::Core: return "core";
        case LaneKind::Thread: return "thread";
        case LaneKind::Object: return "object";
        case LaneKind::Curve: return "curve";
    }
    return "";
}

const char* kind_name(TrackKind kind) {
    switch (kind) {
        case TrackKind::States: return "states";
        case TrackKind::Events: return "events";
        case TrackKind::Notes: return "notes";
        case TrackKind::Holds: return "holds";
        case TrackKind::Waits: return "waits";
        case TrackKind::Levels: return "levels";
        case TrackKind::Core: return "core";
    }
    return "";
}

// The state of a span and the name of what it is about.
void write_meaning(JsonWriter& json, const Run& run, const Lane& lane, const Track& track,
                   const Span& span) {
    auto name_thread = [&] { json.field("object", thread_title(run, trace::ThreadId{span.object})); };
    switch (track.kind) {
        case TrackKind::States: {
            auto state = static_cast<trace::ThreadState>(span.kind);
            json.field("state", trace::thread_state_name(state));
            using trace::ThreadState;
            bool about_thread = state == ThreadState::BlockedOnJoin;
            bool about_object = state == ThreadState::BlockedOnLock || state == ThreadState::BlockedOnCondition ||
                                state == ThreadState::BlockedOnAtomic || state == ThreadState::BlockedOnChannel;
            if (about_thread) name_thread();
            if (about_object) json.field("object", run.trace().object_name(trace::ObjectKey{lane.process, span.object}));
            if (state == ThreadState::InputOutput) json.field("object", run.trace().text_at(span.object));
            break;
        }
        case TrackKind::Events: {
            trace::Event event = run.trace()[uint64_t{span.object}];
            json.field("state", trace::event_info(event.kind).name);
            json.field("object", run.trace().object_name(event));
            json.field("event", span.object);
            break;
        }
        case TrackKind::Notes:
            json.field("state", "note").field("object", run.trace().text_at(span.object));
            break;
        case TrackKind::Holds:
            json.field("state", span.kind == 1 ? "held shared" : "held");
            name_thread();
            break;
        case TrackKind::Waits:
            json.field("state", "waited for");
            name_thread();
            break;
        case TrackKind::Core:
            json.field("state", "runs");
            name_thread();
            break;
        case TrackKind::Levels: json.field("state", "level").field("value", span.object); break;
    }
}

void write_lane(JsonWriter& json, const App& app, const Lane& lane, uint32_t index, size_t span_limit) {
    const Run& run = *app.run();
    json.begin_object();
    json.field("id", lane.id).field("kind", kind_name(lane.kind));
    json.field("name", lane.kind == LaneKind::Thread ? thread_title(run, trace::ThreadId{lane.id}) : lane.name);
    json.field("detail", lane.detail).field("process", lane.process);
    if (const Row* row = app.timeline().layout().row_of(index)) {
        json.field("top", static_cast<double>(row->top)).field("height", static_cast<double>(row->height));
    }
    size_t total = 0;
    json.key("spans").begin_array();
    for (const Track& track : lane.tracks) {
        total += track.spans.size();
        for (size_t i = 0; i < std::min(track.spans.size(), span_limit); ++i) {
            const Span& span = track.spans[i];
            json.begin_object().field("track", kind_name(track.kind));
            write_meaning(json, run, lane, track, span);
            json.field("start", span.start).field("end", span.end);
            json.field("line", static_cast<int>(span.line)).end_object();
        }
    }
    json.end_array().field("spanCount", static_cast<uint64_t>(total)).end_object();
}

void write_box(JsonWriter& json, const char* name, const Box& box, float scale) {
    json.key(name).begin_object();
    json.field("x", static_cast<double>(box.x / scale)).field("y", static_cast<double>(box.y / scale));
    json.field("width", static_cast<double>(box.width / scale));
    json.field("height", static_cast<double>(box.height / scale)).end_object();
}

}  // namespace

std::string cursor_json(const App& app) {
    if (app.run() == nullptr || !app.selection().cursor) return "null";
    JsonWriter json;
    json.begin_object().field("time", *app.selection().cursor).key("threads").begin_array();
    for (const ThreadMoment& thread : moment(*app.run(), *app.selection().cursor)) {
        char colour[8];
        std::snprintf(colour, sizeof colour, "#%06x",
                      colour_rgb(app.ui().theme, thread_colour(thread.thread.value)));
        json.begin_object().field("id", thread.thread.value).field("name", thread.name);
        json.field("state", thread.state).field("line", thread.line).field("color", colour).end_object();
    }
    json.end_array().end_object();
    return json.text();
}

std::string snapshot_json(const App& app, size_t span_limit) {
    JsonWriter json;
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
    json.field("title", run ? run->title() : std::string());
    json.field("ended", run != nullptr && run->ended());
    json.field("reason", run ? trace::end_reason_name(run->trace().run().reason) : "");
    json.key("notices").begin_array();
    for (const Notice& notice : app.notices()) json.value(notice.text);
    json.end_array();

    const View& view = timeline.view();
    json.key("view").begin_object().field("start", view.origin()).field("end", view.end());
    json.field("timePerPixel", view.time_per_pixel() * app.ui().scale);
    json.field("axis", run ? axis_label(run->axis()) : "");
    json.field("scroll", static_cast<double>(timeline.scroll() / app.ui().scale)).end_object();

    json.key("selection");
    if (app.selection().empty()) {
        json.null();
    } else {
        json.begin_object().key("event");
        app.selection().event ? json.value(app.selection().event->value) : json.null();
        json.field("description", app.description()).end_object();
    }
    json.key("cursor");
    app.selection().cursor ? json.value(*app.selection().cursor) : json.null();

    json.key("search").begin_object().field("open", app.search_field().open);
    json.field("text", app.search_field().text).field("matches", app.search_field().matches);
    json.field("current", app.search_field().current).end_object();
    json.field("legendOpen", app.legend_open()).field("helpOpen", app.help_open());

    write_box(json, "lanesBox", timeline.lanes_box(), app.ui().scale);
    write_box(json, "rulerBox", timeline.ruler_box(), app.ui().scale);
    const TimelinePanel::Counters& counters = timeline.counters();
    json.key("stats").begin_object().field("frames", app.frames()).field("tiles", counters.tiles);
    json.field("images", counters.images).field("rectangles", counters.rectangles);
    json.field("events", run ? run->trace().size() : uint64_t{0});
    json.field("dropped", run ? run->trace().dropped() : uint64_t{0}).end_object();
    json.end_object();
    return json.text();
}

}  // namespace interleave::ui
