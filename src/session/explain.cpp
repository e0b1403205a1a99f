#include "session/explain.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "session/inspect.hpp"
#include "session/lines.hpp"
#include "session/names.hpp"
#include "session/step_words.hpp"
#include "trace/happens_before.hpp"

namespace interleave::session {

using trace::Event;
using trace::EventKind;
using world::GuestThread;
using world::Phase;
using world::WaitingFor;

namespace {

// --- lost updates

struct LostUpdate {
    size_t read = 0;   // of the thread whose write buries another's …
    size_t other = 0;  // … which is this one
    size_t write = 0;
    uint64_t count = 0;
};

struct LastAccess {
    size_t step = 0;
    uint32_t thread = 0;
};

// The first lost update of each variable, and how many there were.
std::map<uint32_t, LostUpdate> lost_updates(const History& history) {
    std::map<uint32_t, LostUpdate> found;
    std::map<std::pair<uint32_t, uint32_t>, size_t>
        reads;                              // by thread and variable, since its last write
    std::map<uint32_t, LastAccess> writes;  // by variable
    for (size_t step = 0; step < history.step_count(); ++step) {
        const Event event = history.step(step);
        const std::pair key(event.thread.value, event.object);
        switch (event.kind) {
            case EventKind::read:
            case EventKind::atomic_load:
                reads[key] = step;
                break;
            case EventKind::atomic_update:
                reads.erase(key);
                writes[event.object] = {step, event.thread.value};
                break;
            case EventKind::write:
            case EventKind::atomic_store: {
                auto read = reads.find(key);
                auto other = writes.find(event.object);
                const bool between = read != reads.end() && other != writes.end() &&
                                     other->second.step > read->second &&
                                     other->second.thread != event.thread.value;
                if (between && history.step(read->second).line == event.line) {
                    auto [entry, is_new] = found.try_emplace(
                        event.object, LostUpdate{read->second, other->second.step, step, 0});
                    (void)is_new;
                    ++entry->second.count;
                }
                if (read != reads.end()) reads.erase(read);
                writes[event.object] = {step, event.thread.value};
                break;
            }
            default:
                break;
        }
    }
    return found;
}

Explanation explain_lost_update(const LabRun& run, const History& history, uint32_t address,
                                const LostUpdate& lost) {
    const dwarf::DebugInfo& debug = *run.program().debug;
    const std::string name = name_of_address(debug, address);
    const std::string first = name_of_thread(history.step(lost.write).thread.value);
    const std::string other = name_of_thread(history.step(lost.other).thread.value);
    Explanation explanation;
    explanation.kind = "lost-update";
    explanation.title = lost.count == 1
                            ? "An update of " + name + " was lost"
                            : std::to_string(lost.count) + " updates of " + name + " were lost";
    if (lost.count > 1) explanation.sentences.push_back("The first time it went like this:");
    explanation.sentences.push_back(step_sentence(history, debug, lost.read) + ".");
    explanation.sentences.push_back("Before it wrote a new value, another one came between: " +
                                    step_sentence(history, debug, lost.other) + ".");
    explanation.sentences.push_back(step_sentence(history, debug, lost.write) +
                                    ": computed from the value it had read, so what " + other +
                                    " had written is overwritten.");
    const bool plain = history.step(lost.read).kind == EventKind::read &&
                       history.step(lost.other).kind == EventKind::write;
    if (plain) {
        trace::HappensBefore order;
        order.extend(history.trace());
        const auto index = [&](size_t step) { return history.event_of(step); };
        if (!order.ordered(history.trace(), index(lost.read), index(lost.other))) {
            explanation.sentences.push_back(
                "Nothing orders the read of " + first + " and the write of " + other +
                ": that is a data race, and C++ then promises nothing at all.");
        }
    }
    explanation.remedy =
        "What would forbid it: a lock that each thread holds from its read to its write "
        "(std::mutex), or one indivisible step (std::atomic).";
    explanation.steps = {lost.read, lost.other, lost.write};
    return explanation;
}

// --- deadlocks

std::optional<base::ThreadId> waits_for(const world::World& world, const GuestThread& thread) {
    if (thread.phase != Phase::Waiting) return std::nullopt;
    const world::ProcessObjects& objects = world.process(thread.process).objects;
    switch (thread.wait.what) {
        case WaitingFor::Lock:
            if (const auto* mutex = objects.mutexes.locked(thread.wait.object)) return mutex->owner;
            return std::nullopt;
        case WaitingFor::ReadLock:
        case WaitingFor::WriteLock:
            if (const auto* lock = objects.rwlocks.held(thread.wait.object)) {
                if (lock->written) return lock->writer;
                if (!lock->readers.empty()) return *lock->readers.begin();
            }
            return std::nullopt;
        case WaitingFor::Join:
            return base::ThreadId{thread.wait.object};
        default:
            return std::nullopt;
    }
}

// The threads of a circle, the one with the smallest number first; empty if there is none.
std::vector<base::ThreadId> circle(const world::World& world) {
    for (const GuestThread& start : world.threads()) {
        std::vector<base::ThreadId> path{start.id};
        std::optional<base::ThreadId> at = waits_for(world, start);
        while (at && *at != start.id && path.size() <= world.threads().size()) {
            path.push_back(*at);
            at = waits_for(world, world.thread(*at));
        }
        if (at && *at == start.id) return path;
    }
    return {};
}

std::string place(const History& history, std::optional<size_t> step, Explanation& explanation) {
    if (!step) return "";
    explanation.steps.push_back(*step);
    const uint16_t line = history.step(*step).line;
    return " (" + step_name(*step) + (line != 0 ? ", line " + std::to_string(line) : "") + ")";
}

Explanation explain_circle(const LabRun& run, const world::World& world, const History& history,
                           const std::vector<base::ThreadId>& threads) {
    const dwarf::DebugInfo& debug = *run.program().debug;
    Explanation explanation;
    explanation.kind = "deadlock";
    explanation.title = threads.size() == 1 ? "A thread waits for itself" : "They wait in a circle";
    bool only_locks = true;
    for (size_t i = 0; i < threads.size(); ++i) {
        const GuestThread& thread = world.thread(threads[i]);
        const GuestThread& before =
            world.thread(threads[(i + threads.size() - 1) % threads.size()]);
        const uint32_t wanted = thread.wait.object;
        std::string sentence = capital(name_of_thread(thread.id.value));
        if (before.wait.what != WaitingFor::Join) {
            auto taken =
                history.last_of(thread.id, EventKind::lock_acquire, before.wait.object, run.time());
            sentence += " holds " + name_of_address(debug, before.wait.object) +
                        place(history, taken, explanation) + " and";
        }
        if (thread.wait.what == WaitingFor::Join) {
            only_locks = false;
            auto asked = history.last_of(thread.id, EventKind::join_begin, wanted, run.time());
            sentence += " waits for " + name_of_thread(wanted) + " to end" +
                        place(history, asked, explanation);
        } else {
            auto asked = history.last_of(thread.id, EventKind::lock_request, wanted, run.time());
            sentence +=
                " waits for " + name_of_address(debug, wanted) + place(history, asked, explanation);
        }
        explanation.sentences.push_back(sentence + ".");
    }
    if (threads.size() > 1)
        explanation.sentences.push_back(
            "Each waits for the next one, the last for the first: none of them will ever give back "
            "what it holds.");
    explanation.remedy = threads.size() == 1 ? "What would forbid it: not asking for a lock that "
                                               "one holds already (or a std::recursive_mutex)."
                         : only_locks ? "What would forbid it: the same order of locks in every "
                                        "thread, or all of them at once with std::scoped_lock."
                                      : "What would forbid it: giving the lock back before waiting "
                                        "for the other thread to end.";
    return explanation;
}

// Threads that wait to be woken, where nobody is left who could.
std::optional<Explanation> explain_nobody_wakes(const LabRun& run, const world::World& world,
                                                const History& history) {
    const dwarf::DebugInfo& debug = *run.program().debug;
    Explanation explanation;
    explanation.kind = "nobody-wakes";
    explanation.title = "A thread waits, and nobody is left to wake it";
    for (const GuestThread& thread : world.threads()) {
        if (thread.phase != Phase::Waiting || thread.wait.what != WaitingFor::Condition) continue;
        const std::string name = name_of_address(debug, thread.wait.object);
        auto began =
            history.last_of(thread.id, EventKind::condition_wait, thread.wait.object, run.time());
        explanation.sentences.push_back(capital(name_of_thread(thread.id.value)) + " waits on " +
                                        name + place(history, began, explanation) +
                                        " for a notification.");
        // The last notification that somebody gave, if it came before the wait.
        for (size_t step = history.step_count(); step-- > 0;) {
            const Event event = history.step(step);
            const bool notifies =
                event.kind == EventKind::notify_one || event.kind == EventKind::notify_all;
            if (!notifies || event.object != thread.wait.object) continue;
            if (began && step < *began) {
                explanation.sentences.push_back(
                    "The last one came before that: " + step_sentence(history, debug, step) +
                    ". Nobody waited then, and a condition variable remembers nothing.");
                explanation.steps.push_back(step);
            }
            break;
        }
    }
    if (explanation.sentences.empty()) return std::nullopt;
    explanation.remedy =
        "What would forbid it: a variable that says whether there is something to wait for, "
        "changed under the lock and asked before and after each wait: wait(lock, condition).";
    return explanation;
}

}  // namespace

std::vector<Explanation> explain(LabRun& run, const History& history) {
    run.leave_past();
    std::vector<Explanation> all;
    const world::World& world = run.world();
    if (run.status() == LabStatus::Deadlock) {
        std::vector<base::ThreadId> threads = circle(world);
        if (!threads.empty())
            all.push_back(explain_circle(run, world, history, threads));
        else if (std::optional<Explanation> lonely = explain_nobody_wakes(run, world, history))
            all.push_back(*lonely);
    }
    for (const auto& [address, lost] : lost_updates(history))
        all.push_back(explain_lost_update(run, history, address, lost));
    return all;
}

}  // namespace interleave::session
