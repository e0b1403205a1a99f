#include "session/bug_report.hpp"

#include <algorithm>
#include <bit>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "dwarf/call_frames.hpp"
#include "explorer/replay.hpp"
#include "session/inspect.hpp"
#include "session/lines.hpp"
#include "session/places.hpp"
#include "world/world.hpp"

namespace interleave::session {

using explorer::Bug;
using explorer::BugKind;
using explorer::Segment;
using world::GuestThread;
using world::Phase;
using world::World;

namespace {

std::string thread_name(base::ThreadId thread) {
    return thread.value == 0 ? "main" : "thread " + std::to_string(thread.value);
}

std::string capital(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

std::string line_words(uint32_t line) {
    return line == 0 ? "" : " on line " + std::to_string(line);
}

// What a thread does to what threads wait at. None: something else.
struct Operation {
    const char* verb = nullptr;
    const char* object = nullptr;
};
std::optional<Operation> operation_of(trace::EventKind kind) {
    switch (kind) {
        case trace::EventKind::lock_request:
        case trace::EventKind::lock_acquire:
        case trace::EventKind::lock_fail:
            return Operation{"locks ", "mutex"};
        case trace::EventKind::unlock:
            return Operation{"unlocks ", "mutex"};
        case trace::EventKind::condition_wait:
        case trace::EventKind::condition_wake:
            return Operation{"waits on ", "condition variable"};
        case trace::EventKind::notify_one:
        case trace::EventKind::notify_all:
            return Operation{"notifies ", "condition variable"};
        case trace::EventKind::semaphore_acquire:
            return Operation{"acquires ", "semaphore"};
        case trace::EventKind::semaphore_release:
            return Operation{"releases ", "semaphore"};
        default:
            return std::nullopt;
    }
}

// Notes the first access of a thread to certain bytes, its operation on a lock there, or where it gives them back.
class AccessWatch : public machine::Probe, public WorldNotes {
public:
    AccessWatch(const Program& program, const explorer::DataRace& race)
        : m_program(program), m_race(race) {}
    void set_world(const World& world) { m_world = &world; }

    void look_for(uint32_t thread, bool writes, bool frees, bool operates) {
        m_thread = base::ThreadId{thread};
        m_writes = writes;
        m_frees = frees;
        m_operates = operates;
        frames_begin = frees ? m_race.granule << 3 : 0;
        frames_end = frees ? frames_begin + 8 : 0;
        m_place.reset();
    }
    const std::optional<BugPlace>& place() const { return m_place; }

    machine::ProbeAnswer on_access(const machine::Thread& thread,
                                   const machine::Access& access) override;
    void on_pop(const machine::Thread& thread, machine::MemoryId memory, uint32_t from,
                uint32_t to) override;
    void on_free(machine::MemoryId memory, uint32_t address, uint32_t size,
                 const GuestThread& thread) override;
    void on_event(const trace::Event& event, const GuestThread& thread) override;
    // What was given back is a function's variable.
    bool ends_function() const { return m_ends_function; }

private:
    bool concerns(uint64_t address, uint64_t size) const;
    uint32_t first_byte() const;
    std::string name_at(const GuestThread& thread, uint32_t address, const char* what,
                        bool whole = false) const;
    void note(const machine::Thread& thread, std::string what);

    const Program& m_program;
    const explorer::DataRace& m_race;
    const World* m_world = nullptr;
    base::ThreadId m_thread;
    bool m_writes = false;
    bool m_frees = false;
    bool m_operates = false;
    bool m_ends_function = false;
    std::optional<BugPlace> m_place;
};

std::vector<std::pair<std::string, uint32_t>> stack_of(const Program& program,
                                                       const machine::Thread& thread) {
    std::vector<std::pair<std::string, uint32_t>> stack;
    for (size_t level = 0; level < thread.depth() && stack.size() < 16; ++level) {
        std::optional<machine::CodePosition> code = machine::position(thread, level);
        if (!code) continue;
        for (const dwarf::CallFrame& frame : dwarf::frames_at(*program.debug, code->offset)) {
            if (frame.is_user) stack.emplace_back(frame.short_name, frame.position.line);
        }
    }
    return stack;
}

// What is at an address: a variable of a function or a global by its name, else "the mutex at 0x1f40".
std::string AccessWatch::name_at(const GuestThread& thread, uint32_t address, const char* what,
                                 bool whole) const {
    const Places places(*m_program.debug, *m_world, this);
    std::string name = places.find(thread.process, address);
    if (name.empty()) name = places.find_from(thread, address, whole);
    return name.empty() ? "the " + std::string(what) + " at " + places.name(thread.process, address)
                        : name;
}

machine::ProbeAnswer AccessWatch::on_access(const machine::Thread& thread,
                                            const machine::Access& access) {
    const char* verb = nullptr;
    bool writes = false;
    bool operates = true;
    switch (access.kind) {
        case machine::AccessKind::Write:
            writes = true;
            operates = false;
            verb = "writes ";
            break;
        case machine::AccessKind::Read:
            operates = false;
            verb = "reads ";
            break;
        case machine::AccessKind::AtomicStore:
            verb = "writes ";
            break;
        case machine::AccessKind::AtomicLoad:
            verb = "reads ";
            break;
        case machine::AccessKind::AtomicUpdate:
            verb = "updates ";
            break;
        default:
            return machine::ProbeAnswer::Continue;
    }
    if (m_place || m_frees || !(thread.id == m_thread) || operates != m_operates)
        return machine::ProbeAnswer::Continue;
    if (!operates && writes != m_writes) return machine::ProbeAnswer::Continue;
    if (!concerns(access.address, access.size)) return machine::ProbeAnswer::Continue;
    note(thread, verb + name_at(m_world->thread(thread.id), access.address, "variable"));
    return machine::ProbeAnswer::Continue;
}

uint32_t AccessWatch::first_byte() const {
    return (m_race.granule << 3) + static_cast<uint32_t>(std::countr_zero(m_race.mask));
}

bool AccessWatch::concerns(uint64_t address, uint64_t size) const {
    const uint64_t granule = uint64_t{m_race.granule} << 3;
    for (uint64_t byte = 0; byte < 8; ++byte) {
        if ((m_race.mask >> byte & 1) != 0 && granule + byte >= address &&
            granule + byte < address + size)
            return true;
    }
    return false;
}

void AccessWatch::on_event(const trace::Event& event, const GuestThread& thread) {
    constexpr uint64_t Size = 4;  // no lock is smaller
    WorldNotes::on_event(event, thread);
    const std::optional<Operation> operation = operation_of(event.kind);
    if (!operation || m_place || !m_operates || !(event.thread == m_thread)) return;
    if (concerns(event.object, Size))
        note(thread.machine, operation->verb + name_at(thread, event.object, operation->object));
}

void AccessWatch::on_free(machine::MemoryId memory, uint32_t address, uint32_t size,
                          const GuestThread& thread) {
    const uint64_t granule = uint64_t{m_race.granule} << 3;
    if (m_place || !m_frees || !(thread.id == m_thread) || memory.value != m_race.memory) return;
    if (granule + 8 <= address || granule >= uint64_t{address} + size) return;
    note(thread.machine, "frees " + name_at(thread, address, "memory", true));
}

// A function that returns keeps in a local where its frame is, the place that the stack pointer is at; one that catches, where it
// will be.
bool returns(const machine::Thread& thread, uint32_t stack_pointer) {
    for (uint32_t i = 0; const std::optional<machine::Slot> local = thread.local(0, i); ++i) {
        if (static_cast<uint32_t>(*local) == stack_pointer) return true;
    }
    return false;
}

void AccessWatch::on_pop(const machine::Thread& thread, machine::MemoryId memory, uint32_t from,
                         uint32_t) {
    if (m_place || !(thread.id == m_thread) || memory.value != m_race.memory) return;
    m_ends_function = true;
    std::string name = name_at(m_world->thread(thread.id), first_byte(), "variable");
    note(thread, "");
    const std::string function =
        m_place->stack.empty() ? "a function" : m_place->stack[0].first + "()";
    m_place->what =
        (returns(thread, from) ? "returns from " + function : "leaves a function by an exception") +
        ", which ends " + name + ",";
}

void AccessWatch::note(const machine::Thread& thread, std::string what) {
    m_place = BugPlace{m_thread, user_line(*m_program.debug, thread), std::move(what),
                       stack_of(m_program, thread)};
}

// Does the segments again, piece by piece; others may look on.
class Repetition {
public:
    Repetition(const Program& program, const explorer::ExplorationOptions& options,
               world::Observer* observer = nullptr) {
        auto made = World::create(program.module, options.world, observer);
        if (!made) return;
        m_world = std::move(made).value();
        m_world->give_input(
            {reinterpret_cast<const uint8_t*>(options.input.data()), options.input.size()});
    }
    World* world() { return m_world.get(); }

    // Those from `begin` to before `end`. A schedule that does not fit ends where it does not.
    void run(const std::vector<Segment>& segments, size_t begin, size_t end,
             machine::Probe* probe = nullptr) {
        end = std::min(end, segments.size());
        if (begin >= end) return;
        const auto at = [&segments](size_t place) {
            return segments.begin() + static_cast<std::ptrdiff_t>(place);
        };
        explorer::Schedule part;
        part.segments.assign(at(begin), at(end));
        explorer::Replay replay(*m_world, part);
        replay.set_probe(probe);
        (void)replay.run();
    }

private:
    std::unique_ptr<World> m_world;
};

BugReport race_report(const Program& program, const explorer::ExplorationOptions& options,
                      const Bug& bug) {
    AccessWatch watch(program, bug.race);
    Repetition again(program, options, &watch);
    if (again.world() == nullptr) return {};
    watch.set_world(*again.world());
    const std::vector<Segment>& segments = bug.witness.segments;
    BugReport report;
    again.run(segments, 0, bug.first.begin);
    watch.look_for(bug.race.first.thread, bug.race.first_writes, bug.race.first_frees,
                   bug.race.first_operates);
    again.run(segments, bug.first.begin, bug.first.end, &watch);
    if (watch.place()) report.places.push_back(*watch.place());
    again.run(segments, bug.first.end, bug.second.begin);
    watch.look_for(bug.race.second.thread, bug.race.second_writes, bug.race.second_frees,
                   bug.race.second_operates);
    again.run(segments, std::max(bug.first.end, bug.second.begin), bug.second.end, &watch);
    if (watch.place()) report.places.push_back(*watch.place());
    if (report.places.size() != 2) {
        report.message =
            "Two threads use the same memory at the same time, and one of them writes.";
        return report;
    }
    const BugPlace& first = report.places[0];
    const BugPlace& second = report.places[1];
    report.message =
        capital(thread_name(first.thread)) + " " + first.what + line_words(first.line) + " and " +
        thread_name(second.thread) + " " + second.what + line_words(second.line) +
        "; nothing makes one of them wait for the other, so their order is left to chance. ";
    if (watch.ends_function()) {
        report.message +=
            "A variable ends with its function: join before it returns, or give the thread a copy "
            "(capture it by value).";
    } else if (bug.race.first_frees || bug.race.second_frees) {
        report.message +=
            "It must not be freed before both are done with it: join first, or let a "
            "std::shared_ptr own it.";
    } else {
        report.message += "Both need the same mutex, or the variable must be a std::atomic.";
    }
    return report;
}

// What a thread that goes on no more is at.
std::string waiting_words(const Program& program, const World& world, const GuestThread& thread,
                          const WorldNotes& notes) {
    if (thread.phase == Phase::Waiting) return describe_wait(program, world, thread, &notes);
    if (thread.phase != Phase::AtCall) return "";
    // An explorer performs an operation only once it can be done: as if it had begun to wait.
    GuestThread waiting = thread;
    waiting.phase = Phase::Waiting;
    waiting.wait.object = thread.pending.call.object;
    if (thread.pending.kind == world::CallKind::Read) {
        waiting.wait.what = world::WaitingFor::Input;
        return describe_wait(program, world, waiting, &notes);
    }
    switch (thread.pending.call.operation) {
        case world::Operation::mutex_lock:
            waiting.wait.what = world::WaitingFor::Lock;
            break;
        case world::Operation::rwlock_read:
            waiting.wait.what = world::WaitingFor::ReadLock;
            break;
        case world::Operation::rwlock_write:
            waiting.wait.what = world::WaitingFor::WriteLock;
            break;
        case world::Operation::once_begin:
            waiting.wait.what = world::WaitingFor::Once;
            break;
        case world::Operation::semaphore_acquire:
            waiting.wait.what = world::WaitingFor::Semaphore;
            break;
        case world::Operation::thread_join:
            waiting.wait.what = world::WaitingFor::Join;
            break;
        case world::Operation::channel_send:
            waiting.wait.what = world::WaitingFor::ChannelRoom;
            break;
        case world::Operation::channel_receive:
            waiting.wait.what = world::WaitingFor::ChannelMessage;
            break;
        case world::Operation::process_wait:
            waiting.wait.what = world::WaitingFor::ProcessEnd;
            break;
        default:
            return std::string("waits in ") +
                   world::operation_name(static_cast<uint32_t>(thread.pending.call.operation));
    }
    return describe_wait(program, world, waiting, &notes);
}

BugReport stuck_report(const Program& program, const explorer::ExplorationOptions& options,
                       const Bug& bug) {
    WorldNotes notes;
    Repetition again(program, options, &notes);
    if (again.world() == nullptr) return {};
    again.run(bug.witness.segments, 0, bug.witness.segments.size());
    BugReport report;
    const World& world = *again.world();
    for (const GuestThread& thread : world.threads()) {
        BugPlace place;
        place.thread = thread.id;
        place.line = user_line(*program.debug, thread.machine);
        place.what = thread.phase == Phase::Running ? "runs in a loop that changes nothing"
                                                    : waiting_words(program, world, thread, notes);
        if (place.what.empty()) continue;
        place.stack = stack_of(program, thread.machine);
        report.places.push_back(std::move(place));
    }
    report.message = bug.kind == BugKind::Deadlock
                         ? "Deadlock: no thread can go on."
                         : "No progress: threads run for ever and nothing changes.";
    for (const BugPlace& place : report.places) {
        report.message += " " + capital(thread_name(place.thread)) + " " + place.what +
                          line_words(place.line) + ".";
    }
    return report;
}

BugReport end_report(const Program& program, const explorer::ExplorationOptions& options,
                     const Bug& bug) {
    Repetition again(program, options);
    if (again.world() == nullptr) return {};
    again.run(bug.witness.segments, 0, bug.witness.segments.size());
    BugReport report;
    BugPlace place;
    place.thread = bug.thread;
    if (bug.thread.value < again.world()->threads().size()) {
        const GuestThread& thread = again.world()->thread(bug.thread);
        place.line = user_line(*program.debug, thread.machine);
        place.stack = stack_of(program, thread.machine);
    }
    const std::string where = line_words(place.line);
    switch (bug.kind) {
        case BugKind::Abort:
            report.message = "The program aborts in " + thread_name(bug.thread) + where +
                             " (a failed assert, std::terminate or abort).";
            break;
        case BugKind::ExitCode:
            report.message = "The program exits with code " + std::to_string(bug.code) + ".";
            break;
        case BugKind::Misuse:
            report.message = world::misuse_sentence(bug.misuse);
            break;
        case BugKind::Trap:
            report.message =
                capital(thread_name(bug.thread)) + " traps" + where + ": " + bug.message;
            break;
        default:
            report.message = capital(thread_name(bug.thread)) + where + ": " + bug.message;
            break;
    }
    place.what = report.message;
    report.places.push_back(std::move(place));
    return report;
}

}  // namespace

BugReport report_of(const Program& program, const explorer::ExplorationOptions& options,
                    const Bug& bug) {
    if (bug.kind == BugKind::DataRace) return race_report(program, options, bug);
    const bool is_stuck =
        bug.kind == BugKind::Deadlock || (bug.kind == BugKind::NoProgress && bug.message.empty());
    return is_stuck ? stuck_report(program, options, bug) : end_report(program, options, bug);
}

std::string schedule_text(const std::vector<Segment>& segments) {
    explorer::Schedule schedule;
    for (const Segment& segment : segments) schedule.append(segment);
    return schedule.to_text();
}

}  // namespace interleave::session
