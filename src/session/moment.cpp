#include "session/moment.hpp"

#include <algorithm>
#include <set>
#include <span>

#include "session/coroutine_tree.hpp"
#include "session/inspect.hpp"
#include "session/step_words.hpp"

namespace interleave::session {

using base::JsonWriter;
using trace::EventKind;
using world::GuestThread;
using world::WaitingFor;

namespace {

constexpr size_t MostCoroutines = 200;

// The event with which a thread asks for what it waits for.
EventKind request_of(WaitingFor what) {
    switch (what) {
        case WaitingFor::Condition:
            return EventKind::condition_wait;
        case WaitingFor::Atomic:
            return EventKind::atomic_wait;
        case WaitingFor::Join:
            return EventKind::join_begin;
        case WaitingFor::Sleep:
            return EventKind::sleep_begin;
        case WaitingFor::Io:
            return EventKind::io_begin;
        case WaitingFor::Input:
            return EventKind::input_begin;
        case WaitingFor::ChannelRoom:
        case WaitingFor::ChannelMessage:
            return EventKind::channel_wait;
        case WaitingFor::ProcessEnd:
            return EventKind::process_wait;
        default:
            return EventKind::lock_request;
    }
}

class Writer {
public:
    Writer(JsonWriter& json, LabRun& run, const History& history, int64_t time)
        : m_json(json), m_run(run), m_history(history), m_time(time) {}

    void write_threads() {
        m_json.key("threads").begin_array();
        for (const GuestThread& thread : m_run.world().threads()) {
            m_json.begin_object().key("id").value(thread.id.value).key("at");
            if (std::optional<uint32_t> at = place(thread))
                m_json.value(*at);
            else
                m_json.null();
            m_json.key("core");
            if (std::optional<uint32_t> core = m_history.core_of(thread.id, m_time))
                m_json.value(*core);
            else
                m_json.null();
            std::optional<size_t> since;
            if (thread.phase == world::Phase::Waiting) {
                const uint32_t object =
                    thread.wait.what == WaitingFor::Sleep ? 0 : thread.wait.object;
                since = m_history.last_of(thread.id, request_of(thread.wait.what), object, m_time);
            }
            m_json.key("since");
            write_step(since);
            m_json.end_object();
        }
        m_json.end_array();
    }

    void write_locks() {
        m_json.key("locks").begin_array();
        for (const world::Process& process : m_run.world().processes()) {
            for (const auto& [address, mutex] : process.objects.mutexes)
                write_lock(address, {mutex.owner});
            for (const auto& [address, lock] : process.objects.rwlocks) {
                std::vector<base::ThreadId> holders(lock.readers.begin(), lock.readers.end());
                if (lock.written) holders.push_back(lock.writer);
                write_lock(address, holders);
            }
        }
        m_json.end_array();
    }

    void write_writes() {
        m_json.key("writes").begin_array();
        for (const dwarf::Object& object : m_run.program().debug->objects()) {
            std::optional<size_t> step =
                m_history.last_write(object.address.value, object.size, m_time);
            if (!step) continue;
            const trace::Event event = m_history.step(*step);
            m_json.begin_object().key("address").value(object.address.value).key("step");
            write_step(step);
            m_json.key("time")
                .value(m_history.position(*step))
                .key("thread")
                .value(event.thread.value);
            m_json.key("line").value(uint32_t{event.line}).end_object();
        }
        m_json.end_array();
    }

    void write_processes() {
        m_json.key("processes").begin_array();
        for (uint32_t index : m_history.process_starts()) {
            const trace::Event event = m_history.trace()[index];
            if (event.time > m_time) break;
            m_json.begin_object().key("id").value(event.object);
            m_json.key("parent").value(m_history.trace().process_of(event.thread)).end_object();
        }
        m_json.end_array();
    }

    void write_coroutines() {
        const std::vector<CoroutineNode> all = coroutines_at(m_history, m_time);
        const size_t shown = std::min(all.size(), MostCoroutines);
        m_json.key("coroutines").begin_array();
        for (const CoroutineNode& node : std::span(all).first(shown)) {
            m_json.begin_object().key("name").value(node.name).key("process").value(node.process);
            m_json.key("thread")
                .value(node.thread.value)
                .key("state")
                .value(coroutine_state_name(node.state));
            m_json.key("waits").value(node.waits_for).key("parent");
            if (node.parent && *node.parent < shown)
                m_json.value(uint64_t{*node.parent});
            else
                m_json.null();
            m_json.key("awaited").value(node.awaited).key("since");
            write_step(m_history.step_of(node.since));
            m_json.end_object();
        }
        m_json.end_array().key("moreCoroutines").value(uint64_t{all.size() - shown});
    }

    void write_named() {
        m_json.key("named").begin_array();
        for (size_t step : m_named) {
            m_json.begin_object().key("step").value(uint64_t{step + 1});
            m_json.key("time").value(m_history.position(step)).end_object();
        }
        m_json.end_array();
    }

    void write_step(std::optional<size_t> step) {
        if (!step) {
            m_json.null();
            return;
        }
        m_named.insert(*step);
        m_json.value(uint64_t{*step + 1});
    }

private:
    void write_lock(uint32_t address, const std::vector<base::ThreadId>& holders) {
        m_json.begin_object().key("address").value(address).key("holders").begin_array();
        for (base::ThreadId holder : holders) {
            m_json.begin_object().key("thread").value(holder.value).key("since");
            write_step(m_history.last_of(holder, EventKind::lock_acquire, address, m_time));
            m_json.end_object();
        }
        m_json.end_array().end_object();
    }

    std::optional<uint32_t> place(const GuestThread& thread) const {
        for (size_t level = 0; level < thread.machine.depth(); ++level) {
            std::optional<machine::CodePosition> code = machine::position(thread.machine, level);
            if (!code) continue;
            std::optional<dwarf::SourcePosition> source =
                m_run.program().debug->position_at(code->offset);
            if (source && source->is_user && source->line != 0) return code->offset.value;
        }
        return std::nullopt;
    }

    JsonWriter& m_json;
    LabRun& m_run;
    const History& m_history;
    const int64_t m_time;
    std::set<size_t> m_named;
};

}  // namespace

base::Status write_moment(JsonWriter& json, LabRun& run, const History& history, int64_t time) {
    if (time >= run.time())
        run.leave_past();
    else if (base::Status found = run.seek(time); !found)
        return found.error();
    const int64_t shown = run.position();
    const size_t steps = history.steps_by(shown);
    json.begin_object()
        .key("time")
        .value(shown)
        .key("end")
        .value(run.time())
        .key("executed")
        .value(run.executed());
    json.key("step").value(uint64_t{steps}).key("steps").value(uint64_t{history.step_count()});
    json.key("caption").value(steps == 0 ? ""
                                         : step_sentence(history, *run.program().debug, steps - 1));
    json.key("output").value(uint64_t{run.world().output().size()});
    Writer writer(json, run, history, shown);
    writer.write_threads();
    writer.write_locks();
    writer.write_writes();
    writer.write_processes();
    writer.write_coroutines();
    writer.write_named();
    JsonWriter world;
    inspect(world, run.program(), run.world(), shown);
    json.key("world").raw(world.text()).end_object();
    return base::Nothing{};
}

}  // namespace interleave::session
