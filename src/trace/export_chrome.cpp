#include "trace/export_chrome.hpp"

#include <algorithm>
#include <cstdio>

namespace interleave::trace {

namespace {

// Perfetto takes flows only between slices, so instants are given as slices of this length.
constexpr Time InstantLength = 1;
constexpr uint32_t ObjectsProcess = 1'000'000;

// The length of the UTF-8 sequence at the beginning of `text` (RFC 3629); 0 if there is none.
size_t utf8_length(std::string_view text) {
    auto byte = [&](size_t i) { return i < text.size() ? static_cast<uint8_t>(text[i]) : 0; };
    auto follows = [&](size_t i, int low = 0x80, int high = 0xbf) {
        return byte(i) >= low && byte(i) <= high;
    };
    uint8_t lead = byte(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xc2 && lead <= 0xdf) return follows(1) ? 2 : 0;
    if (lead >= 0xe0 && lead <= 0xef) {
        int low = lead == 0xe0 ? 0xa0 : 0x80;
        int high = lead == 0xed ? 0x9f : 0xbf;
        return follows(1, low, high) && follows(2) ? 3 : 0;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        int low = lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xf4 ? 0x8f : 0xbf;
        return follows(1, low, high) && follows(2) && follows(3) ? 4 : 0;
    }
    return 0;
}

// One JSON object an event, into one array.
class Writer {
public:
    Writer(const Trace& trace)
        : m_trace(trace), m_unit(trace.run().axis == Axis::Step ? 1 : 1000) {}

    std::string take() { return R"({"displayTimeUnit":"ns","traceEvents":[)" + m_text + "\n]}\n"; }

    void name(const char* what, uint32_t process, uint32_t thread, std::string_view value) {
        begin(what, "M", process, thread);
        m_text += R"(,"args":{"name":)" + json_string(value) + "}}";
    }
    void slice(std::string_view title, uint32_t process, uint32_t thread, Time from, Time to,
               uint16_t line) {
        begin(title, "X", process, thread);
        m_text += R"(,"ts":)" + time(from) + R"(,"dur":)" + time(std::max(to, from) - from);
        if (line != 0) m_text += R"(,"args":{"line":)" + std::to_string(line) + "}";
        m_text += "}";
    }
    void counter(std::string_view title, uint32_t process, const LevelPoint& point) {
        begin(title, "C", process, 0);
        m_text += R"(,"ts":)" + time(point.time) + R"(,"args":{"value":)" +
                  std::to_string(point.level) + "}}";
    }
    void flow(const Edge& edge, uint64_t id) {
        flow_end(edge, edge.from, "s", id);
        flow_end(edge, edge.to, "f", id);
    }

private:
    void begin(std::string_view title, const char* phase, uint32_t process, uint32_t thread) {
        if (!m_text.empty()) m_text += ",";
        m_text += "\n{\"name\":" + json_string(title) + R"(,"ph":")" + phase + R"(","pid":)" +
                  std::to_string(process) + R"(,"tid":)" + std::to_string(thread);
    }
    void flow_end(const Edge& edge, EventIndex index, const char* phase, uint64_t id) {
        Event event = m_trace[index];
        begin(edge_kind_name(edge.kind), phase, m_trace.process_of(event.thread),
              event.thread.value);
        m_text += R"(,"cat":"order","id":)" + std::to_string(id) + R"(,"ts":)" + time(event.time);
        if (*phase == 'f') m_text += R"(,"bp":"e")";
        m_text += "}";
    }
    std::string time(Time value) const {
        char text[32];
        if (m_unit == 1) {
            std::snprintf(text, sizeof text, "%lld", static_cast<long long>(value));
        } else {
            std::snprintf(text, sizeof text, "%lld.%03lld", static_cast<long long>(value / 1000),
                          static_cast<long long>(value % 1000));
        }
        return text;
    }

    const Trace& m_trace;
    const Time m_unit;
    std::string m_text;
};

std::string state_title(const Trace& trace, ThreadId thread, const StateSpan& span) {
    std::string title = thread_state_name(span.state);
    ObjectKey key{trace.process_of(thread), span.object};
    switch (span.state) {
        case ThreadState::BlockedOnLock:
        case ThreadState::BlockedOnCondition:
        case ThreadState::BlockedOnAtomic:
            return title + ": " + trace.object_name(key);
        case ThreadState::BlockedOnJoin:
            return title + ": " + trace.thread_name(ThreadId{span.object});
        case ThreadState::InputOutput:
            return title + ": " + std::string(trace.text_at(span.object));
        default:
            return title;
    }
}

void write_thread(Writer& out, const Trace& trace, const ThreadLane& lane) {
    uint32_t process = trace.process_of(lane.id);
    out.name("thread_name", process, lane.id.value, trace.thread_name(lane.id));
    for (const StateSpan& span : lane.states) {
        if (span.state == ThreadState::Running || span.state == ThreadState::Done) continue;
        Time end = std::min(span.end, trace.end_time());
        out.slice(state_title(trace, lane.id, span), process, lane.id.value, span.begin, end,
                  span.line);
    }
    for (const NoteSpan& span : lane.spans) {
        Time end = std::min(span.end, trace.end_time());
        out.slice(trace.text_at(span.name), process, lane.id.value, span.begin, end,
                  trace[span.first].line);
    }
}

void write_object(Writer& out, const Trace& trace, const ObjectLane& lane, uint32_t row) {
    std::string name = std::string(object_kind_name(lane.kind)) + " " + trace.object_name(lane.key);
    for (const LevelPoint& point : lane.levels) out.counter(name, lane.key.process, point);
    if (lane.holds.empty()) return;
    out.name("thread_name", ObjectsProcess, row, name);
    for (const HoldSpan& hold : lane.holds) {
        std::string title =
            (hold.shared ? "read by " : "held by ") + trace.thread_name(hold.thread);
        out.slice(title, ObjectsProcess, row, hold.begin, std::min(hold.end, trace.end_time()),
                  trace[hold.acquired].line);
    }
}

// The events at the ends of edges, as shortest slices for the flows to hold on to.
void write_flows(Writer& out, const Trace& trace, const HappensBefore& order) {
    std::vector<EventIndex> ends;
    for (const Edge& edge : order.edges()) {
        ends.push_back(edge.from);
        ends.push_back(edge.to);
    }
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    for (EventIndex index : ends) {
        Event event = trace[index];
        std::string title = event_info(event.kind).name;
        if (std::string object = trace.object_name(event); !object.empty()) title += " " + object;
        out.slice(title, trace.process_of(event.thread), event.thread.value, event.time,
                  event.time + InstantLength, event.line);
    }
    uint64_t id = 0;
    for (const Edge& edge : order.edges()) out.flow(edge, ++id);
}

}  // namespace

std::string json_string(std::string_view text) {
    std::string result = "\"";
    while (!text.empty()) {
        unsigned char c = static_cast<unsigned char>(text.front());
        size_t length = utf8_length(text);
        if (length == 0) {
            result += "\xef\xbf\xbd";
            text.remove_prefix(1);
            continue;
        }
        if (c == '"' || c == '\\') {
            result += '\\';
            result += static_cast<char>(c);
        } else if (c < 0x20) {
            char escaped[8];
            std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
            result += escaped;
        } else {
            result += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
    return result + "\"";
}

std::string export_chrome(const Trace& trace, const States& states, const HappensBefore& order) {
    Writer out(trace);
    out.name("process_name", 0, 0, "program");
    out.name("process_name", ObjectsProcess, 0, "locks and objects");
    for (const ThreadLane& lane : states.threads()) write_thread(out, trace, lane);
    uint32_t row = 0;
    for (const ObjectLane& lane : states.objects()) write_object(out, trace, lane, ++row);
    for (const Curve& curve : states.curves()) {
        for (const LevelPoint& point : curve.points) {
            out.counter(trace.text_at(curve.name.address), curve.name.process, point);
        }
    }
    write_flows(out, trace, order);
    return out.take();
}

}  // namespace interleave::trace
