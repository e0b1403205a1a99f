#pragma once
// Recordings for tests: events with exact times, as the real machine would send them.

#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "ui/run.hpp"

namespace interleave::ui {

struct Recorded {
    Time time;
    uint32_t thread;
    trace::EventKind kind;
    uint32_t object = 0;
    uint32_t argument = 0;
    uint16_t line = 0;
};

class RecordingBytes {
public:
    RecordingBytes& events(const std::vector<Recorded>& list) {
        for (const Recorded& event : list) {
            // A clock record gives the thread's next record its exact time.
            auto time = static_cast<uint64_t>(event.time);
            record({event.time, event.thread, trace::EventKind::clock, static_cast<uint32_t>(time),
                    static_cast<uint32_t>(time >> 32)});
            record(event);
        }
        return *this;
    }
    RecordingBytes& object(uint32_t address, const std::string& name) {
        base::ByteWriter payload;
        payload.u32(address);
        payload.u32(24);
        payload.u32(1);
        for (char c : name) payload.u8(static_cast<uint8_t>(c));
        payload.u8(0);
        message(5, payload);
        return *this;
    }
    RecordingBytes& text(uint32_t address, const std::string& text) {
        base::ByteWriter payload;
        payload.u32(address);
        for (char c : text) payload.u8(static_cast<uint8_t>(c));
        message(3, payload);
        return *this;
    }
    RecordingBytes& dropped(uint32_t thread, uint32_t count) {
        base::ByteWriter payload;
        payload.u32(thread);
        payload.u32(count);
        message(1, payload);
        return *this;
    }
    RecordingBytes& end(trace::EndReason reason, Time time, const std::string& text = "") {
        anchor(time);
        base::ByteWriter payload;
        payload.u32(static_cast<uint32_t>(reason));
        payload.u32(0);
        payload.u64(static_cast<uint64_t>(time));
        for (char c : text) payload.u8(static_cast<uint8_t>(c));
        message(4, payload);
        return *this;
    }
    const std::vector<uint8_t>& bytes() const { return m_bytes.data(); }

private:
    void record(const Recorded& event) {
        base::ByteWriter payload;
        payload.u32(event.thread);
        payload.u32(0);
        payload.u32(m_sequence++);
        payload.u32(event.object);
        payload.u32(event.argument);
        payload.u16(event.line);
        payload.u8(static_cast<uint8_t>(event.kind));
        payload.u8(0);
        message(1, payload);
    }
    void anchor(Time time) {
        base::ByteWriter payload;
        payload.u32(m_sequence);
        payload.u32(0);
        payload.u64(static_cast<uint64_t>(time));
        message(2, payload);
    }
    void message(uint32_t type, const base::ByteWriter& payload) {
        m_bytes.u32(type);
        m_bytes.u32(static_cast<uint32_t>(payload.size()));
        m_bytes.bytes(payload.data());
        while (m_bytes.size() % 4 != 0) m_bytes.u8(0);
    }

    base::ByteWriter m_bytes;
    uint32_t m_sequence = 0;
};

// A run that has taken in the recording.
inline std::unique_ptr<Run> run_of(const RecordingBytes& recording) {
    auto run = std::make_unique<Run>("test", Axis::Real);
    INTERLEAVE_ASSERT(run->append(recording.bytes()).ok());
    run->refresh();
    return run;
}

constexpr uint32_t LockM = 0x1000;

// Two threads, one lock: thread 2 waits for thread 1 from 3 to 5 ms.
inline RecordingBytes contended_lock() {
    using trace::EventKind;
    constexpr Time ms = 1'000'000;
    RecordingBytes recording;
    recording.object(LockM, "m")
        .events({
            {0, 0, EventKind::thread_start, 0, 0, 10},
            {1 * ms, 0, EventKind::thread_create, 1, 0, 11},
            {1 * ms + 1, 0, EventKind::thread_create, 2, 0, 12},
            {1 * ms + 2, 1, EventKind::thread_start, 1, 0, 4},
            {1 * ms + 3, 2, EventKind::thread_start, 2, 0, 4},
            {1 * ms + 4, 0, EventKind::join_begin, 1, 0, 13},
            {2 * ms, 1, EventKind::lock_request, LockM, 0, 5},
            {2 * ms + 1, 1, EventKind::lock_acquire, LockM, 0, 5},
            {3 * ms, 2, EventKind::lock_request, LockM, 0, 5},
            {5 * ms, 1, EventKind::unlock, LockM, 0, 7},
            {5 * ms + 1, 2, EventKind::lock_acquire, LockM, 0, 5},
            {6 * ms, 1, EventKind::thread_exit, 1, 0, 8},
            {6 * ms + 1, 0, EventKind::join_end, 1, 0, 13},
            {7 * ms, 2, EventKind::unlock, LockM, 0, 7},
            {8 * ms, 2, EventKind::thread_exit, 2, 0, 8},
        });
    return recording;
}

}  // namespace interleave::ui
