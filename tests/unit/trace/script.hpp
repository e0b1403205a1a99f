#pragma once
// Short ways to write a run down in tests.

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "base/bytes.hpp"
#include "trace/trace.hpp"

namespace interleave::trace::test {

// Appends events one microsecond apart: script.add(thread, kind, object, argument, line).
struct Script {
    Trace trace;
    Time time = 0;

    EventIndex add(uint32_t thread, EventKind kind, uint32_t object = 0, uint32_t argument = 0,
                   uint16_t line = 0) {
        time += 1000;
        return trace.append({time, ThreadId{thread}, kind, line, object, argument});
    }
};

// The bytes of a recording (recording.hpp).
struct Stream {
    struct Record {
        uint32_t sequence;
        EventKind kind;
        uint32_t object = 0;
        uint32_t argument = 0;
        uint16_t line = 0;
    };
    base::ByteWriter bytes;

    Stream& message(uint32_t type, const base::ByteWriter& payload) {
        bytes.u32(type);
        bytes.u32(static_cast<uint32_t>(payload.size()));
        bytes.bytes(payload.data());
        while (bytes.size() % 4 != 0) bytes.u8(0);
        return *this;
    }
    Stream& records(uint32_t thread, std::initializer_list<Record> list, uint32_t dropped = 0) {
        return records(thread, std::vector<Record>(list), dropped);
    }
    Stream& records(uint32_t thread, const std::vector<Record>& list, uint32_t dropped = 0) {
        base::ByteWriter payload;
        payload.u32(thread);
        payload.u32(dropped);
        for (const Record& record : list) {
            payload.u32(record.sequence);
            payload.u32(record.object);
            payload.u32(record.argument);
            payload.u16(record.line);
            payload.u8(static_cast<uint8_t>(record.kind));
            payload.u8(0);
        }
        return message(1, payload);
    }
    Stream& anchor(uint32_t sequence, Time time) {
        base::ByteWriter payload;
        payload.u32(sequence);
        payload.u32(0);
        payload.u64(static_cast<uint64_t>(time));
        return message(2, payload);
    }
    Stream& text(uint32_t address, std::string_view value) {
        base::ByteWriter payload;
        payload.u32(address);
        payload.bytes({reinterpret_cast<const uint8_t*>(value.data()), value.size()});
        return message(3, payload);
    }
    Stream& end(EndReason reason, uint32_t code, Time time, std::string_view value = "") {
        base::ByteWriter payload;
        payload.u32(static_cast<uint32_t>(reason));
        payload.u32(code);
        payload.u64(static_cast<uint64_t>(time));
        payload.bytes({reinterpret_cast<const uint8_t*>(value.data()), value.size()});
        return message(4, payload);
    }
    Stream& object(uint32_t address, uint32_t size, uint32_t line, std::string_view name,
                   std::string_view type) {
        base::ByteWriter payload;
        payload.u32(address);
        payload.u32(size);
        payload.u32(line);
        payload.bytes({reinterpret_cast<const uint8_t*>(name.data()), name.size()});
        payload.u8(0);
        payload.bytes({reinterpret_cast<const uint8_t*>(type.data()), type.size()});
        return message(5, payload);
    }
    Stream& outcome(uint32_t thread, BlockedOn blocked, uint32_t blocked_on) {
        base::ByteWriter payload;
        payload.u32(thread);
        payload.u32(static_cast<uint32_t>(blocked));
        payload.u32(blocked_on);
        return message(6, payload);
    }
};

}  // namespace interleave::trace::test
