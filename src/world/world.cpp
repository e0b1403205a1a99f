#include "world/world.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "base/hash.hpp"
#include "machine/instantiate.hpp"
#include "machine/invoke.hpp"
#include "machine/program.hpp"
#include "machine/run.hpp"
#include "machine/state_hash.hpp"
#include "world/journal.hpp"

namespace interleave::world {

using base::Error;
using base::Result;
using base::Status;
using machine::Slot;
using machine::StopReason;
using trace::EventKind;

namespace {

// env.memory as the module imports it.
Result<wasm::MemoryType> imported_memory(const wasm::Module& module) {
    for (const wasm::Import& import : module.imports) {
        if (import.kind != wasm::ExternalKind::Memory) continue;
        wasm::MemoryType type = module.memories[import.index].type;
        if (type.sharing != wasm::Sharing::Shared) {
            return Error{
                "The program's memory is not shared. Compile it with -pthread and link it with "
                "--import-memory --shared-memory, or let `interleave build` do it.",
                import.offset};
        }
        return type;
    }
    return Error{
        "The program imports no memory, so it is not a program for Interleave. Build it with "
        "`interleave build`."};
}

}  // namespace

World::World(const WorldOptions& options, Observer* observer)
    : m_options(options), m_observer(observer) {
    machine::StoreLimits limits;
    limits.memory_bytes = options.memory_bytes;
    m_store = std::make_unique<machine::Store>(limits);
    m_snapshots = std::make_unique<machine::Snapshots>(*m_store);
}

World::~World() = default;

Result<std::unique_ptr<World>> World::create(const wasm::ModulePointer& module,
                                             const WorldOptions& options, Observer* observer) {
    std::unique_ptr<World> world(new World(options, observer));
    if (Status added = world->add_process(module); !added) return added.error();
    Result<ThreadId> main =
        world->add_thread(0, world->m_state.processes[0].prototype, "_start", {});
    if (!main) return main.error();
    if (options.watch_coroutines) world->watch_coroutines(*module);
    return world;
}

Status World::add_process(const wasm::ModulePointer& module) {
    Result<wasm::MemoryType> type = imported_memory(*module);
    if (!type) return type.error();
    Result<machine::MemoryId> memory = m_store->add_memory(*type);
    if (!memory) return memory.error();
    auto lookup = [&](const wasm::Import& import) -> std::optional<machine::External> {
        if (import.kind == wasm::ExternalKind::Memory) return *memory;
        return offer(*module, import);
    };
    Result<machine::Instantiation> made = machine::instantiate(*m_store, module, lookup);
    if (!made) return made.error();
    return start_memory(*made, *memory);
}

Status World::start_memory(const machine::Instantiation& made, machine::MemoryId memory) {
    if (made.trap != machine::TrapKind::None) {
        return Error{"The program's data does not fit its memory. It is damaged: build it again."};
    }
    if (made.start) {
        // wasm-ld puts the initialisation of memory there: it runs before anything else of the process, and
        // talks to nobody.
        // (Further threads' instances find the memory initialised: they need not run it.)
        machine::RunOptions bounded;
        bounded.instructions = 1u << 30;
        machine::Outcome ended = machine::invoke(*m_store, *made.start, {}, {}, bounded);
        if (ended.stop.reason != StopReason::Finished) {
            return Error{
                "The program's start function does not return. It is not a program for Interleave: "
                "build it with `interleave build`."};
        }
    }
    Process process;
    process.id = static_cast<uint32_t>(m_state.processes.size());
    process.memory = memory;
    process.prototype = made.instance;
    process.heap_base = static_cast<uint32_t>(m_store->memory(memory).byte_size());
    m_state.processes.push_back(std::move(process));
    return base::Nothing{};
}

Result<ThreadId> World::add_thread(uint32_t process, machine::InstanceId instance,
                                   const char* entry, std::span<const Slot> arguments) {
    std::optional<machine::External> found = machine::find_export(*m_store, instance, entry);
    const auto* function = found ? std::get_if<machine::FunctionReference>(&*found) : nullptr;
    if (function == nullptr || m_store->type_of(*function).parameters.size() != arguments.size()) {
        return Error{std::string("The program exports no function ") + entry +
                     ", so it is not a program for Interleave. Build it with `interleave build`."};
    }
    GuestThread thread;
    thread.id = ThreadId{static_cast<uint32_t>(m_state.threads.size())};
    thread.process = process;
    thread.machine = machine::Thread::start(*m_store, thread.id, *function, arguments);
    thread.random_state = base::hash_combine(m_options.seed, thread.id.value);
    m_state.threads.push_back(std::move(thread));
    ++m_state.live_threads;
    return m_state.threads.back().id;
}

uint64_t World::advance(ThreadId id, uint64_t instructions, machine::Probe* probe,
                        machine::Granularity granularity) {
    GuestThread& thread = edit(id);
    INTERLEAVE_ASSERT(thread.phase == Phase::Running && !m_state.outcome.ended());
    keep_before(id, Change::Thread);
    m_was_pure = true;
    m_operations_answered = 0;
    m_notified_nobody = false;
    const uint64_t generation = m_store->generation();
    if (!thread.started) {
        thread.started = true;
        report(thread, EventKind::thread_start, id.value);
    }
    const uint64_t before = thread.machine.executed;
    m_turn_executed = before;
    for (;;) {
        uint64_t done = thread.machine.executed - before;
        if (done >= instructions) {
            m_last_stop = StopReason::Budget;
            break;
        }
        machine::RunOptions options;
        options.instructions = instructions - done;
        options.granularity = granularity;
        options.probe = probe;
        machine::Stop stop = machine::run(*m_store, thread.machine, options);
        m_last_stop = stop.reason;
        if (stop.reason == StopReason::HostCall) {
            if (host_call(thread, stop.host_function)) continue;
        } else if (stop.reason == StopReason::Breakpoint) {
            m_was_pure = false;
            at_coroutine(thread);
            continue;
        } else if (stop.reason == StopReason::AtomicNotify && m_notifies_library &&
                   nobody_waits(id) && m_notifies_library(thread)) {
            thread.machine.answer(Slot{0});
            ++m_operations_answered;
            m_notified_nobody = true;
            continue;
        } else if (stop.reason == StopReason::AtomicWait ||
                   stop.reason == StopReason::AtomicNotify) {
            thread.pending = PendingCall{};
            thread.pending.kind = stop.reason == StopReason::AtomicWait ? CallKind::AtomicWait
                                                                        : CallKind::AtomicNotify;
            thread.pending.atomic = stop.wait;
            thread.phase = Phase::AtCall;
        } else if (stop.reason == StopReason::Finished) {
            thread.pending = PendingCall{};
            thread.pending.kind = CallKind::Finish;
            thread.phase = Phase::AtCall;
        } else if (stop.reason == StopReason::Trap) {
            ++thread.machine.executed;  // the instruction that failed: a schedule must lead to it
            trapped(thread, stop.trap);
        } else if (stop.reason == StopReason::UncaughtException && thread.process != 0) {
            ++thread.machine.executed;
            crash_process(thread, machine::TrapKind::None, "an exception that nothing catches");
        } else if (stop.reason == StopReason::UncaughtException) {
            ++thread.machine.executed;
            thread.phase = Phase::Failed;
            m_state.outcome = Outcome{OutcomeKind::Uncaught, 0, id, machine::TrapKind::None,
                                      "An exception was thrown that nothing catches."};
        }
        break;
    }
    if (m_state.outcome.ended() || thread.phase == Phase::Failed ||
        generation != m_store->generation()) {
        m_was_pure = false;
    }
    m_state.time = time_within(thread);
    m_turn_executed = thread.machine.executed;
    return thread.machine.executed - before;
}

// The stack of a process's first thread lies at the beginning of its memory and grows down: when it is full, the stack
// pointer wraps around below 0. wasm-ld makes it a module's first own global.
bool World::has_overflown_stack(const GuestThread& thread) const {
    if (thread.machine.depth() == 0) return false;
    const machine::Instance& instance = m_store->instance(thread.machine.frame(0).instance);
    const wasm::Module& module = instance.program->module();
    if (module.globals.size() <= module.imported_globals) return false;
    Slot pointer = m_store->global_value(
        m_store->global_of(thread.machine.frame(0).instance, module.imported_globals));
    return static_cast<uint32_t>(pointer) >= m_store->memory(process_of(thread).memory).byte_size();
}

void World::trapped(GuestThread& thread, machine::TrapKind trap) {
    if (trap == machine::TrapKind::OutOfBoundsMemoryAccess && has_overflown_stack(thread)) {
        trap = machine::TrapKind::CallStackExhausted;
    }
    if (thread.process != 0) return crash_process(thread, trap, describe(trap));
    thread.phase = Phase::Failed;
    m_state.outcome = Outcome{OutcomeKind::Trap, 0, thread.id, trap, std::string(describe(trap))};
}

int64_t World::time_within(const GuestThread& thread) const {
    uint64_t executed = thread.machine.executed - m_turn_executed;
    return m_state.time + static_cast<int64_t>(executed * m_options.instruction_nanoseconds);
}

void World::finish_thread(GuestThread& thread) {
    // `_start` ends in proc_exit; a module that returns from it has exited with 0 (WASI).
    if (thread.id == process_of(thread).main_thread) return exit_process(thread, 0);
    thread.phase = Phase::Finished;
    --m_state.live_threads;
    if (process_of(thread).objects.mutexes.holds_any(thread.id))
        misuse(thread, Misuse::ExitHoldingLock, 0);
    report(thread, EventKind::thread_exit, thread.id.value);
}

void World::report(const GuestThread& thread, EventKind kind, uint32_t object, uint32_t argument) {
    if (m_observer == nullptr) return;
    trace::Event event;
    event.time = time_within(thread);
    event.thread = thread.id;
    event.kind = kind;
    event.object = object;
    event.argument = argument;
    m_observer->on_event(event, thread);
}

void World::misuse(const GuestThread& thread, Misuse misuse, uint32_t object) {
    if (misuse != Misuse::None) m_was_pure = false;
    if (misuse != Misuse::None && m_observer != nullptr)
        m_observer->on_misuse(misuse, object, thread);
}

void World::resume(GuestThread& thread, Slot answer) {
    m_last_answer = answer & 0xffffffffu;
    thread.machine.answer(m_last_answer);
    thread.phase = Phase::Running;
    thread.wait = Wait{};
}

void World::wait(GuestThread& thread, Wait wait) {
    thread.phase = Phase::Waiting;
    thread.wait = wait;
    thread.blocked_since = m_state.time;
}

bool World::is_stuck() const {
    if (m_state.outcome.ended()) return false;
    for (const GuestThread& thread : m_state.threads) {
        switch (thread.phase) {
            case Phase::Running:
                return false;
            case Phase::AtCall:
                if (call_can_be_done(thread)) return false;
                break;
            case Phase::Waiting:
                if (wait_can_end(thread) || thread.wait.deadline != Wait::Never) return false;
                break;
            case Phase::Finished:
            case Phase::Failed:
                break;
        }
    }
    return true;
}

uint64_t World::hash() {
    uint64_t hash = machine::hash_store(*m_store);
    for (const GuestThread& thread : m_state.threads) {
        // Where a thread was when its process ended makes no difference any more.
        const bool has_ended = thread.phase == Phase::Finished;
        if (!has_ended) hash = base::hash_combine(hash, machine::hash_thread(thread.machine));
        hash = base::hash_combine(hash,
                                  static_cast<uint64_t>(thread.phase) << 32 | thread.wait.object);
        hash = base::hash_combine(hash, static_cast<uint64_t>(thread.join_state));
    }
    for (const Process& process : m_state.processes) {
        hash = process.objects.mutexes.hash(hash);
        hash = process.objects.conditions.hash(hash);
        hash = process.objects.rwlocks.hash(hash);
        hash = process.objects.onces.hash(hash);
        hash = process.objects.futexes.hash(hash);
        if (process.exited) hash = base::hash_combine(hash, uint64_t{process.exit_code} + 1);
    }
    hash = m_state.channels.hash(hash);
    hash = base::hash_combine(hash, base::hash_bytes(m_output.data(), m_state.output_size));
    return base::hash_combine(
        hash, static_cast<uint64_t>(m_state.outcome.kind) << 32 | m_state.outcome.code);
}

World::Saved World::save() { return Saved{m_state, m_snapshots->take()}; }

void World::restore(const Saved& saved) {
    m_snapshots->restore(saved.machine);
    m_state = saved.state;
    m_turn_executed = 0;
}

void World::give_input(std::span<const uint8_t> bytes) {
    m_input.insert(m_input.end(), bytes.begin(), bytes.end());
}

}  // namespace interleave::world
