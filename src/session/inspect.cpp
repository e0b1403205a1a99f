#include "session/inspect.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "dwarf/call_frames.hpp"
#include "dwarf/value_printer.hpp"
#include "machine/run.hpp"
#include "session/lines.hpp"
#include "session/message_text.hpp"
#include "session/names.hpp"
#include "session/places.hpp"

namespace interleave::session {

using base::JsonWriter;
using world::GuestThread;
using world::Phase;
using world::WaitingFor;
using world::World;

namespace {

constexpr size_t MostMessages = 16;  // of a channel

std::string thread_name(uint32_t id) { return id == 0 ? "main" : "thread " + std::to_string(id); }

const char* state_name(const World& world, const GuestThread& thread) {
    switch (thread.phase) {
        case Phase::Running:
            return "running";
        case Phase::AtCall:
            return world.can_perform(thread.id) ? "running" : "waiting";
        case Phase::Finished:
            return "done";
        case Phase::Failed:
            return "failed";
        case Phase::Waiting:
            break;
    }
    switch (thread.wait.what) {
        case WaitingFor::Sleep:
            return "sleeping";
        case WaitingFor::Io:
            return "io";
        case WaitingFor::Input:
            return "input";
        default:
            return "waiting";
    }
}

const char* wait_kind(WaitingFor what) {
    switch (what) {
        case WaitingFor::Nothing:
            return "nothing";
        case WaitingFor::Lock:
            return "lock";
        case WaitingFor::ReadLock:
            return "read lock";
        case WaitingFor::WriteLock:
            return "write lock";
        case WaitingFor::Once:
            return "call_once";
        case WaitingFor::Condition:
            return "condition variable";
        case WaitingFor::Atomic:
            return "atomic value";
        case WaitingFor::Semaphore:
            return "semaphore";
        case WaitingFor::Join:
            return "end of a thread";
        case WaitingFor::Sleep:
            return "time";
        case WaitingFor::Io:
            return "input/output";
        case WaitingFor::Input:
            return "input";
        case WaitingFor::ChannelRoom:
            return "room in a channel";
        case WaitingFor::ChannelMessage:
            return "message";
        case WaitingFor::ProcessEnd:
            return "end of a process";
    }
    return "nothing";
}

std::string channel_name(const World& world, uint32_t id) {
    const world::Channels::Channel* channel = world.channels().find(id);
    if (channel == nullptr || channel->name.empty()) return "channel " + std::to_string(id);
    return channel->name;
}

// What the thread waits for, by its name in the program.
std::string waited_name(const Places& places, const World& world, const GuestThread& thread) {
    switch (thread.wait.what) {
        case WaitingFor::Join:
            return thread_name(thread.wait.object);
        case WaitingFor::ProcessEnd:
            return "process " + std::to_string(thread.wait.object);
        case WaitingFor::ChannelRoom:
        case WaitingFor::ChannelMessage:
            return channel_name(world, thread.wait.object);
        default:
            break;
    }
    const std::string name = places.name(thread.process, thread.wait.object);
    if (!places.find(thread.process, thread.wait.object).empty()) return name;
    // Others may call another object the same: the address stays.
    const std::string reached = places.find_from(thread, thread.wait.object);
    return reached.empty() ? name : reached + " (" + name + ")";
}

// Who must act for the wait to end, as far as that is certain.
std::vector<uint32_t> holders(const World& world, const GuestThread& thread) {
    const world::ProcessObjects& objects = world.process(thread.process).objects;
    std::vector<uint32_t> ids;
    switch (thread.wait.what) {
        case WaitingFor::Lock:
            if (const auto* mutex = objects.mutexes.locked(thread.wait.object))
                ids.push_back(mutex->owner.value);
            break;
        case WaitingFor::ReadLock:
        case WaitingFor::WriteLock:
            if (const auto* lock = objects.rwlocks.held(thread.wait.object)) {
                if (lock->written) ids.push_back(lock->writer.value);
                for (base::ThreadId reader : lock->readers) ids.push_back(reader.value);
            }
            break;
        case WaitingFor::Once:
            if (objects.onces.state(thread.wait.object) == world::Onces::State::Running) {
                ids.push_back(objects.onces.runner(thread.wait.object).value);
            }
            break;
        case WaitingFor::Join:
            ids.push_back(thread.wait.object);
            break;
        case WaitingFor::ProcessEnd:
            ids.push_back(world.process(thread.wait.object).main_thread.value);
            break;
        default:
            break;
    }
    return ids;
}

bool waits_for_lock(WaitingFor what) {
    return what == WaitingFor::Lock || what == WaitingFor::ReadLock ||
           what == WaitingFor::WriteLock || what == WaitingFor::Condition;
}

void write_ids(JsonWriter& json, const std::vector<uint32_t>& ids) {
    json.begin_array();
    for (uint32_t id : ids) json.value(id);
    json.end_array();
}

void write_value(JsonWriter& json, const dwarf::PrintedValue& value, const char* kind) {
    json.begin_object().key("name").value(value.name).key("type").value(value.type);
    if (kind != nullptr) json.key("kind").value(kind);
    json.key("value").value(value.text);
    json.key("address");
    if (value.address)
        json.value(value.address->value);
    else
        json.null();
    if (!value.children.empty()) {
        json.key("children").begin_array();
        for (const dwarf::PrintedValue& child : value.children) write_value(json, child, nullptr);
        json.end_array();
    }
    if (value.omitted != 0) json.key("omitted").value(value.omitted);
    json.end_object();
}

const char* kind_name(dwarf::VariableKind kind) {
    switch (kind) {
        case dwarf::VariableKind::Parameter:
            return "parameter";
        case dwarf::VariableKind::This:
            return "this";
        case dwarf::VariableKind::Capture:
            return "capture";
        case dwarf::VariableKind::Local:
            return "local";
        case dwarf::VariableKind::StaticLocal:
            return "static";
        case dwarf::VariableKind::Global:
            return "global";
    }
    return "local";
}

class Inspector {
public:
    Inspector(JsonWriter& json, const Program& program, World& world, const InspectOptions& options)
        : m_json(json),
          m_program(program),
          m_world(world),
          m_options(options),
          m_places(*program.debug, world) {}

    void write_thread(const GuestThread& thread) {
        m_json.begin_object().key("id").value(thread.id.value).key("process").value(thread.process);
        m_json.key("state").value(state_name(m_world, thread));
        m_json.key("line").value(uint32_t{user_line(*m_program.debug, thread.machine)});
        m_json.key("waits");
        if (thread.phase == Phase::Waiting)
            write_wait(thread);
        else
            m_json.null();
        m_json.key("frames").begin_array();
        if (thread.phase != Phase::Finished) write_frames(thread);
        m_json.end_array().key("threadLocals").begin_array();
        if (thread.phase != Phase::Finished) write_thread_locals(thread);
        m_json.end_array().end_object();
    }

    void write_locks(const world::Process& process) {
        for (const auto& [address, mutex] : process.objects.mutexes) {
            write_lock(process, address, "mutex", {mutex.owner.value}, false);
        }
        for (const auto& [address, lock] : process.objects.rwlocks) {
            std::vector<uint32_t> ids;
            if (lock.written) ids.push_back(lock.writer.value);
            for (base::ThreadId reader : lock.readers) ids.push_back(reader.value);
            write_lock(process, address, "shared_mutex", ids, !lock.written);
        }
        for (const auto& [address, queue] : process.objects.conditions) {
            (void)queue;
            write_lock(process, address, "condition_variable", {}, false);
        }
    }

    void write_processes() {
        for (const world::Process& process : m_world.processes()) {
            m_json.begin_object().key("id").value(process.id);
            m_json.key("exited").value(process.exited).key("exitCode").value(process.exit_code);
            m_json.key("globals").begin_array();
            if (process.id != 0) write_globals(process.id);
            m_json.end_array().end_object();
        }
    }

    void write_channels() {
        uint32_t id = 0;
        for (const world::Channels::Channel& channel : m_world.channels().all()) {
            ++id;
            m_json.begin_object().key("id").value(id).key("name").value(channel_name(m_world, id));
            m_json.key("capacity").value(channel.capacity).key("closed").value(channel.closed);
            m_json.key("messages").begin_array();
            for (size_t i = 0; i < std::min(channel.messages.size(), MostMessages); ++i) {
                const std::vector<uint8_t>& bytes = *channel.messages[i];
                m_json.begin_object()
                    .key("size")
                    .value(uint64_t{bytes.size()})
                    .key("text")
                    .value(message_text(bytes))
                    .end_object();
            }
            m_json.end_array().key("waiting").value(uint64_t{channel.messages.size()}).end_object();
        }
    }

    void write_globals(uint32_t process) {
        dwarf::ValuePrinter printer(*m_program.debug, memory_of(m_world, process), {},
                                    hooks(process));
        for (const dwarf::Object& object : m_program.debug->objects()) {
            if (object.entry == dwarf::NoEntry) continue;
            for (const dwarf::Variable& variable : globals()) {
                if (variable.entry != object.entry) continue;
                dwarf::PrintedValue value = printer.print(variable.type_entry, object.address);
                value.name = object.name;
                write_value(m_json, value, "global");
            }
        }
    }

private:
    // Pointers to variables on a stack show which one.
    dwarf::ValueHooks hooks(uint32_t process) {
        dwarf::ValueHooks hooks;
        hooks.address_name = [this, process](base::Address address) {
            return m_places.find(process, address.value);
        };
        return hooks;
    }

    // thread_local variables: each thread has its own, found through its __tls_base.
    void write_thread_locals(const GuestThread& thread) {
        if (thread.machine.depth() == 0) return;
        std::optional<machine::CodePosition> code = machine::position(thread.machine, 0);
        if (!code) return;
        dwarf::Registers registers = registers_of(m_world, thread, 0);
        dwarf::ValuePrinter printer(*m_program.debug, memory_of(m_world, thread.process), {},
                                    hooks(thread.process));
        for (dwarf::EntryId entry : m_program.debug->thread_locals()) {
            for (const dwarf::Variable& variable : globals()) {
                if (variable.entry != entry) continue;
                dwarf::PrintedValue value = printer.print(variable, code->offset, registers);
                value.name = variable.name;
                write_value(m_json, value, "thread_local");
            }
        }
    }

    const std::vector<dwarf::Variable>& globals() {
        if (m_globals.empty()) m_globals = dwarf::global_variables(*m_program.debug);
        return m_globals;
    }

    void write_wait(const GuestThread& thread) {
        m_json.begin_object().key("for").value(wait_kind(thread.wait.what));
        m_json.key("object").value(thread.wait.object);
        m_json.key("name").value(waited_name(m_places, m_world, thread));
        m_json.key("holders");
        write_ids(m_json, holders(m_world, thread));
        m_json.key("since").value(thread.blocked_since);
        m_json.key("words").value(describe_wait(m_program, m_world, thread));
        m_json.end_object();
    }

    void write_frames(const GuestThread& thread) {
        size_t written = 0;
        for (size_t level = 0; level < thread.machine.depth() && written < m_options.frames;
             ++level) {
            std::optional<machine::CodePosition> code = machine::position(thread.machine, level);
            if (!code) continue;
            for (const dwarf::CallFrame& frame : dwarf::frames_at(*m_program.debug, code->offset)) {
                if (!frame.is_user && !m_options.library_frames) continue;
                ++written;
                m_json.begin_object().key("function").value(frame.short_name);
                m_json.key("line").value(frame.position.line).key("user").value(frame.is_user);
                m_json.key("variables").begin_array();
                if (frame.is_user) write_variables(thread, level, code->offset, frame);
                m_json.end_array().end_object();
            }
        }
    }

    void write_variables(const GuestThread& thread, size_t level, base::CodeOffset offset,
                         const dwarf::CallFrame& frame) {
        dwarf::Registers registers = registers_of(m_world, thread, level);
        dwarf::ValuePrinter printer(*m_program.debug, memory_of(m_world, thread.process), {},
                                    hooks(thread.process));
        for (const dwarf::Variable& variable :
             visible_variables(*m_program.debug, offset, frame.entry)) {
            if (variable.kind == dwarf::VariableKind::Global || variable.is_shadowed) continue;
            if (!variable.is_initialised) continue;
            dwarf::PrintedValue value = printer.print(variable, offset, registers);
            value.name = variable.name;
            write_value(m_json, value, kind_name(variable.kind));
        }
    }

    void write_lock(const world::Process& process, uint32_t address, const char* kind,
                    const std::vector<uint32_t>& held_by, bool shared) {
        m_json.begin_object().key("process").value(process.id).key("address").value(address);
        m_json.key("name").value(m_places.name(process.id, address)).key("kind").value(kind);
        m_json.key("holders");
        write_ids(m_json, held_by);
        m_json.key("shared").value(shared);
        std::vector<uint32_t> waiters;
        for (const GuestThread& thread : m_world.threads()) {
            bool here = thread.phase == Phase::Waiting && thread.process == process.id &&
                        thread.wait.object == address && waits_for_lock(thread.wait.what);
            if (here) waiters.push_back(thread.id.value);
        }
        m_json.key("waiters");
        write_ids(m_json, waiters);
        m_json.end_object();
    }

    JsonWriter& m_json;
    const Program& m_program;
    World& m_world;
    const InspectOptions& m_options;
    Places m_places;
    std::vector<dwarf::Variable> m_globals;
};

}  // namespace

std::string describe_wait(const Program& program, const World& world, const GuestThread& thread,
                          const WorldNotes* notes) {
    if (thread.phase != Phase::Waiting) return "";
    const Places places(*program.debug, world, notes);
    const std::string name = waited_name(places, world, thread);
    std::string by;
    for (uint32_t id : holders(world, thread)) by += (by.empty() ? "" : ", ") + thread_name(id);
    switch (thread.wait.what) {
        case WaitingFor::Nothing:
            return "";
        case WaitingFor::Lock:
            return "waits for the lock " + name + (by.empty() ? "" : ", held by " + by);
        case WaitingFor::ReadLock:
            return "waits to read under " + name + (by.empty() ? "" : ", held by " + by);
        case WaitingFor::WriteLock:
            return "waits to write under " + name + (by.empty() ? "" : ", held by " + by);
        case WaitingFor::Once:
            return "waits for " + by + " to finish " + name_of_once(name);
        case WaitingFor::Condition:
            return "waits to be notified on " + name;
        case WaitingFor::Atomic:
            return "waits for " + name + " to change";
        case WaitingFor::Semaphore:
            return "waits for a permit of the semaphore " + name;
        case WaitingFor::Join:
            return "waits for " + by + " to end";
        case WaitingFor::Sleep:
            return "sleeps";
        case WaitingFor::Io:
            return "waits for input/output";
        case WaitingFor::Input:
            return "waits for you to type";
        case WaitingFor::ChannelRoom:
            return "waits for room in the channel " + name;
        case WaitingFor::ChannelMessage:
            return "waits for a message in the channel " + name;
        case WaitingFor::ProcessEnd:
            return "waits for " + name + " to end";
    }
    return "";
}

void inspect(JsonWriter& json, const Program& program, World& world, int64_t time,
             const InspectOptions& options) {
    Inspector inspector(json, program, world, options);
    json.begin_object().key("time").value(time);
    json.key("threads").begin_array();
    for (const GuestThread& thread : world.threads()) inspector.write_thread(thread);
    json.end_array().key("locks").begin_array();
    for (const world::Process& process : world.processes()) inspector.write_locks(process);
    json.end_array().key("globals").begin_array();
    inspector.write_globals(0);
    json.end_array().key("processes").begin_array();
    inspector.write_processes();
    json.end_array().key("channels").begin_array();
    inspector.write_channels();
    json.end_array().end_object();
}

}  // namespace interleave::session
