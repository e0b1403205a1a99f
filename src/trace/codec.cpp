#include "trace/codec.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>
#include <unordered_map>

#include "base/bytes.hpp"

namespace interleave::trace {

namespace {

using base::ByteReader;
using base::ByteWriter;
using base::Error;

constexpr uint64_t BlockSize = 32768;

// What a value's distance is measured from. Encoder and decoder keep the same one.
struct Before {
    Time time = 0;
    struct OfThread {
        uint16_t line = 0;
        uint32_t object = 0;
    };
    std::unordered_map<uint32_t, OfThread> threads;
    std::array<uint32_t, 256> arguments{};
};

enum Column {
    TimeColumn,
    ThreadColumn,
    KindColumn,
    LineColumn,
    ObjectColumn,
    ArgumentColumn,
    ColumnCount
};

int64_t distance(uint32_t from, uint32_t to) {
    return static_cast<int64_t>(to) - static_cast<int64_t>(from);
}

// --- writing
// ----------------------------------------------------------------------------------------

void write_run(ByteWriter& out, const RunInfo& run) {
    out.u8(static_cast<uint8_t>(run.axis));
    out.u8(static_cast<uint8_t>(run.reason));
    out.leb_u64(run.exit_code);
    out.leb_u64(static_cast<uint64_t>(run.end_time));
    out.leb_u64(run.missing);
    out.leb_u64(run.late);
    out.text(run.message);
}

void write_threads(ByteWriter& out, const Trace& trace) {
    out.leb_u64(trace.thread_count());
    for (size_t i = 0; i < trace.thread_count(); ++i) {
        const ThreadInfo& thread = trace.thread_info(i);
        out.leb_u64(thread.id.value);
        out.leb_u64(thread.process);
        out.leb_u64(thread.name_address);
        out.leb_u64(thread.dropped);
        out.u8(thread.alive_at_end ? 1 : 0);
        out.u8(static_cast<uint8_t>(thread.blocked));
        out.leb_u64(thread.blocked_on);
    }
}

void write_names(ByteWriter& out, const Trace& trace) {
    out.leb_u64(trace.texts().size());
    uint32_t last = 0;
    for (const auto& [address, text] : trace.texts()) {
        out.leb_u64(address - last);
        out.text(text);
        last = address;
    }
    out.leb_u64(trace.object_names().size());
    for (const auto& [key, name] : trace.object_names()) {
        out.leb_u64(key.process);
        out.leb_u64(key.address);
        out.leb_u64(name);
    }
    out.leb_u64(trace.objects().size());
    for (const ObjectInfo& object : trace.objects()) {
        out.leb_u64(object.key.process);
        out.leb_u64(object.key.address);
        out.leb_u64(object.size);
        out.leb_u64(object.line);
        out.text(object.name);
        out.text(object.type);
    }
}

void write_block(ByteWriter& out, const Trace& trace, uint64_t first, uint64_t end,
                 Before& before) {
    ByteWriter columns[ColumnCount];
    for (uint64_t i = first; i < end; ++i) {
        Event event = trace[i];
        uint32_t thread = static_cast<uint32_t>(*trace.find_thread(event.thread));
        Before::OfThread& own = before.threads[thread];
        uint32_t& argument = before.arguments[static_cast<uint8_t>(event.kind)];
        columns[TimeColumn].leb_u64(static_cast<uint64_t>(event.time - before.time));
        columns[ThreadColumn].leb_u64(thread);
        columns[KindColumn].u8(static_cast<uint8_t>(event.kind));
        columns[LineColumn].leb_s64(distance(own.line, event.line));
        columns[ObjectColumn].leb_s64(distance(own.object, event.object));
        columns[ArgumentColumn].leb_s64(distance(argument, event.argument));
        before.time = event.time;
        own = {event.line, event.object};
        argument = event.argument;
    }
    for (const ByteWriter& column : columns) {
        out.leb_u64(column.size());
        out.bytes(column.data());
    }
}

// --- reading
// ----------------------------------------------------------------------------------------

// Reads a whole trace into m_trace; every function stops at the first thing that is wrong, which
// the reader remembers.
class Decoder {
public:
    explicit Decoder(std::span<const uint8_t> bytes) : m_bytes(bytes), m_in(bytes) {}

    base::Result<Trace> run() {
        if (m_in.u32() != TraceMagic) return error("these bytes are no trace", 0);
        uint32_t version = m_in.leb_u32();
        if (!m_in.failed() && version != TraceVersion) {
            return error("it is of version " + std::to_string(version) +
                             " and this program reads version " + std::to_string(TraceVersion),
                         4);
        }
        read_run();
        read_threads();
        read_names();
        read_events();
        if (!m_in.failed() && !m_in.at_end()) m_in.fail("something follows its end");
        if (m_in.failed()) return error(m_in.failure(), m_in.failure_position());
        return std::move(m_trace);
    }

private:
    static Error error(std::string what, uint64_t position) {
        return {"The trace cannot be read: " + std::move(what) +
                    ". Record it again, or open the file you saved.",
                position};
    }

    // A count of things that take at least `size` bytes each; 0 (and failed) if they cannot all be
    // there.
    uint64_t count(uint64_t size) {
        uint64_t value = m_in.leb_u64();
        if (value > m_in.remaining() / size) {
            m_in.fail("unexpected end");
            return 0;
        }
        return value;
    }
    Time time() {
        uint64_t value = m_in.leb_u64();
        if (value > static_cast<uint64_t>(std::numeric_limits<Time>::max()))
            m_in.fail("a time is too large");
        return m_in.failed() ? 0 : static_cast<Time>(value);
    }
    std::string text() { return std::string(m_in.text(m_in.leb_u32())); }

    void read_run() {
        RunInfo run;
        uint8_t axis = m_in.u8();
        uint8_t reason = m_in.u8();
        if (axis > static_cast<uint8_t>(Axis::Step)) m_in.fail("its axis is unknown");
        bool is_reason = reason <= static_cast<uint8_t>(EndReason::Abort) ||
                         reason == static_cast<uint8_t>(EndReason::Running);
        if (!is_reason) m_in.fail("its end has an unknown reason");
        run.axis = static_cast<Axis>(axis);
        run.reason = static_cast<EndReason>(reason);
        run.exit_code = m_in.leb_u32();
        run.end_time = time();
        run.missing = m_in.leb_u64();
        run.late = m_in.leb_u64();
        run.message = text();
        if (!m_in.failed()) m_trace.edit_run() = std::move(run);
    }

    void read_threads() {
        for (uint64_t left = count(7); left > 0 && !m_in.failed(); --left) {
            ThreadId id{m_in.leb_u32()};
            if (m_trace.find_thread(id)) return m_in.fail("two threads have the same id");
            ThreadInfo& thread = m_trace.edit_thread(id);
            thread.process = m_in.leb_u32();
            thread.name_address = m_in.leb_u32();
            thread.dropped = m_in.leb_u32();
            uint8_t alive = m_in.u8();
            uint8_t blocked = m_in.u8();
            if (alive > 1 || blocked > static_cast<uint8_t>(BlockedOn::Other)) {
                return m_in.fail("a thread's outcome is unknown");
            }
            thread.alive_at_end = alive == 1;
            thread.blocked = static_cast<BlockedOn>(blocked);
            thread.blocked_on = m_in.leb_u32();
            m_threads.push_back(id);
        }
    }

    void read_names() {
        uint64_t address = 0;
        for (uint64_t left = count(2); left > 0 && !m_in.failed(); --left) {
            address += m_in.leb_u32();
            if (address > std::numeric_limits<uint32_t>::max())
                return m_in.fail("an address is too large");
            m_trace.set_text(static_cast<uint32_t>(address), text());
        }
        for (uint64_t left = count(3); left > 0 && !m_in.failed(); --left) {
            ObjectKey key{m_in.leb_u32(), 0};
            key.address = m_in.leb_u32();
            m_trace.name_object(key, m_in.leb_u32());
        }
        for (uint64_t left = count(6); left > 0 && !m_in.failed(); --left) {
            ObjectInfo object;
            object.key.process = m_in.leb_u32();
            object.key.address = m_in.leb_u32();
            object.size = m_in.leb_u32();
            object.line = m_in.leb_u32();
            object.name = text();
            object.type = text();
            if (!m_in.failed()) m_trace.add_object(std::move(object));
        }
    }

    void read_events() {
        uint64_t left = count(ColumnCount);
        while (left > 0 && !m_in.failed()) {
            uint64_t size = std::min(left, BlockSize);
            read_block(size);
            left -= size;
        }
    }

    void read_block(uint64_t size) {
        std::vector<ByteReader> columns;
        for (int i = 0; i < ColumnCount; ++i) {
            uint64_t length = m_in.leb_u64();
            size_t begin = m_in.position();
            if (length > m_in.remaining()) return m_in.fail("unexpected end");
            columns.emplace_back(m_bytes.first(begin + length), begin);
            m_in.skip(length);
        }
        for (uint64_t i = 0; i < size; ++i) {
            if (!read_event(columns)) break;
        }
        for (const ByteReader& column : columns) {
            if (column.failed()) return fail_at(column.failure_position(), column.failure());
            if (!column.at_end()) return fail_at(column.position(), "a column is too long");
        }
    }

    bool read_event(std::vector<ByteReader>& columns) {
        uint64_t step = columns[TimeColumn].leb_u64();
        uint32_t thread = columns[ThreadColumn].leb_u32();
        uint8_t kind = columns[KindColumn].u8();
        int64_t line = columns[LineColumn].leb_s64();
        int64_t object = columns[ObjectColumn].leb_s64();
        int64_t argument = columns[ArgumentColumn].leb_s64();
        for (const ByteReader& column : columns) {
            if (column.failed()) return false;
        }
        uint64_t room = static_cast<uint64_t>(std::numeric_limits<Time>::max() - m_before.time);
        if (step > room) return fail(columns[TimeColumn], "a time is too large");
        if (thread >= m_threads.size())
            return fail(columns[ThreadColumn], "a thread is not in the list");
        if (find_event(kind) == nullptr)
            return fail(columns[KindColumn], "an event is of an unknown kind");
        Before::OfThread& own = m_before.threads[thread];
        if (!advance(own.line, line)) return fail(columns[LineColumn], "a line is out of range");
        if (!advance(own.object, object))
            return fail(columns[ObjectColumn], "an object is out of range");
        if (!advance(m_before.arguments[kind], argument)) {
            return fail(columns[ArgumentColumn], "an argument is out of range");
        }
        m_before.time += static_cast<Time>(step);
        m_trace.append({.time = m_before.time,
                        .thread = m_threads[thread],
                        .kind = static_cast<EventKind>(kind),
                        .line = own.line,
                        .object = own.object,
                        .argument = m_before.arguments[kind]});
        return true;
    }

    // False if value + distance is no value of its type.
    template <typename Number>
    static bool advance(Number& value, int64_t distance) {
        int64_t low = -static_cast<int64_t>(value);
        int64_t high = static_cast<int64_t>(std::numeric_limits<Number>::max()) - value;
        if (distance < low || distance > high) return false;
        value = static_cast<Number>(value + distance);
        return true;
    }
    static bool fail(ByteReader& column, const char* reason) {
        column.fail(reason);
        return false;
    }
    void fail_at(size_t position, const char* reason) {
        m_in.seek(position);
        m_in.fail(reason);
    }

    std::span<const uint8_t> m_bytes;
    ByteReader m_in;
    Trace m_trace;
    std::vector<ThreadId> m_threads;
    Before m_before;
};

}  // namespace

std::vector<uint8_t> encode(const Trace& trace) {
    ByteWriter out;
    out.data().reserve(64 + trace.size() * 8);
    out.u32(TraceMagic);
    out.leb_u64(TraceVersion);
    write_run(out, trace.run());
    write_threads(out, trace);
    write_names(out, trace);
    out.leb_u64(trace.size());
    Before before;
    for (uint64_t first = 0; first < trace.size(); first += BlockSize) {
        write_block(out, trace, first, std::min(first + BlockSize, trace.size()), before);
    }
    return std::move(out.data());
}

base::Result<Trace> decode(std::span<const uint8_t> bytes) { return Decoder(bytes).run(); }

}  // namespace interleave::trace
