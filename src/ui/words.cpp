#include "ui/words.hpp"

#include <algorithm>

#include "trace/deadlock.hpp"

namespace interleave::ui {

namespace {

using trace::ThreadState;

std::string quoted(const std::string& name) { return "`" + name + "`"; }

std::string count_of(uint64_t count, const char* one, const char* many) {
    return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 32);
    return text;
}

void add_times(Description& description, const Run& run, Time start, Time end) {
    Axis axis = run.axis();
    if (start == end) {
        description.details.push_back("at " + format_time(axis, start, 1));
    } else {
        description.details.push_back("for " + format_duration(axis, end - start));
        Time resolution = std::max<Time>(1, (end - start) / 100);
        description.details.push_back(format_time(axis, start, resolution) + " – " +
                                      format_time(axis, end, resolution));
    }
}

// Of a span; one that still goes on has no end yet.
void add_times(Description& description, const Run& run, const Track& track, uint32_t index) {
    const Span& span = track.spans[index];
    bool goes_on = track.open && index + 1 == track.spans.size() && !run.ended();
    if (goes_on) {
        description.details.push_back("since " + format_time(run.axis(), span.start, 1));
    } else {
        add_times(description, run, span.start, span.end);
    }
}

void add_line(Description& description, int line) {
    if (line == 0) return;
    description.line = line;
    description.details.push_back("line " + std::to_string(line));
}

std::string holders_text(const Run& run, const trace::ObjectLane* object, Time time,
                         trace::ThreadId except) {
    if (object == nullptr) return "";
    std::string text;
    for (const trace::HoldSpan& hold : trace::holders_at(*object, time)) {
        if (hold.thread == except) continue;
        text += (text.empty() ? ", held by " : " and ") + thread_title(run, hold.thread);
    }
    return text;
}

std::string object_name(const Run& run, trace::ThreadId thread, uint32_t address) {
    return quoted(
        run.trace().object_name(trace::ObjectKey{run.trace().process_of(thread), address}));
}

const trace::ThreadLane* thread_of(const Run& run, const Lane& lane) {
    return run.states().find_thread(trace::ThreadId{lane.id});
}

Description describe_state(const Run& run, const Lane& lane, const SpanPlace& place) {
    Description description;
    const trace::ThreadLane* thread = thread_of(run, lane);
    const Track& track = lane.tracks[place.track];
    const Span& span = track.spans[place.span];
    if (thread == nullptr || track.source_of(place.span) >= thread->states.size())
        return description;
    const trace::StateSpan& state = thread->states[track.source_of(place.span)];
    description.headline = thread_title(run, thread->id) + " " + state_words(run, *thread, state);
    if (state.state == ThreadState::BlockedOnLock) {
        trace::ObjectKey key{run.trace().process_of(thread->id), state.object};
        description.headline += holders_text(
            run, run.states().find_object(key, trace::ObjectKind::Lock), state.begin, thread->id);
    }
    if (state.state != ThreadState::Done) add_times(description, run, track, place.span);
    if (run.ended() && state.end == trace::OpenEnd && trace::is_blocked(state.state)) {
        description.details.push_back("never woken");
    }
    add_line(description, span.line);
    return description;
}

Description describe_object_span(const Run& run, const Lane& lane, const SpanPlace& place) {
    Description description;
    const Track& track = lane.tracks[place.track];
    const Span& span = track.spans[place.span];
    const trace::ObjectLane& object = run.states().objects()[lane.id];
    std::string thread = thread_title(run, trace::ThreadId{span.object});
    if (object.kind == trace::ObjectKind::Coroutine) {
        const trace::Event begin = run.trace()[object.holds[track.source_of(place.span)].acquired];
        std::string why(run.trace().text_at(begin.argument));
        if (begin.kind == trace::EventKind::coroutine_create) why = "has not begun";
        description.headline = span.kind != SuspendedSpan ? thread + " runs " + quoted(lane.name)
                               : why.empty()              ? quoted(lane.name) + " is suspended"
                                             : quoted(lane.name) + " is suspended: " + why;
        add_times(description, run, track, place.span);
    } else if (track.kind == TrackKind::Holds) {
        description.headline =
            thread + (span.kind == 1 ? " reads under " : " holds ") + quoted(lane.name);
        size_t waiting = trace::waiters_at(object, span.end - 1).size();
        add_times(description, run, track, place.span);
        if (waiting > 0)
            description.details.push_back(count_of(waiting, "thread waits", "threads wait"));
    } else if (track.kind == TrackKind::Waits) {
        description.headline = thread + " waits for " + quoted(lane.name) +
                               holders_text(run, &object, span.start, trace::ThreadId{span.object});
        add_times(description, run, track, place.span);
    } else {
        const char* what = object.kind == trace::ObjectKind::Semaphore ? "permits"
                           : object.kind == trace::ObjectKind::Barrier ? "arrived"
                                                                       : "messages";
        description.headline = quoted(lane.name) + ": " + std::to_string(span.object) + " " + what;
        add_times(description, run, track, place.span);
    }
    return description;
}

}  // namespace

std::string thread_title(const Run& run, trace::ThreadId thread) {
    return capitalised(run.trace().thread_name(thread));
}

std::string state_words(const Run& run, const trace::ThreadLane& thread,
                        const trace::StateSpan& span) {
    switch (span.state) {
        case ThreadState::BlockedOnLock:
        case ThreadState::BlockedOnCondition:
        case ThreadState::BlockedOnAtomic:
            return "waits for " + object_name(run, thread.id, span.object);
        case ThreadState::BlockedOnChannel:
            return "waits for the channel " +
                   run.trace().object_name(trace::channel_key(span.object));
        case ThreadState::BlockedOnJoin:
            return "waits for " + thread_title(run, trace::ThreadId{span.object}) + " to finish";
        case ThreadState::BlockedOnProcess:
            return "waits for process " + std::to_string(span.object) + " to end";
        case ThreadState::Sleeping:
            return "sleeps";
        case ThreadState::InputOutput: {
            std::string_view name = run.trace().text_at(span.object);
            return "waits for I/O" +
                   (name.empty() ? std::string() : " (" + std::string(name) + ")");
        }
        case ThreadState::WaitingForInput:
            return "waits for your input";
        case ThreadState::Starting:
            return "was created, has not run yet";
        case ThreadState::Ready:
            return "could run, waits for a core";
        case ThreadState::Running:
            return "is running";
        case ThreadState::Idle:
            return "has nothing to do";
        case ThreadState::Done:
            return "has finished";
    }
    return "";
}

Description describe_span(const Run& run, const SpanPlace& place) {
    const Lane& lane = run.model().lanes()[place.lane];
    const Track& track = lane.tracks[place.track];
    const Span& span = track.spans[place.span];
    Description description;
    switch (track.kind) {
        case TrackKind::States:
            return describe_state(run, lane, place);
        case TrackKind::Events:
            return describe_event(run, trace::EventIndex{span.object});
        case TrackKind::Notes:
            description.headline = thread_title(run, trace::ThreadId{lane.id}) + ": " +
                                   std::string(run.trace().text_at(span.object));
            break;
        case TrackKind::Core:
            description.headline =
                thread_title(run, trace::ThreadId{span.object}) + " runs on " + lane.name;
            break;
        case TrackKind::Levels:
            if (lane.kind == LaneKind::Curve) {
                description.headline = lane.name + " = " + std::to_string(span.object);
                break;
            }
            [[fallthrough]];
        case TrackKind::Holds:
        case TrackKind::Waits:
            return describe_object_span(run, lane, place);
    }
    add_times(description, run, track, place.span);
    return description;
}

Description describe_event(const Run& run, trace::EventIndex index) {
    Description description;
    trace::Event event = run.trace()[index];
    const trace::EventInfo& info = trace::event_info(event.kind);
    std::string name = run.trace().object_name(event);
    std::string kind = info.name;
    std::replace(kind.begin(), kind.end(), '_', ' ');
    description.headline = thread_title(run, event.thread) + ": " + kind;
    if (!name.empty()) description.headline += " " + quoted(name);
    description.details.push_back(info.sentence);
    add_times(description, run, event.time, event.time);
    add_line(description, event.line);
    return description;
}

Description describe_fold(const Run& run, const SpanPlace& first, const Mark& mark) {
    const Lane& lane = run.model().lanes()[first.lane];
    const Track& track = lane.tracks[first.track];
    Description description;
    bool events = track.kind == TrackKind::Events;
    description.headline = capitalised(lane.name) + ": " +
                           (events ? count_of(mark.count, "event", "events")
                                   : count_of(mark.count, "change", "changes")) +
                           " too close together to draw";
    if (track.kind == TrackKind::States || events) {
        std::string kinds;
        for (uint8_t kind = 0; kind < 16; ++kind) {
            if (!(mark.kinds >> kind & 1)) continue;
            if (!kinds.empty()) kinds += ", ";
            kinds += events ? trace::group_name(static_cast<trace::EventGroup>(kind))
                            : trace::thread_state_name(static_cast<ThreadState>(kind));
        }
        description.details.push_back(kinds);
    }
    add_times(description, run, mark.start, mark.end);
    description.details.push_back("zoom in to see them");
    return description;
}

std::vector<Notice> notices(const Run& run) {
    std::vector<Notice> list;
    const trace::RunInfo& info = run.trace().run();
    // A circle of waiting is for good, so it is told at once, not only when the machine has given up.
    if (info.reason != trace::EndReason::Exit) {
        trace::WaitForGraph graph =
            trace::wait_for_graph(run.trace(), run.states(), run.trace().end_time());
        if (!graph.cycles.empty() || info.reason == trace::EndReason::Deadlock) {
            list.push_back(
                {NoticeKind::Danger, "Deadlock: " + trace::describe(run.trace(), graph) + "."});
        }
    }
    switch (info.reason) {
        case trace::EndReason::Trap:
            list.push_back({NoticeKind::Danger, "The program crashed: " + info.message});
            break;
        case trace::EndReason::Abort:
            list.push_back({NoticeKind::Danger, "The program gave up: " + info.message});
            break;
        case trace::EndReason::TimeLimit:
        case trace::EndReason::MemoryLimit:
        case trace::EndReason::OutputLimit:
            list.push_back(
                {NoticeKind::Warning, "The run was cut short by its " +
                                          std::string(trace::end_reason_name(info.reason)) +
                                          (info.message.empty() ? "." : ": " + info.message)});
            break;
        case trace::EndReason::Stopped:
            list.push_back(
                {NoticeKind::Warning, "You stopped this run: it ends where it was then."});
            break;
        case trace::EndReason::Deadlock:
        case trace::EndReason::Exit:
        case trace::EndReason::Running:
            break;
    }
    if (info.missing > 0 && info.reason == trace::EndReason::Exit) {
        list.push_back({NoticeKind::Warning, count_of(info.missing, "event was", "events were") +
                                                 " never delivered: some states may be missing."});
    }
    if (uint64_t dropped = run.trace().dropped(); dropped > 0) {
        list.push_back({NoticeKind::Warning,
                        count_of(dropped, "event was", "events were") +
                            " dropped because they came too fast: some states may be missing."});
    }
    return list;
}

std::string plain_text(const Description& description) {
    std::string text = description.headline;
    for (const std::string& detail : description.details) text += " · " + detail;
    return text;
}

}  // namespace interleave::ui
