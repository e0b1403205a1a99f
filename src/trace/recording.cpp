#include "trace/recording.hpp"

#include <algorithm>
#include <string>

#include "base/bytes.hpp"

namespace interleave::trace {

namespace {

using base::ByteReader;
using base::Error;
using base::Nothing;
using base::Status;

enum MessageType : uint32_t {
    Records = 1,
    AnchorMessage = 2,
    Text = 3,
    End = 4,
    Object = 5,
    Outcome = 6,
    Dated = 7,
    ThreadProcess = 8,
};

constexpr uint32_t LargestMessage = 64u << 20;
constexpr size_t HeaderSize = 8;
constexpr size_t RecordSize = 16;
constexpr size_t DatedSize = 24;
// How far ahead of the next expected record a number may be: twice what all rings together can
// hold.
constexpr uint64_t WindowLimit = 1u << 22;
constexpr Time GapPatience = 1'000'000'000;

constexpr uint64_t place_of(uint64_t sequence) { return 2 * sequence; }
constexpr uint64_t place_before(uint64_t sequence) { return 2 * sequence - 1; }

// total × part / whole without overflow. REQUIRES: 0 <= part <= whole < 2^31, total >= 0
Time share(Time total, uint64_t part, uint64_t whole) {
    Time n = static_cast<Time>(whole);
    Time k = static_cast<Time>(part);
    return total / n * k + total % n * k / n;
}

// After these the recorder samples the clock at once, if the thread has to wait.
bool begins_wait(EventKind kind) {
    switch (kind) {
        case EventKind::lock_request:
        case EventKind::condition_wait:
        case EventKind::atomic_wait:
        case EventKind::barrier_arrive:
        case EventKind::join_begin:
        case EventKind::sleep_begin:
        case EventKind::io_begin:
        case EventKind::input_begin:
        case EventKind::process_wait:
        case EventKind::channel_wait:
        case EventKind::thread_exit:
            return true;
        default:
            return false;
    }
}

Error bad(std::string what, uint64_t position) {
    return Error{"The recording is damaged: " + std::move(what) +
                     ". Run the program again; if this stays, the page and the program are of "
                     "different versions.",
                 position};
}

}  // namespace

// Numbers start at 2^32 + first_sequence inside, so that "before the first" needs no special case.
Recording::Recording(Trace& trace, uint32_t first_sequence)
    : m_trace(trace),
      m_next((uint64_t{1} << 32) + first_sequence),
      m_point_place(place_before(m_next)) {}

Status Recording::feed(std::span<const uint8_t> chunk) {
    if (m_failed) return bad("an earlier part of it could not be read", m_stream_position);
    std::vector<uint8_t> joined;
    if (!m_partial.empty()) {
        joined = std::move(m_partial);
        joined.insert(joined.end(), chunk.begin(), chunk.end());
        m_partial.clear();
        chunk = joined;
    }
    while (chunk.size() >= HeaderSize) {
        ByteReader header(chunk);
        uint32_t type = header.u32();
        uint32_t size = header.u32();
        if (type < Records || type > ThreadProcess || size > LargestMessage) {
            m_failed = true;
            return bad("there is no message of type " + std::to_string(type) + " with " +
                           std::to_string(size) + " bytes",
                       m_stream_position);
        }
        size_t padded = HeaderSize + (size_t{size} + 3) / 4 * 4;
        if (chunk.size() < padded) break;
        Status status =
            message(type, chunk.subspan(HeaderSize, size), m_stream_position + HeaderSize);
        if (!status) {
            m_failed = true;
            return status;
        }
        chunk = chunk.subspan(padded);
        m_stream_position += padded;
    }
    m_partial.assign(chunk.begin(), chunk.end());
    release_ready();
    return Nothing{};
}

Status Recording::message(uint32_t type, std::span<const uint8_t> payload, uint64_t position) {
    ByteReader reader(payload);
    switch (type) {
        case Records:
            return records(payload, position);
        case End:
            return end(payload, position);
        case Dated:
            return dated(payload, position);
        case AnchorMessage: {
            uint64_t sequence = unwrap(reader.u32());
            reader.u32();
            Time time = std::max<Time>(0, static_cast<Time>(reader.u64()));
            if (reader.failed()) return bad("an anchor is too short", position);
            if (sequence > m_next + WindowLimit) return bad("an anchor is too far ahead", position);
            if (!m_anchors.empty()) sequence = std::max(sequence, m_anchors.back().sequence);
            m_latest_anchor = std::max(m_latest_anchor, time);
            m_anchors.push_back({sequence, time});
            release_ready();
            if (m_gap_since >= 0 && m_latest_anchor - m_gap_since >= GapPatience) {
                skip_gap();
                release_ready();
            }
            return Nothing{};
        }
        case Text: {
            uint32_t address = reader.u32();
            if (reader.failed()) return bad("a text has no address", position);
            m_trace.set_text(address, std::string(reader.text(reader.remaining())));
            return Nothing{};
        }
        case Object: {
            ObjectInfo object;
            object.key.address = reader.u32();
            object.size = reader.u32();
            object.line = reader.u32();
            object.name = std::string(reader.zero_terminated());
            object.type = std::string(reader.text(reader.remaining()));
            if (reader.failed()) return bad("an object's description is too short", position);
            m_trace.add_object(std::move(object));
            return Nothing{};
        }
        case ThreadProcess: {
            ThreadId thread{reader.u32()};
            uint32_t process = reader.u32();
            if (reader.failed() || process >= NoProcess)
                return bad("a thread has no process", position);
            m_trace.edit_thread(thread).process = process;
            return Nothing{};
        }
        default: {
            ThreadId thread{reader.u32()};
            uint32_t blocked = reader.u32();
            uint32_t blocked_on = reader.u32();
            if (reader.failed() || blocked > static_cast<uint32_t>(BlockedOn::Process)) {
                return bad("a thread's outcome makes no sense", position);
            }
            ThreadInfo& info = m_trace.edit_thread(thread);
            info.alive_at_end = true;
            info.blocked = static_cast<BlockedOn>(blocked);
            info.blocked_on = blocked_on;
            return Nothing{};
        }
    }
}

Status Recording::dated(std::span<const uint8_t> payload, uint64_t position) {
    if (payload.size() % DatedSize != 0) return bad("events are cut off", position);
    ByteReader reader(payload);
    while (!reader.at_end()) {
        Time time = static_cast<Time>(reader.u64());
        Record record;
        record.thread = reader.u32();
        record.object = reader.u32();
        record.argument = reader.u32();
        record.line = reader.u16();
        record.kind = reader.u8();
        reader.u8();
        if (time < 0) return bad("an event happens before the start", position);
        // A kind of a newer version is passed over, as in records.
        if (find_event(record.kind) != nullptr) emit(record, time);
    }
    return Nothing{};
}

Status Recording::records(std::span<const uint8_t> payload, uint64_t position) {
    ByteReader reader(payload);
    uint32_t thread = reader.u32();
    uint32_t dropped = reader.u32();
    if (reader.failed() || reader.remaining() % RecordSize != 0) {
        return bad("a batch of records has " + std::to_string(payload.size()) + " bytes", position);
    }
    ThreadInfo& info = m_trace.edit_thread(ThreadId{thread});
    info.dropped = std::max(info.dropped, dropped);
    while (!reader.at_end()) {
        uint64_t at = position + reader.position();
        Record record{.sequence = unwrap(reader.u32()), .thread = thread, .present = true};
        record.object = reader.u32();
        record.argument = reader.u32();
        record.line = reader.u16();
        record.kind = reader.u8();
        reader.u8();
        if (find_event(record.kind) == nullptr) {
            return bad("a record is of the unknown kind " + std::to_string(record.kind), at);
        }
        if (record.sequence < m_next) {
            ++m_trace.edit_run().late;
            record.sequence = m_next - 1;
            in_order(record);
            continue;
        }
        uint64_t ahead = record.sequence - m_next;
        if (ahead > WindowLimit) return bad("a record is too far ahead of the others", at);
        if (ahead >= m_window.size()) m_window.resize(ahead + 1);
        if (m_window[ahead].present) return bad("two records have the same number", at);
        m_window[ahead] = record;
        ++m_held;
    }
    return Nothing{};
}

Status Recording::end(std::span<const uint8_t> payload, uint64_t position) {
    ByteReader reader(payload);
    uint32_t reason = reader.u32();
    uint32_t exit_code = reader.u32();
    Time time = std::max<Time>(0, static_cast<Time>(reader.u64()));
    if (reader.failed() || reason > static_cast<uint32_t>(EndReason::Abort)) {
        return bad("the end of the run has no known reason", position);
    }
    give_up_gaps();
    date_until(place_before(m_next), time);
    RunInfo& run = m_trace.edit_run();
    run.reason = static_cast<EndReason>(reason);
    run.exit_code = exit_code;
    run.end_time = time;
    run.message = std::string(reader.text(reader.remaining()));
    return Nothing{};
}

void Recording::finish() {
    give_up_gaps();
    date_until(place_before(m_next), std::max(m_latest_anchor, m_point_time));
}

// --- order
// ------------------------------------------------------------------------------------------

uint64_t Recording::unwrap(uint32_t sequence) const {
    int32_t distance = static_cast<int32_t>(sequence - static_cast<uint32_t>(m_next));
    return m_next + static_cast<uint64_t>(static_cast<int64_t>(distance));
}

// Passes on everything up to the next gap, the anchors at their places in between.
void Recording::release_ready() {
    for (;;) {
        apply_anchors();
        if (m_window.empty() || !m_window.front().present) break;
        Record record = m_window.front();
        m_window.pop_front();
        --m_held;
        ++m_next;
        m_gap_since = -1;
        in_order(record);
    }
    bool something_waits = m_held > 0 || !m_anchors.empty();
    if (!something_waits) {
        m_gap_since = -1;
    } else if (m_gap_since < 0) {
        m_gap_since = m_latest_anchor;
    }
}

// The numbers up to the next record or anchor belong to records that nobody will write.
void Recording::skip_gap() {
    uint64_t gap = m_window.size();
    if (m_held > 0) {
        auto first = std::find_if(m_window.begin(), m_window.end(),
                                  [](const Record& record) { return record.present; });
        gap = static_cast<uint64_t>(first - m_window.begin());
    }
    if (!m_anchors.empty()) {
        uint64_t to_anchor =
            m_anchors.front().sequence > m_next ? m_anchors.front().sequence - m_next : 0;
        gap = m_held > 0 ? std::min(gap, to_anchor) : to_anchor;
    }
    uint64_t in_window = std::min<uint64_t>(gap, m_window.size());
    m_window.erase(m_window.begin(), m_window.begin() + static_cast<ptrdiff_t>(in_window));
    m_next += gap;
    m_trace.edit_run().missing += gap;
    m_gap_since = -1;
}

void Recording::give_up_gaps() {
    release_ready();
    while (m_held > 0 || !m_anchors.empty()) {
        skip_gap();
        release_ready();
    }
}

// --- time
// -------------------------------------------------------------------------------------------

void Recording::apply_anchors() {
    while (!m_anchors.empty() && m_anchors.front().sequence <= m_next) {
        date_until(place_before(m_anchors.front().sequence), m_anchors.front().time);
        m_anchors.pop_front();
    }
}

void Recording::in_order(const Record& record) {
    Neighbours& own = m_neighbours[record.thread];
    if (record.kind == static_cast<uint8_t>(EventKind::clock)) {
        uint64_t nanoseconds = record.object | static_cast<uint64_t>(record.argument) << 32;
        Time time = std::max<Time>(0, static_cast<Time>(nanoseconds));
        if (own.begun) date_until(place_of(*own.begun), time);
        date_until(place_of(record.sequence), time);
        own = {.clock_of_next = time};
        return;
    }
    m_undated.push_back(record);
    if (own.clock_of_next) date_until(place_of(record.sequence), *own.clock_of_next);
    own = {};
    if (begins_wait(static_cast<EventKind>(record.kind))) own.begun = record.sequence;
}

// A new point: appends what lies between the last one and it, and what lies on it.
void Recording::date_until(uint64_t place, Time time) {
    time = std::max(time, m_point_time);
    size_t dated = 0;
    for (; dated < m_undated.size(); ++dated) {
        const Record& record = m_undated[dated];
        uint64_t at = place_of(record.sequence);
        if (at > place) break;
        // Late records lie before the last point; they get its time.
        bool is_between = at > m_point_place && place > m_point_place;
        Time after_point =
            is_between ? share(time - m_point_time, at - m_point_place, place - m_point_place) : 0;
        emit(record, m_point_time + after_point);
    }
    m_undated.erase(m_undated.begin(), m_undated.begin() + static_cast<ptrdiff_t>(dated));
    m_point_place = std::max(m_point_place, place);
    m_point_time = time;
}

void Recording::emit(const Record& record, Time time) {
    ThreadId thread{record.thread};
    EventKind kind = static_cast<EventKind>(record.kind);
    switch (kind) {
        case EventKind::name_object:
            m_trace.name_object({m_trace.process_of(thread), record.object}, record.argument);
            break;
        case EventKind::name_thread:
            m_trace.edit_thread(ThreadId{record.object}).name_address = record.argument;
            break;
        default:
            if (kind == EventKind::channel_open) {
                m_trace.name_object(channel_key(record.object), record.argument);
            }
            m_trace.append({.time = std::max(time, m_trace.last_time()),
                            .thread = thread,
                            .kind = kind,
                            .line = record.line,
                            .object = record.object,
                            .argument = record.argument});
    }
}

}  // namespace interleave::trace
