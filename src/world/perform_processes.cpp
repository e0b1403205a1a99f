// Processes and channels: what belongs to no single memory.
//
// A process is a fresh instance of the same program in a fresh memory: globals have their first values, nothing of
// the parent is there but the bytes it was given. It enters through interleave_process_start (abi.h) on a thread of its
// own. When one of its threads exits or traps, all of them end, and whoever waits for the process is told; only the
// end of the first process is the end of the run.

#include <algorithm>
#include <cstring>

#include "machine/instantiate.hpp"
#include "world/call_values.hpp"
#include "world/world.hpp"

namespace interleave::world {

using base::Result;
using machine::Slot;
using machine::TrapKind;
using trace::EventKind;

namespace {

constexpr uint32_t MostArgumentBytes = 64u << 20;

// Bytes that one nanosecond's worth of instructions moves from one memory to another.
constexpr uint64_t BytesPerInstruction = 8;

// {u32 address, u32 size} or the like, as the operations' arguments point to.
template <size_t Words>
bool read_words(const machine::Memory& memory, uint32_t address, uint32_t (&words)[Words]) {
    return memory.read(address, {reinterpret_cast<uint8_t*>(words), sizeof words});
}

bool write_word(machine::Memory& memory, uint64_t address, uint32_t value) {
    return memory.write(address, {reinterpret_cast<const uint8_t*>(&value), sizeof value});
}

// The bytes that {u32 address, u32 size} at `list` describes; null if they are not all in the memory.
Message bytes_at(const machine::Memory& memory, uint32_t list, uint32_t most) {
    uint32_t part[2];
    if (!read_words(memory, list, part) || part[1] > most || !memory.in_bounds(part[0], part[1])) {
        return nullptr;
    }
    const uint8_t* data = memory.data() + part[0];
    return std::make_shared<const std::vector<uint8_t>>(data, data + part[1]);
}

uint32_t crash_code(TrapKind trap) {
    switch (trap) {
        case TrapKind::OutOfBoundsMemoryAccess:
        case TrapKind::CallStackExhausted:
            return MemoryErrorCode;
        case TrapKind::IntegerDivideByZero:
        case TrapKind::IntegerOverflow:
            return ArithmeticErrorCode;
        case TrapKind::None:
            return AbortExitCode;
        default:
            return IllegalInstructionCode;
    }
}

}  // namespace

// --- processes -------------------------------------------------------------------------------------------

void World::spend_copying(uint64_t bytes) {
    m_state.time +=
        static_cast<int64_t>(bytes / BytesPerInstruction * m_options.instruction_nanoseconds);
}

void World::spawn_process(GuestThread& thread) {
    const Call call = thread.pending.call;
    const ThreadId parent = thread.id;
    Message argument = bytes_at(memory_of(thread), call.argument, MostArgumentBytes);
    if (argument == nullptr) return resume(thread, static_cast<Slot>(-Einval));
    if (m_state.processes.size() >= m_options.process_limit ||
        m_state.live_threads >= m_options.thread_limit) {
        return resume(thread, static_cast<Slot>(-Eagain));
    }
    const machine::InstanceId prototype = m_state.processes[0].prototype;
    if (!machine::find_export(*m_store, prototype, "interleave_process_start")) {
        return resume(thread, static_cast<Slot>(-Enosys));
    }
    Result<machine::MemoryId> memory =
        m_store->add_memory(m_store->memory(m_state.processes[0].memory).type());
    if (!memory) return resume(thread, static_cast<Slot>(-Enomem));
    Result<machine::Instantiation> made = machine::instantiate_again(*m_store, prototype, *memory);
    if (!made || !start_memory(*made, *memory)) return resume(thread, static_cast<Slot>(-Enomem));

    Process& process = m_state.processes.back();
    process.main_thread = ThreadId{static_cast<uint32_t>(m_state.threads.size())};
    process.argument = std::move(argument);
    const uint64_t size = process.argument->size();
    const uint32_t id = process.id;
    const Slot arguments[] = {Slot{process.main_thread.value}, Slot{call.object}};
    Result<ThreadId> child =
        add_thread(id, process.prototype, "interleave_process_start", arguments);
    GuestThread& creator = edit(parent);  // the list of threads may have moved
    if (!child) {
        m_state.processes.pop_back();
        return resume(creator, static_cast<Slot>(-Enosys));
    }
    report(creator, EventKind::process_spawn, id);
    spend_copying(size);
    resume(creator, id);
}

uint32_t World::copy_argument(GuestThread& thread, uint32_t address, uint32_t capacity) {
    const Message& argument = process_of(thread).argument;
    if (argument == nullptr) return 0;
    const size_t size = std::min<size_t>(capacity, argument->size());
    (void)memory_of(thread).write(address, {argument->data(), size});
    return static_cast<uint32_t>(argument->size());
}

void World::perform_process_wait(GuestThread& thread) {
    const Call& call = thread.pending.call;
    if (call.object >= m_state.processes.size()) return resume(thread, Esrch);
    if (call.object == thread.process) return resume(thread, Edeadlk);
    report(thread, EventKind::process_wait, call.object);
    Wait end{WaitingFor::ProcessEnd, call.object};
    end.deadline = deadline_of(call.time);
    wait(thread, end);
    if (wait_can_end(thread)) finish_process_wait(thread);
}

void World::finish_process_wait(GuestThread& thread) {
    const Call& call = thread.pending.call;
    const uint32_t code = m_state.processes[call.object].exit_code;
    report(thread, EventKind::process_joined, call.object, code);
    resume(thread, write_word(memory_of(thread), call.argument, code) ? 0 : Efault);
}

void World::exit_process(GuestThread& thread, uint32_t code) {
    report(thread, EventKind::process_exit, thread.process, code);
    if (thread.process == 0) {
        OutcomeKind kind = code == AbortExitCode ? OutcomeKind::Abort : OutcomeKind::Exit;
        m_state.outcome = Outcome{kind, code, thread.id, TrapKind::None, ""};
        return;
    }
    Process& process = process_of(thread);
    process.exited = true;
    process.exit_code = code;
    for (GuestThread& other : m_state.threads) {
        if (other.process != process.id || other.phase == Phase::Finished) continue;
        if (other.phase != Phase::Failed) other.phase = Phase::Finished;
        other.wait = Wait{};
        --m_state.live_threads;
        report(other, EventKind::thread_exit, other.id.value);
    }
}

void World::crash_process(GuestThread& thread, TrapKind trap, std::string_view message) {
    thread.phase = Phase::Failed;
    std::string text =
        "process " + std::to_string(thread.process) + " crashed: " + std::string(message) + "\n";
    drop_undone_output();
    const size_t before = m_output.size();
    m_output.insert(m_output.end(), text.begin(), text.end());
    finish_output(2, before);
    exit_process(thread, crash_code(trap));
}

// --- channels --------------------------------------------------------------------------------------------

void World::perform_channel(GuestThread& thread) {
    const Call& call = thread.pending.call;
    if (call.operation == Operation::channel_open) {
        std::string name = call.object == 0 ? "" : text_at(thread, call.object);
        uint32_t id = m_state.channels.open(name, call.argument);
        if (name.empty()) name = "channel " + std::to_string(id);
        if (m_observer != nullptr) m_observer->on_text(ChannelNames + id, name);
        report(thread, EventKind::channel_open, id, ChannelNames + id);
        return resume(thread, id);
    }
    const Channels::Channel* channel = m_state.channels.find(call.object);
    if (channel == nullptr) return resume(thread, Einval);
    if (call.operation == Operation::channel_close) {
        m_state.channels.close(call.object);
        report(thread, EventKind::channel_close, call.object);
        return resume(thread, 0);
    }
    const bool sends = call.operation == Operation::channel_send;
    if (call_can_be_done(thread)) return resume(thread, sends ? send(thread) : receive(thread));
    report(thread, EventKind::channel_wait, call.object, sends ? 0 : 1);
    Wait queue{sends ? WaitingFor::ChannelRoom : WaitingFor::ChannelMessage, call.object};
    queue.deadline = deadline_of(call.time);
    wait(thread, queue);
}

Slot World::send(GuestThread& thread) {
    const Call& call = thread.pending.call;
    if (m_state.channels.find(call.object)->closed) return Epipe;
    Message message = bytes_at(memory_of(thread), call.argument, UINT32_MAX);
    if (message == nullptr) return Einval;
    const size_t size = message->size();
    if (!m_state.channels.send(call.object, std::move(message))) return Enomem;
    spend_copying(size);
    report(thread, EventKind::channel_send, call.object, static_cast<uint32_t>(size));
    return 0;
}

Slot World::receive(GuestThread& thread) {
    const Call& call = thread.pending.call;
    if (m_state.channels.find(call.object)->messages.empty()) return Epipe;  // closed
    machine::Memory& memory = memory_of(thread);
    uint32_t buffer[2];
    if (!read_words(memory, call.argument, buffer)) return Einval;
    const Message message = m_state.channels.front(call.object);
    const auto size = static_cast<uint32_t>(message->size());
    constexpr uint32_t SizeAt = 8;
    if (!write_word(memory, uint64_t{call.argument} + SizeAt, size)) return Einval;
    if (size > buffer[1]) return Emsgsize;
    if (!memory.write(buffer[0], *message)) return Einval;
    m_state.channels.pop(call.object);
    spend_copying(size);
    report(thread, EventKind::channel_receive, call.object, size);
    return 0;
}

}  // namespace interleave::world
