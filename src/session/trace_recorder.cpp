#include "session/trace_recorder.hpp"

#include <algorithm>
#include <utility>

#include "session/lines.hpp"
#include "session/places.hpp"

namespace interleave::session {

using machine::AccessKind;
using trace::EventKind;
using world::WaitingFor;

namespace {

// Message types of trace/recording.hpp.
constexpr uint32_t TextMessage = 3;
constexpr uint32_t EndMessage = 4;
constexpr uint32_t ObjectMessage = 5;
constexpr uint32_t OutcomeMessage = 6;
constexpr uint32_t DatedMessage = 7;
constexpr uint32_t ProcessMessage = 8;

// Names that stand in no guest memory have addresses from here on.
constexpr uint32_t LocalNames = 0xfffc0000;

void put_text(base::ByteWriter& out, std::string_view text) {
    out.bytes({reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

trace::BlockedOn blocked_on(WaitingFor what) {
    switch (what) {
        case WaitingFor::Nothing:
            return trace::BlockedOn::Nothing;
        case WaitingFor::Lock:
        case WaitingFor::ReadLock:
        case WaitingFor::WriteLock:
        case WaitingFor::Once:
            return trace::BlockedOn::Lock;
        case WaitingFor::Condition:
            return trace::BlockedOn::Condition;
        case WaitingFor::Semaphore:
        case WaitingFor::Atomic:
            return trace::BlockedOn::Atomic;
        case WaitingFor::Join:
            return trace::BlockedOn::Join;
        case WaitingFor::Sleep:
            return trace::BlockedOn::Sleep;
        case WaitingFor::Input:
            return trace::BlockedOn::Input;
        case WaitingFor::Io:
            return trace::BlockedOn::Other;
        case WaitingFor::ChannelRoom:
        case WaitingFor::ChannelMessage:
            return trace::BlockedOn::Channel;
        case WaitingFor::ProcessEnd:
            return trace::BlockedOn::Process;
    }
    return trace::BlockedOn::Nothing;
}

EventKind event_of(AccessKind kind) {
    switch (kind) {
        case AccessKind::Read:
            return EventKind::read;
        case AccessKind::Write:
            return EventKind::write;
        case AccessKind::AtomicLoad:
            return EventKind::atomic_load;
        case AccessKind::AtomicStore:
            return EventKind::atomic_store;
        default:
            return EventKind::atomic_update;
    }
}

}  // namespace

TraceRecorder::TraceRecorder(std::shared_ptr<const dwarf::DebugInfo> debug)
    : m_debug(std::move(debug)) {
    for (const std::vector<dwarf::Object>* all : {&m_debug->objects(), &m_debug->guards()}) {
        for (const dwarf::Object& object : *all) {
            write_message(ObjectMessage, [&](base::ByteWriter& out) {
                out.u32(object.address.value);
                out.u32(object.size);
                out.u32(object.line);
                put_text(out, object.name);
                out.u8(0);
                put_text(out, object.type);
            });
        }
    }
}

template <typename Payload>
void TraceRecorder::write_message(uint32_t type, Payload&& payload) {
    close_events();
    m_chunk.u32(type);
    size_t size_at = m_chunk.size();
    m_chunk.u32(0);
    payload(m_chunk);
    m_chunk.patch_u32(size_at, static_cast<uint32_t>(m_chunk.size() - size_at - 4));
    while (m_chunk.size() % 4 != 0) m_chunk.u8(0);
}

// Events go into one open message as long as nothing else comes between.
void TraceRecorder::close_events() {
    if (m_events_start == 0) return;
    m_chunk.patch_u32(m_events_start - 4, static_cast<uint32_t>(m_chunk.size() - m_events_start));
    m_events_start = 0;
}

void TraceRecorder::write_event(const trace::Event& event) {
    if (m_events_start == 0) {
        m_chunk.u32(DatedMessage);
        m_chunk.u32(0);
        m_events_start = m_chunk.size();
    }
    m_last_time = std::max(m_last_time, event.time);
    m_chunk.u64(static_cast<uint64_t>(m_last_time));
    m_chunk.u32(event.thread.value);
    m_chunk.u32(event.object);
    m_chunk.u32(event.argument);
    m_chunk.u16(event.line);
    m_chunk.u8(static_cast<uint8_t>(event.kind));
    m_chunk.u8(0);
    ++m_event_count;
}

void TraceRecorder::on_event(const trace::Event& event, const world::GuestThread& thread) {
    if (m_muted) return;
    if (thread.process != 0) tell_process(thread);
    name_local(event, thread);
    trace::Event with_line = event;
    with_line.line = user_line(*m_debug, thread.machine);
    write_event(with_line);
}

// Once, before the first event of a thread that belongs to another process than the first.
void TraceRecorder::tell_process(const world::GuestThread& thread) {
    if (m_told_processes.size() <= thread.id.value)
        m_told_processes.resize(thread.id.value + 1, false);
    if (m_told_processes[thread.id.value]) return;
    m_told_processes[thread.id.value] = true;
    write_message(ProcessMessage, [&](base::ByteWriter& out) {
        out.u32(thread.id.value);
        out.u32(thread.process);
    });
}

// A lock on a stack gets its variable's name when it is first used. (Globals are known from the start.)
void TraceRecorder::name_local(const trace::Event& event, const world::GuestThread& thread) {
    const uint64_t key = uint64_t{thread.process} << 32 | event.object;
    if (event.kind == EventKind::name_object) {
        m_named.insert(key);
        return;
    }
    const trace::EventGroup group = trace::event_info(event.kind).group;
    const bool is_object = group == trace::EventGroup::lock ||
                           group == trace::EventGroup::condition ||
                           group == trace::EventGroup::atomic;
    if (!is_object || m_world == nullptr || !m_named.insert(key).second) return;
    if (m_debug->object_at(base::Address{event.object}) != nullptr) return;
    const std::string name = Places(*m_debug, *m_world).find(thread.process, event.object);
    if (name.empty()) return;
    const uint32_t text = LocalNames + m_local_names++;
    on_text(text, name);
    trace::Event named = event;
    named.kind = EventKind::name_object;
    named.argument = text;
    named.line = 0;
    write_event(named);
}

void TraceRecorder::before_access(const machine::Access& access, int64_t time,
                                  const world::GuestThread& thread) {
    m_access.reset();
    if (m_muted || m_world == nullptr) return;
    if (!shows_access(*m_debug, access.kind, thread.machine)) return;
    trace::Event event;
    event.time = time;
    event.thread = thread.id;
    event.kind = event_of(access.kind);
    event.line = user_line(*m_debug, thread.machine);
    event.object = access.address;
    m_access = event;
}

void TraceRecorder::after_access(const machine::Access& access) {
    if (!m_access) return;
    // The machine may have done instructions before it in the same go: the access is the last one.
    const int64_t seen = m_world->time() - m_world->options().instruction_nanoseconds;
    m_access->time = std::max(m_access->time, seen);
    const auto size =
        static_cast<size_t>(std::min<uint64_t>(access.size, sizeof m_access->argument));
    machine::Memory& memory = m_world->store().memory(access.memory);
    (void)memory.read(access.address, {reinterpret_cast<uint8_t*>(&m_access->argument), size});
    write_event(*m_access);
}

void TraceRecorder::on_output(int descriptor, std::span<const uint8_t> bytes) {
    if (m_muted || bytes.empty()) return;
    if (m_output.empty() || m_output.back().descriptor != descriptor) {
        m_output.push_back(Output{descriptor, {}});
    }
    std::vector<uint8_t>& all = m_output.back().bytes;
    all.insert(all.end(), bytes.begin(), bytes.end());
}

void TraceRecorder::on_text(uint32_t address, std::string_view text) {
    if (m_muted) return;
    std::string& known = m_texts[address];
    if (known == text) return;
    known = text;
    write_message(TextMessage, [&](base::ByteWriter& out) {
        out.u32(address);
        put_text(out, text);
    });
}

void TraceRecorder::on_allocate(machine::MemoryId memory, uint32_t address, uint32_t size) {
    if (!m_muted && m_accesses != nullptr) m_accesses->on_allocate(memory, address, size);
}

void TraceRecorder::on_misuse(world::Misuse misuse, uint32_t object,
                              const world::GuestThread& thread) {
    if (m_muted) return;
    m_findings.push_back(
        Finding{misuse, object, thread.id, user_line(*m_debug, thread.machine), m_last_time});
}

void TraceRecorder::write_end(trace::EndReason reason, uint32_t exit_code, int64_t time,
                              std::string_view message) {
    if (m_world != nullptr) {
        for (const world::GuestThread& thread : m_world->threads()) {
            if (thread.phase == world::Phase::Finished) continue;
            bool waits = thread.phase == world::Phase::Waiting;
            write_message(OutcomeMessage, [&](base::ByteWriter& out) {
                out.u32(thread.id.value);
                out.u32(static_cast<uint32_t>(waits ? blocked_on(thread.wait.what)
                                                    : trace::BlockedOn::Nothing));
                out.u32(waits ? thread.wait.object : 0);
            });
        }
    }
    write_message(EndMessage, [&](base::ByteWriter& out) {
        out.u32(static_cast<uint32_t>(reason));
        out.u32(exit_code);
        out.u64(static_cast<uint64_t>(std::max(time, m_last_time)));
        put_text(out, message);
    });
}

std::vector<uint8_t> TraceRecorder::take_chunk() {
    close_events();
    return std::exchange(m_chunk.data(), {});
}

}  // namespace interleave::session
