#include "explorer/virtual_cores.hpp"

#include <algorithm>
#include <utility>

#include "base/assert.hpp"
#include "base/hash.hpp"

namespace interleave::explorer {

using trace::EventKind;
using world::CallKind;
using world::Operation;
using world::Phase;
using world::Wait;

namespace {

// Nanoseconds that a core with a seed may lose at a turn, or in so many instructions of a longer one.
constexpr uint64_t LongestStall = 8;
constexpr uint64_t StallInterval = 100;

// With `watch` a thread stops before each access that another could see, so a core may run further ahead between them:
// so many times the grain. It is faster, and the schedule of a long run a tenth as long.
constexpr int64_t WatchedGrains = 10;

}  // namespace

VirtualCores::VirtualCores(world::World& world, const CoreOptions& options,
                           world::Observer* observer)
    : m_world(&world), m_observer(observer), m_options(options), m_random(options.seed) {
    m_options.cores = std::clamp(m_options.cores, 1u, 64u);
    m_options.grain_instructions = std::max(m_options.grain_instructions, 1u);
    m_cores.resize(m_options.cores);
    for (Core& core : m_cores) core.time = world.time();
    m_recorded_time = world.time();
    admit_new_threads(world.time());
}

RunStatus VirtualCores::run(uint64_t instructions) {
    const uint64_t end =
        m_executed > UINT64_MAX - instructions ? UINT64_MAX : m_executed + instructions;
    RunStatus status = RunStatus::Running;
    while (status == RunStatus::Running && m_executed < end) status = turn();
    return status;
}

RunStatus VirtualCores::turn() {
    if (m_world->outcome().ended()) return RunStatus::Ended;
    dispatch();
    Core* core = next_core();
    // A wait that ends by its time comes first if no busy core is still before it.
    if (std::optional<ThreadId> sleeper = next_deadline()) {
        int64_t deadline = m_world->thread(*sleeper).wait.deadline;
        if (core == nullptr || deadline <= core->time) {
            make_ready(*sleeper, deadline);
            return RunStatus::Running;
        }
    }
    if (core == nullptr) return stuck_status();
    go_on(*core);
    return m_world->outcome().ended() ? RunStatus::Ended : RunStatus::Running;
}

int64_t VirtualCores::time() const {
    int64_t time = INT64_MAX;
    for (const Core& core : m_cores) {
        if (core.busy) time = std::min(time, core.time);
    }
    return time == INT64_MAX ? m_world->time() : time;
}

std::optional<ThreadId> VirtualCores::thread_on(uint32_t core) const {
    if (!m_cores[core].busy) return std::nullopt;
    return m_cores[core].thread;
}

void VirtualCores::make_ready(ThreadId thread, int64_t time) {
    m_known[thread.value] = true;
    m_ready.push_back(ReadyThread{thread, time});
    note(thread, EventKind::ready, time, 0);
}

// After an operation: whoever it let go on becomes ready.
void VirtualCores::collect_woken(int64_t time) {
    for (const world::GuestThread& thread : m_world->threads()) {
        if (thread.phase != Phase::Waiting || m_known[thread.id.value]) continue;
        // The time of a timed wait may be up long since: it was waiting for its mutex only.
        bool overdue = thread.wait.deadline <= time && m_world->can_time_out(thread.id);
        if (overdue || m_world->can_perform(thread.id)) make_ready(thread.id, time);
    }
}

void VirtualCores::admit_new_threads(int64_t time) {
    m_known.resize(m_world->threads().size(), false);
    m_pending.resize(m_world->threads().size());
    for (; m_admitted < m_world->threads().size(); ++m_admitted)
        make_ready(ThreadId{m_admitted}, time);
}

// Gives free cores to ready threads, the core that was free first to the thread that waited longest.
void VirtualCores::dispatch() {
    while (!m_ready.empty()) {
        Core* free = nullptr;
        for (Core& core : m_cores) {
            if (!core.busy && (free == nullptr || core.time < free->time)) free = &core;
        }
        if (free == nullptr) return;
        size_t choice = 0;
        if (m_options.seed != 0) choice = random() % std::min<size_t>(m_ready.size(), 4);
        ReadyThread next = m_ready[choice];
        m_ready.erase(m_ready.begin() + static_cast<std::ptrdiff_t>(choice));
        // A core that was idle before the thread became ready starts then.
        bool same = free->thread == next.thread && free->last_turn != 0;
        free->time = std::max(free->time, next.since) + (same ? 0 : m_options.switch_nanoseconds);
        free->busy = true;
        free->announced = false;
        free->thread = next.thread;
        free->quantum_end = free->time + new_quantum();
    }
}

VirtualCores::Core* VirtualCores::next_core() {
    Core* next = nullptr;
    for (Core& core : m_cores) {
        if (!core.busy) continue;
        bool earlier = next == nullptr || core.time < next->time ||
                       (core.time == next->time && core.last_turn < next->last_turn);
        if (earlier) next = &core;
    }
    return next;
}

std::optional<ThreadId> VirtualCores::next_deadline() const {
    const world::GuestThread* first = nullptr;
    for (const world::GuestThread& thread : m_world->threads()) {
        if (thread.phase != Phase::Waiting || m_known[thread.id.value]) continue;
        if (thread.wait.deadline == Wait::Never || !m_world->can_time_out(thread.id)) continue;
        if (first == nullptr || thread.wait.deadline < first->wait.deadline) first = &thread;
    }
    if (first == nullptr) return std::nullopt;
    return first->id;
}

void VirtualCores::go_on(Core& core) {
    core.last_turn = ++m_turns;
    m_world->set_time(core.time);
    if (!core.announced) {
        core.announced = true;
        note(core.thread, EventKind::core_begin, core.time,
             static_cast<uint32_t>(&core - m_cores.data()));
    }
    // Only now, when no other core is before it, may the end of a quantum be reported.
    if (core.time >= core.quantum_end) {
        if (!m_ready.empty()) return leave(core, LeaveReason::QuantumUsedUp);
        core.quantum_end = core.time + new_quantum();
    }
    switch (m_world->thread(core.thread).phase) {
        case Phase::Waiting:
            resume_waiting(core);
            break;
        case Phase::AtCall:
            perform(core);
            break;
        case Phase::Running:
            execute(core);
            break;
        case Phase::Finished:
        case Phase::Failed:
            INTERLEAVE_ASSERT(false && "such a thread is on no core");
            break;
    }
}

// On a core again after a wait: it ends now, or the thread goes back to waiting (the lock was taken meanwhile).
void VirtualCores::resume_waiting(Core& core) {
    if (!m_world->try_end_wait(core.thread)) return leave(core, LeaveReason::Blocked);
    record_segment(core.thread, core.time, 0, 1);
    collect_woken(core.time);
}

void VirtualCores::perform(Core& core) {
    const ThreadId thread = core.thread;
    const world::PendingCall pending = m_world->thread(thread).pending;
    m_world->perform(thread);
    record_segment(thread, core.time, 0, 1);
    if (m_world->outcome().ended()) return;
    core.time = m_world->time();  // copying messages takes time
    admit_new_threads(core.time);
    collect_woken(core.time);
    if (m_world->thread(thread).phase == Phase::Waiting) return leave(core, LeaveReason::Blocked);
    if (has_ended(thread)) return dismiss_ended(core.time);
    bool yields =
        pending.kind == CallKind::Operation && pending.call.operation == Operation::thread_yield;
    // As a system call it does not always take equally long; else two threads on two cores that give way to each
    // other (std::lock does) would stay in step for ever.
    if (yields && m_options.switch_nanoseconds != 0) {
        core.time +=
            static_cast<int64_t>(random() % static_cast<uint64_t>(m_options.switch_nanoseconds));
    }
    if (yields && !m_ready.empty()) leave(core, LeaveReason::Yielded);
}

void VirtualCores::execute(Core& core) {
    const ThreadId thread = core.thread;
    if (m_pending[thread.value]) return access(core);
    const int64_t start = core.time;
    if (m_accesses != nullptr) m_accesses->begin(thread, m_world->live_threads() == 1);
    uint64_t done = m_world->advance(thread, instructions_allowed(core), m_accesses);
    m_executed += done;
    core.time = m_world->time();
    if (done != 0) record_segment(thread, start, done, 0);
    if (has_ended(thread) &&
        !m_world->outcome().ended()) {  // a process other than the first crashed
        collect_woken(core.time);
        return dismiss_ended(core.time);
    }
    // As on real machines: memory is not always equally fast, so cores drift against each other.
    if (m_options.seed != 0 && m_world->options().instruction_nanoseconds != 0) {
        core.time += static_cast<int64_t>(
            random() % (LongestStall * std::max<uint64_t>(done / StallInterval, 1)));
    }
    if (m_accesses != nullptr && m_world->last_stop() == machine::StopReason::Probe) {
        m_pending[thread.value] = m_accesses->take();
    }
}

// Performs the access that the thread stands before; no other core is before this one now.
void VirtualCores::access(Core& core) {
    const ThreadId thread = core.thread;
    const machine::Access access = *std::exchange(m_pending[thread.value], std::nullopt);
    const int64_t start = core.time;
    if (m_observer != nullptr) m_observer->before_access(access, start, m_world->thread(thread));
    uint64_t done = m_world->advance(thread, 1);
    m_executed += done;
    core.time = m_world->time();
    if (done != 0) record_segment(thread, start, done, 0);
    if (has_ended(thread)) {  // trapped at the access
        if (m_world->outcome().ended()) return;
        collect_woken(core.time);
        return dismiss_ended(core.time);
    }
    if (m_observer != nullptr) m_observer->after_access(access);
}

// How far the core may run ahead: to its quantum's end, the next deadline, and `grain` past the other cores.
uint64_t VirtualCores::instructions_allowed(const Core& core) {
    // V8 optimises a loop only when the host comes back now and then (FACTS §3).
    constexpr int64_t Most = 100'000;
    const int64_t grain =
        m_options.grain_instructions * (m_accesses == nullptr ? 1 : WatchedGrains);
    const int64_t cost = m_world->options().instruction_nanoseconds;
    bool alone = true;
    int64_t horizon = core.quantum_end;
    for (const Core& other : m_cores) {
        if (!other.busy || &other == &core) continue;
        alone = false;
        horizon = std::min(horizon, other.time);
    }
    if (cost == 0) return static_cast<uint64_t>(alone ? Most : grain);
    if (std::optional<ThreadId> sleeper = next_deadline()) {
        horizon = std::min(horizon, m_world->thread(*sleeper).wait.deadline);
    }
    int64_t room = std::max<int64_t>(horizon - core.time, 0);
    int64_t allowed = std::min(Most, (room + cost - 1) / cost);
    return static_cast<uint64_t>(std::max<int64_t>(allowed, alone ? 1 : grain));
}

void VirtualCores::leave(Core& core, LeaveReason reason) {
    note(core.thread, EventKind::core_end, core.time, static_cast<uint32_t>(reason));
    core.busy = false;
    m_known[core.thread.value] = false;
    if (reason == LeaveReason::QuantumUsedUp || reason == LeaveReason::Yielded) {
        make_ready(core.thread, core.time);
    }
}

bool VirtualCores::has_ended(ThreadId thread) const {
    Phase phase = m_world->thread(thread).phase;
    return phase == Phase::Finished || phase == Phase::Failed;
}

// The threads that have ended leave their cores and the queue: one by itself, many with their process.
void VirtualCores::dismiss_ended(int64_t time) {
    for (Core& core : m_cores) {
        if (!core.busy || !has_ended(core.thread)) continue;
        core.time = std::max(core.time, time);
        if (core.announced) leave(core, LeaveReason::Finished);
        core.busy = false;
    }
    std::erase_if(m_ready, [&](const ReadyThread& ready) { return has_ended(ready.thread); });
}

int64_t VirtualCores::new_quantum() {
    int64_t quantum = std::max<int64_t>(m_options.quantum_nanoseconds, 1);
    if (m_options.seed == 0) return quantum;
    return std::max<int64_t>(
        quantum / 2 + static_cast<int64_t>(random() % static_cast<uint64_t>(quantum + 1)), 1);
}

uint64_t VirtualCores::random() {
    m_random += 0x9e3779b97f4a7c15ull;
    return base::mix64(m_random);
}

void VirtualCores::note(ThreadId thread, EventKind kind, int64_t time, uint32_t argument) {
    if (m_observer == nullptr) return;
    trace::Event event;
    event.time = time;
    event.thread = thread;
    event.kind = kind;
    event.object = thread.value;
    event.argument = argument;
    m_observer->on_event(event, m_world->thread(thread));
}

void VirtualCores::record_segment(ThreadId thread, int64_t start, uint64_t instructions,
                                  uint64_t performs) {
    if (m_schedule == nullptr) return;
    m_schedule->append(Segment{thread, instructions, performs, start - m_recorded_time});
    m_recorded_time = m_world->time();
}

RunStatus VirtualCores::stuck_status() const {
    for (const world::GuestThread& thread : m_world->threads()) {
        if (thread.phase == Phase::Waiting && thread.wait.what == world::WaitingFor::Input) {
            return RunStatus::NeedsInput;
        }
    }
    return RunStatus::Deadlock;
}

}  // namespace interleave::explorer
