#pragma once
// What a run has reported so far, kept so that questions about its past are answered without repeating it: which step
// is this, who wrote this last, since when does it wait, where is the next output.
//
// A *step* is an event that a learner counts: all but the scheduler's (who is on which core) and the program's own notes.
// Every step has a *position*: the virtual time at which its effect can be seen first. An access to memory takes one
// instruction, so its position is the nanosecond after its event.
//
// Memory: 14 to 18 bytes an event (trace/trace.hpp) and 4 for each index below that has it.

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "trace/recording.hpp"
#include "trace/trace.hpp"

namespace interleave::session {

// What a learner jumps to.
enum class Landmark : uint8_t {
    Step = 0,
    Switch = 1,  // a core goes on with a thread
    Wait = 2,    // a thread begins to wait
    Output = 3,
    Lock = 4,  // a lock is taken
};

class History {
public:
    static constexpr uint32_t AnyThread = UINT32_MAX;

    explicit History(trace::Time instruction = 1)
        : m_recording(m_trace), m_instruction(instruction) {}
    History(const History&) = delete;
    History& operator=(const History&) = delete;

    // Takes the next chunk of the run's recording.
    base::Status feed(std::span<const uint8_t> chunk);

    const trace::Trace& trace() const { return m_trace; }

    // How many steps there are, and how many of them can be seen at a time.
    size_t step_count() const { return steps().size(); }
    size_t steps_by(trace::Time time) const;
    // REQUIRES: step < step_count(). Steps are counted from 0 here, from 1 in words.
    trace::Event step(size_t step) const { return m_trace[steps()[step]]; }
    trace::EventIndex event_of(size_t step) const { return trace::EventIndex{steps()[step]}; }
    trace::Time position(size_t step) const { return position_of(m_trace[steps()[step]]); }
    // The step that an event is; nothing if it is none.
    std::optional<size_t> step_of(trace::EventIndex event) const;

    // The position of the first landmark after `time`, of the last one before it.
    std::optional<trace::Time> next(Landmark landmark, trace::Time time,
                                    uint32_t thread = AnyThread) const;
    std::optional<trace::Time> previous(Landmark landmark, trace::Time time,
                                        uint32_t thread = AnyThread) const;

    // The last step that wrote to one of these bytes and can be seen at the time.
    std::optional<size_t> last_write(uint32_t address, uint32_t size, trace::Time time) const;
    // The thread's last event of this kind and object by the time, as a step.
    std::optional<size_t> last_of(base::ThreadId thread, trace::EventKind kind, uint32_t object,
                                  trace::Time time) const;

    // The core that the thread is on at the time; nothing if it is on none.
    std::optional<uint32_t> core_of(base::ThreadId thread, trace::Time time) const;

    trace::Time position_of(const trace::Event& event) const;

    // The positions in the trace of all that coroutines did, and of the starts of processes.
    std::span<const uint32_t> coroutine_events() const { return m_coroutines; }
    std::span<const uint32_t> process_starts() const { return m_processes; }

private:
    std::vector<uint32_t>& list(Landmark landmark) {
        return m_landmarks[static_cast<size_t>(landmark)];
    }
    const std::vector<uint32_t>& list(Landmark landmark) const {
        return m_landmarks[static_cast<size_t>(landmark)];
    }
    const std::vector<uint32_t>& steps() const { return list(Landmark::Step); }
    void take(const trace::Event& event, uint32_t index);

    trace::Trace m_trace{trace::Axis::Virtual};
    trace::Recording m_recording;
    trace::Time m_instruction;
    uint64_t m_taken = 0;
    // Indices of events.
    std::vector<uint32_t> m_landmarks[5];
    std::map<uint32_t, std::vector<uint32_t>> m_cores;   // core_begin and core_end, by thread
    std::map<uint32_t, std::vector<uint32_t>> m_writes;  // by address
    std::vector<uint32_t> m_coroutines;
    std::vector<uint32_t> m_processes;
};

}  // namespace interleave::session
