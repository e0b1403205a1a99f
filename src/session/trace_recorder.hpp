#pragma once
// Watches a world and writes what happens as recording chunks (trace/recording.hpp, messages 3, 5, 6 and 7), the
// console's output, and what the program did wrong. The same bytes feed the page's app and the command line's trace.

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/bytes.hpp"
#include "dwarf/debug_info.hpp"
#include "explorer/shared_accesses.hpp"
#include "trace/trace.hpp"
#include "world/world.hpp"

namespace interleave::session {

struct Output {
    int descriptor = 1;
    std::vector<uint8_t> bytes;
};

struct Finding {
    world::Misuse misuse = world::Misuse::None;
    uint32_t object = 0;
    base::ThreadId thread;
    uint16_t line = 0;
    int64_t time = 0;
};

class TraceRecorder : public world::Observer {
public:
    explicit TraceRecorder(std::shared_ptr<const dwarf::DebugInfo> debug);
    // The world whose memory accesses are of. REQUIRES: before the first access
    void attach(world::World& world) { m_world = &world; }
    // Who is told of memory that the guest gets from its heap.
    void attach(explorer::SharedAccesses& accesses) { m_accesses = &accesses; }

    // While muted nothing is written: the world repeats what was written before.
    void mute(bool muted) { m_muted = muted; }

    // How a run ended, and what each thread still waits for.
    void write_end(trace::EndReason reason, uint32_t exit_code, int64_t time,
                   std::string_view message);

    // What was written since the last call.
    std::vector<uint8_t> take_chunk();
    std::vector<Output> take_output() { return std::exchange(m_output, {}); }
    const std::vector<Finding>& findings() const { return m_findings; }
    uint64_t event_count() const { return m_event_count; }

    void on_event(const trace::Event& event, const world::GuestThread& thread) override;
    void before_access(const machine::Access& access, int64_t time,
                       const world::GuestThread& thread) override;
    void after_access(const machine::Access& access) override;
    void on_output(int descriptor, std::span<const uint8_t> bytes) override;
    void on_text(uint32_t address, std::string_view text) override;
    void on_allocate(machine::MemoryId memory, uint32_t address, uint32_t size) override;
    void on_misuse(world::Misuse misuse, uint32_t object,
                   const world::GuestThread& thread) override;

private:
    void write_event(const trace::Event& event);
    void close_events();
    void tell_process(const world::GuestThread& thread);
    void name_local(const trace::Event& event, const world::GuestThread& thread);
    template <typename Payload>
    void write_message(uint32_t type, Payload&& payload);

    std::shared_ptr<const dwarf::DebugInfo> m_debug;
    world::World* m_world = nullptr;
    explorer::SharedAccesses* m_accesses = nullptr;
    bool m_muted = false;
    base::ByteWriter m_chunk;
    size_t m_events_start = 0;  // of the open message of dated events; 0 = none is open
    std::unordered_map<uint32_t, std::string> m_texts;
    std::vector<bool> m_told_processes;  // by thread
    std::unordered_set<uint64_t>
        m_named;  // process and address of objects that have a name, or can have none
    uint32_t m_local_names = 0;
    std::optional<trace::Event> m_access;  // between before_access and after_access
    std::vector<Output> m_output;
    std::vector<Finding> m_findings;
    uint64_t m_event_count = 0;
    int64_t m_last_time = 0;
};

}  // namespace interleave::session
