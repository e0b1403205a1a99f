#include "explorer/execution.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "base/assert.hpp"
#include "base/hash.hpp"
#include "explorer/touches.hpp"
#include "machine/program.hpp"
#include "machine/run.hpp"

namespace interleave::explorer {

using machine::Access;
using machine::AccessKind;
using world::GuestThread;
using world::Phase;
using world::Wait;

namespace {

// Nobody's stack frame and what it calls reaches further down or up than this.
constexpr uint32_t FrameBytes = 1024;

bool is_atomic(AccessKind kind) {
    return kind == AccessKind::AtomicLoad || kind == AccessKind::AtomicStore ||
           kind == AccessKind::AtomicUpdate;
}

bool fails_to_get(const Event& event) {
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        if (event.footprint[i].mode == Mode::Fail) return true;
    }
    return false;
}

// The bytes of each 8-byte granule that an access covers.
template <typename Visit>
void for_granules(const Access& access, const Visit& visit) {
    if (access.size == 0) return;
    const uint64_t end = access.address + access.size;
    for (uint64_t granule = access.address >> 3; granule << 3 < end; ++granule) {
        const uint64_t begin = granule << 3;
        const uint64_t from = std::max<uint64_t>(access.address, begin) - begin;
        const uint64_t to = std::min(end, begin + 8) - begin;
        const auto mask = static_cast<uint8_t>((0xffu << from) & (0xffu >> (8 - to)));
        visit(static_cast<uint32_t>(granule), mask);
    }
}

}  // namespace

// Decides at each access whether the thread stops before it, and shows the others to the race detector.
class Execution::Probe : public machine::Probe {
public:
    explicit Probe(Execution& execution) : m_execution(execution) {}

    machine::ProbeAnswer on_access(const machine::Thread& thread, const Access& access) override {
        Execution& e = m_execution;
        const machine::Code* code = thread.frame(0).code;
        if (code != nullptr && !e.m_visibility.function_counts(code->function.value)) {
            return machine::ProbeAnswer::Continue;
        }
        if (!e.m_visibility.address_counts(access.address)) return machine::ProbeAnswer::Continue;
        if (is_atomic(access.kind)) return stop(thread, access);
        if (access.kind != AccessKind::Read && access.kind != AccessKind::Write) {
            return machine::ProbeAnswer::Continue;
        }
        bool visible = false;
        for_granules(access, [&](uint32_t granule, uint8_t mask) {
            if ((e.m_sharing.mask(access.memory.value, granule) & mask) != 0) visible = true;
        });
        if (visible) return stop(thread, access);
        const bool writes = access.kind == AccessKind::Write;
        for_granules(access, [&](uint32_t granule, uint8_t mask) {
            if (writes) {
                e.m_detector.write(thread.id, access.memory.value, granule, mask, e.m_races);
            } else {
                e.m_detector.read(thread.id, access.memory.value, granule, mask, e.m_races);
            }
        });
        // A write to anything but its own frames is progress: the thread does not merely spin.
        ThreadState& state = e.state_of(thread.id);
        const bool near = access.address + FrameBytes >= state.frame && access.address < state.frame + FrameBytes;
        if (writes && !near) state.standing_count = 0;
        return machine::ProbeAnswer::Continue;
    }

private:
    machine::ProbeAnswer stop(const machine::Thread& thread, const Access& access) {
        ThreadState& state = m_execution.state_of(thread.id);
        if (state.access_count < 2) state.accesses[state.access_count++] = access;
        return machine::ProbeAnswer::Stop;
    }

    Execution& m_execution;
};

struct Execution::Saved {
    world::World::Saved world;
    State state;
    RaceDetector::Mark races;
    size_t times = 0;
    size_t segments = 0;
};

Execution::Execution(const ExecutionOptions& options, const Visibility& visibility, Sharing& sharing,
                     uint32_t thread_limit)
    : m_options(options),
      m_visibility(visibility),
      m_sharing(sharing),
      m_probe(std::make_unique<Probe>(*this)),
      m_detector(thread_limit) {}

Execution::~Execution() = default;

base::Result<std::unique_ptr<Execution>> Execution::create(const wasm::ModulePointer& module,
                                                           const world::WorldOptions& world_options,
                                                           const ExecutionOptions& options,
                                                           const Visibility& visibility, Sharing& sharing,
                                                           std::string_view input) {
    std::unique_ptr<Execution> execution(new Execution(options, visibility, sharing, MostThreads));
    base::Result<std::unique_ptr<world::World>> world =
        world::World::create(module, world_options, execution.get());
    if (!world) return world.error();
    execution->m_world = std::move(world).value();
    execution->m_world->give_input({reinterpret_cast<const uint8_t*>(input.data()), input.size()});
    execution->admit(ThreadId{0});
    return execution;
}

void Execution::choices(std::vector<Label>& out) const {
    out.clear();
    if (ended()) return;
    for (uint32_t i = 0; i < m_state.threads.size(); ++i) {
        const ThreadId thread{i};
        const ThreadState& state = state_of(thread);
        if (state.spins || !state.known) continue;
        const GuestThread& guest = m_world->thread(thread);
        if (guest.phase == Phase::Running && state.access_count != 0) {
            out.push_back(Label{thread});
        } else if (guest.phase == Phase::AtCall) {
            if (has_time_limit(guest) || m_world->can_perform(thread)) add_choices(*m_world, guest, out);
        } else if (guest.phase == Phase::Waiting) {
            if (m_world->can_perform(thread)) {
                out.push_back(Label{thread});
            } else if (guest.wait.deadline != Wait::Never && m_world->can_time_out(thread)) {
                out.push_back(Label{thread, Way::TimeOut});
            }
        }
    }
}

bool Execution::can_take(const Label& label) const {
    std::vector<Label> all;
    choices(all);
    return std::find(all.begin(), all.end(), label) != all.end();
}

bool Execution::blocked_event(ThreadId thread, Event& event) {
    const ThreadState& state = state_of(thread);
    if (!state.known || state.spins || state.access_count != 0) return false;
    const GuestThread& guest = m_world->thread(thread);
    event.label = Label{thread};
    event.footprint.clear();
    event.created.reset();
    event.joined.reset();
    event.could_time_out = event.may_touch_more = false;
    event.woken = 0;
    if (guest.phase == Phase::AtCall && !has_time_limit(guest) && !m_world->can_perform(thread)) {
        if (guest.pending.kind != world::CallKind::Operation ||
            guest.pending.call.operation == world::Operation::thread_join) {
            return false;
        }
        touches_of_call(*m_world, guest, false, event);
        return event.footprint.size() != 0;
    }
    if (guest.phase == Phase::Waiting && guest.wait.what == world::WaitingFor::Condition &&
        m_world->process(guest.process).objects.conditions.chosen(thread, guest.wait.object)) {
        touches_of_wake(guest, Way::Normal, event);
        return true;
    }
    return false;
}

const Access* Execution::pending_access(ThreadId thread) const {
    const ThreadState& state = state_of(thread);
    return state.access_count == 0 ? nullptr : &state.accesses[0];
}

void Execution::take(const Label& label, Event& event) {
    const ThreadId thread = label.thread;
    event.label = label;
    event.footprint.clear();
    event.created.reset();
    event.joined.reset();
    event.spins = event.could_time_out = event.may_touch_more = false;
    event.woken = 0;
    event.first_segment = m_segments.size();
    event.number = ++m_state.threads[thread.value].events;
    ++m_state.event_count;

    const Phase phase = m_world->thread(thread).phase;
    if (phase == Phase::Running) {
        take_access(thread, event);
    } else if (phase == Phase::AtCall) {
        take_call(label, event);
    } else {
        end_wait(label, event);
    }
    if (ended()) {
        event.footprint.ends_run = true;
        return;
    }
    if (event.created) {
        if (event.created->value >= MostThreads) return refuse_thread(thread);
        admit(*event.created);
    }
    if (!ended()) run_on(thread);
    if (ended()) event.footprint.ends_run = true;
    event.spins = m_state.threads[thread.value].spins;
}

// --- what an event begins with

void Execution::take_access(ThreadId thread, Event& event) {
    ThreadState& state = state_of(thread);
    const uint8_t count = std::exchange(state.access_count, uint8_t{0});
    Access accesses[2] = {state.accesses[0], state.accesses[1]};

    // An update that changes nothing only reads.
    uint8_t before[8] = {};
    uint8_t after[8] = {};
    const size_t size = std::min<uint64_t>(accesses[0].size, 8);
    machine::Memory& memory = m_world->store().memory(accesses[0].memory);
    const bool updates = accesses[0].kind == AccessKind::AtomicUpdate;
    if (updates) (void)memory.read(accesses[0].address, {before, size});
    m_world->set_time(state.time);
    const uint64_t done = m_world->advance(thread, 1, m_probe.get());
    if (updates) (void)memory.read(accesses[0].address, {after, size});

    bool reads_only = true;
    for (uint8_t i = 0; i < count; ++i) {
        const Access& access = accesses[i];
        const bool writes = access.kind == AccessKind::Write || access.kind == AccessKind::AtomicStore;
        const bool changed = updates ? !std::equal(before, before + size, after) : writes;
        touch_memory(access, changed ? Mode::Write : Mode::Read, event);
        reads_only = reads_only && !changed;
    }
    if (updates && reads_only) allow_more(event);
    pass_time(thread, event.footprint);
    append(thread, state_of(thread).time, done, 0);

    // Atomics synchronise; plain accesses are compared with others.
    for (uint8_t i = 0; i < count; ++i) {
        const Access& access = accesses[i];
        if (!is_atomic(access.kind)) continue;
        const uint64_t object = uint64_t{access.address} << 8 | 0xff;
        if (access.kind != AccessKind::AtomicStore) m_detector.acquire(thread, object);
        if (access.kind == AccessKind::AtomicStore) m_detector.publish(thread, object);
        if (access.kind == AccessKind::AtomicUpdate && !reads_only) m_detector.release(thread, object);
    }
    m_detector.begin_event(thread);
    for (uint8_t i = 0; i < count; ++i) {
        const Access& access = accesses[i];
        if (is_atomic(access.kind)) continue;
        for_granules(access, [&](uint32_t granule, uint8_t mask) {
            if (access.kind == AccessKind::Write) {
                m_detector.write(thread, access.memory.value, granule, mask, m_races);
            } else {
                m_detector.read(thread, access.memory.value, granule, mask, m_races);
            }
        });
    }
    if (!reads_only) state_of(thread).standing_count = 0;
}

void Execution::take_call(const Label& label, Event& event) {
    const ThreadId thread = label.thread;
    const GuestThread& guest = m_world->thread(thread);
    const bool fails = has_time_limit(guest) && !m_world->can_perform(thread);
    touches_of_call(*m_world, guest, fails, event);
    pass_time(thread, event.footprint);
    if (event.joined) {
        ThreadState& state = state_of(thread);
        state.time = std::max(state.time, state_of(*event.joined).time);
    }
    const world::PendingCall pending = guest.pending;
    const size_t threads_before = m_world->threads().size();
    const uint64_t waiting_before = waiting_threads();
    perform(thread, choice_of(*m_world, guest, label.notified));
    if (ended()) return;
    event.woken = waiting_before & ~waiting_threads();
    if (m_world->threads().size() > threads_before) {
        event.created = ThreadId{static_cast<uint32_t>(threads_before)};
        if (event.created->value < MostThreads) m_detector.create(thread, *event.created);
    }

    // Waits on conditions and atomics are two events: this one, and waking up.
    const GuestThread& now = m_world->thread(thread);
    const bool atomic_wait =
        pending.kind == world::CallKind::AtomicWait ||
        (pending.kind == world::CallKind::Operation &&
         (pending.call.operation == world::Operation::futex_wait ||
          pending.call.operation == world::Operation::futex_wait64));
    if (atomic_wait) {
        const bool raw = pending.kind == world::CallKind::AtomicWait;
        Access read;
        read.memory = m_world->process(now.process).memory;
        read.address = raw ? pending.atomic.address : pending.call.object;
        read.size = raw ? pending.atomic.bytes
                        : (pending.call.operation == world::Operation::futex_wait64 ? 8 : 4);
        touch_memory(read, Mode::Read, event);
        pass_time(thread, event.footprint);
    }
    if (now.phase == Phase::Waiting) {
        if (fails) {
            // Its time is up at once: until then nobody gave it what it waits for.
            ThreadState& state = state_of(thread);
            state.time = std::max(state.time, now.wait.deadline);
            m_world->set_time(state.time);
            append(thread, state.time, 0, 1);
            m_world->time_out(thread);
        } else {
            Touch queue;
            queue.kind = ObjectKind::Queue;
            queue.mode = Mode::Enqueue;
            queue.space = now.process;
            queue.address = now.wait.object;
            event.footprint.add(queue);
            pass_time(thread, event.footprint);
        }
    }
    if (fails || fails_to_get(event) || (atomic_wait && now.phase != Phase::Waiting)) allow_more(event);
    if (atomic_wait && event.may_touch_more) {
        Touch queue;
        queue.kind = ObjectKind::Queue;
        queue.mode = Mode::Enqueue;
        queue.space = now.process;
        queue.address =
            pending.kind == world::CallKind::AtomicWait ? pending.atomic.address : pending.call.object;
        event.possible.add(queue);
    }
    synchronise(thread, event);
    m_detector.begin_event(thread);
    bool reads_only = event.footprint.size() != 0;
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        const Mode mode = event.footprint[i].mode;
        if (mode != Mode::Fail && mode != Mode::Read) reads_only = false;
    }
    if (!reads_only) state_of(thread).standing_count = 0;
}

// What an operation that failed may touch where it does not fail.
void Execution::allow_more(Event& event) {
    event.may_touch_more = true;
    event.possible = event.footprint;
    for (size_t i = 0; i < event.possible.size(); ++i) {
        Touch& touch = event.possible[i];
        if (touch.mode == Mode::Fail) touch.mode = Mode::TryAcquire;
        if (touch.mode == Mode::Read) touch.mode = Mode::Write;
    }
}

void Execution::end_wait(const Label& label, Event& event) {
    const ThreadId thread = label.thread;
    const GuestThread& guest = m_world->thread(thread);
    touches_of_wake(guest, label.way, event);
    pass_time(thread, event.footprint);
    ThreadState& state = state_of(thread);
    if (label.way == Way::TimeOut) state.time = std::max(state.time, guest.wait.deadline);
    m_world->set_time(state.time);
    append(thread, state.time, 0, 1);
    if (label.way == Way::TimeOut) {
        m_world->time_out(thread);
    } else {
        m_world->perform(thread);
    }
    synchronise(thread, event);
    m_detector.begin_event(thread);
    state_of(thread).standing_count = 0;
}

void Execution::perform(ThreadId thread, uint32_t choice) {
    const int64_t time = state_of(thread).time;
    m_world->set_time(time);
    append(thread, time, 0, 1, choice);
    const GuestThread& guest = m_world->thread(thread);
    if (is_library_lock(guest)) {
        const bool takes = guest.pending.call.operation == world::Operation::mutex_lock;
        state_of(thread).library_locks = static_cast<uint8_t>(state_of(thread).library_locks + (takes ? 1 : -1));
    }
    m_world->perform(thread, choice);
}

void Execution::touch_memory(const Access& access, Mode mode, Event& event) const {
    for_granules(access, [&](uint32_t granule, uint8_t mask) {
        Touch touch;
        touch.kind = ObjectKind::Memory;
        touch.mode = mode;
        touch.mask = mask;
        touch.space = access.memory.value;
        touch.address = granule;
        event.footprint.add(touch);
    });
}

// Happens-before of the C++ memory model (race_detector.hpp), before the event's own number is taken.
void Execution::synchronise(ThreadId thread, const Event& event) {
    if (event.joined) m_detector.join(thread, *event.joined);
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        const Touch& touch = event.footprint[i];
        switch (touch.mode) {
            case Mode::Acquire:
            case Mode::TryAcquire:
            case Mode::AcquireShared:
            case Mode::TryAcquireShared:
                m_detector.acquire(thread, touch.key());
                break;
            case Mode::Release:
            case Mode::ReleaseShared:
                m_detector.release(thread, touch.key());
                break;
            default:
                if (touch.kind == ObjectKind::Other) {
                    m_detector.acquire(thread, touch.key());
                    m_detector.release(thread, touch.key());
                }
                break;
        }
    }
}

// The thread's clock: not before anything that the event depends on.
void Execution::pass_time(ThreadId thread, const Footprint& footprint) {
    ThreadState& state = state_of(thread);
    auto each_object = [&](const auto& visit) {
        for (size_t i = 0; i < footprint.size(); ++i) {
            const Touch& touch = footprint[i];
            const bool shared = touch.mode == Mode::Read || touch.mode == Mode::Fail ||
                                touch.mode == Mode::AcquireShared || touch.mode == Mode::TryAcquireShared ||
                                touch.mode == Mode::ReleaseShared;
            if (touch.kind != ObjectKind::Memory) {
                visit(touch.key(), shared);
                continue;
            }
            for (uint32_t byte = 0; byte < 8; ++byte) {
                if ((touch.mask >> byte & 1) == 0) continue;
                visit((uint64_t{touch.address} << 3 | byte) << 24 | uint64_t{touch.space} << 8 | 0xfe, shared);
            }
        }
    };
    each_object([&](uint64_t object, bool shared) {
        const ObjectTimes::Times times = m_times.get(object);
        state.time = std::max(state.time, shared ? times.exclusive : times.any);
    });
    each_object([&](uint64_t object, bool shared) {
        ObjectTimes::Times times = m_times.get(object);
        times.any = std::max(times.any, state.time);
        if (!shared) times.exclusive = std::max(times.exclusive, state.time);
        m_times.set(object, times);
    });
}

// --- the thread's own code

void Execution::admit(ThreadId thread) {
    if (m_state.threads.size() <= thread.value) m_state.threads.resize(thread.value + 1);
    ThreadState& state = state_of(thread);
    state.known = true;
    state.time = m_world->time();
    m_detector.begin_event(thread);
    run_on(thread);
}

void Execution::refuse_thread(ThreadId creator) {
    world::Outcome outcome;
    outcome.kind = world::OutcomeKind::Invalid;
    outcome.thread = creator;
    outcome.message = "The program creates more than " + std::to_string(MostThreads - 1) +
                      " threads: too many to explore. Run it on virtual cores instead, or with fewer threads.";
    m_world->end(std::move(outcome));
}

// Those whose wait on a condition variable or an atomic was not ended by a notification yet.
uint64_t Execution::waiting_threads() const {
    uint64_t waiting = 0;
    for (const GuestThread& thread : m_world->threads()) {
        if (thread.phase != Phase::Waiting || thread.id.value >= MostThreads) continue;
        const auto& objects = m_world->process(thread.process).objects;
        const bool woken = thread.wait.what == world::WaitingFor::Condition
                               ? objects.conditions.chosen(thread.id, thread.wait.object)
                           : thread.wait.what == world::WaitingFor::Atomic
                               ? objects.futexes.woken(thread.id, thread.wait.object)
                               : true;
        if (!woken) waiting |= uint64_t{1} << thread.id.value;
    }
    return waiting;
}

void Execution::run_on(ThreadId thread) {
    uint64_t executed = 0;
    constexpr uint64_t Piece = 100'000;
    while (!ended() && state_of(thread).access_count == 0) {
        const GuestThread& guest = m_world->thread(thread);
        if (guest.phase == Phase::Running) {
            if (executed >= m_options.instructions_per_event) {
                // Others may end its loop, or race with what it reads: they go on.
                m_state.runaway = thread;
                state_of(thread).spins = true;
                return;
            }
            ThreadState& state = state_of(thread);
            m_world->set_time(state.time);
            const uint64_t done = m_world->advance(thread, Piece, m_probe.get());
            executed += done;
            if (done != 0) append(thread, state_of(thread).time, done, 0);
        } else if (guest.phase == Phase::AtCall && !is_event(guest)) {
            perform_quietly(thread);
        } else {
            break;
        }
    }
    if (!ended()) stand(thread);
}

// The library's own notifications, at the start and end of a thread, are nobody's business.
bool Execution::is_event(const GuestThread& thread) const {
    if (is_quiet(thread, m_options.output_order)) return false;
    // What is printed under a file's lock belongs to the event that took the lock.
    if (thread.pending.kind == world::CallKind::Write && state_of(thread.id).library_locks != 0) return false;
    const bool notifies = thread.pending.kind == world::CallKind::AtomicNotify ||
                          (thread.pending.kind == world::CallKind::Operation &&
                           thread.pending.call.operation == world::Operation::futex_wake);
    if (!notifies) return true;
    for (size_t level = 0; level < thread.machine.depth(); ++level) {
        if (m_visibility.function_counts(thread.machine.frame(level).code->function.value)) return true;
    }
    return false;
}

void Execution::perform_quietly(ThreadId thread) {
    perform(thread, 0);
    if (ended() || m_world->thread(thread).phase != Phase::Waiting) return;
    // A sleep or simulated I/O: it takes its time and nobody else's.
    ThreadState& state = state_of(thread);
    state.time = std::max(state.time, m_world->thread(thread).wait.deadline);
    m_world->set_time(state.time);
    append(thread, state.time, 0, 1);
    const bool over = m_world->try_end_wait(thread);
    INTERLEAVE_ASSERT(over);
}

// The thread stands before its next event. If it stood here before, in the same state, and has only read since, it
// spins.
void Execution::stand(ThreadId thread) {
    ThreadState& state = state_of(thread);
    const GuestThread& guest = m_world->thread(thread);
    const bool at_read =
        state.access_count != 0 ? state.accesses[0].kind != AccessKind::Write &&
                                      state.accesses[0].kind != AccessKind::AtomicStore
                                : guest.phase == Phase::AtCall &&
                                      guest.pending.kind == world::CallKind::Operation &&
                                      (guest.pending.call.operation == world::Operation::mutex_trylock ||
                                       guest.pending.call.operation == world::Operation::rwlock_try_read ||
                                       guest.pending.call.operation == world::Operation::rwlock_try_write ||
                                       guest.pending.call.operation ==
                                           world::Operation::semaphore_try_acquire);
    if (!at_read) return;
    const uint64_t hash = standing_hash(thread);
    if (hash == 0) return;
    for (uint8_t i = 0; i < state.standing_count; ++i) {
        if (state.standing[i] == hash) {
            state.spins = true;
            return;
        }
    }
    if (state.standing_count == LongestSpin) {
        std::copy(state.standing + 1, state.standing + LongestSpin, state.standing);
        --state.standing_count;
    }
    state.standing[state.standing_count++] = hash;
}

// Of what the thread can still tell apart: where it is in each of its functions, and the variables of the program's own
// functions, which are all in memory (Visibility::frame_locals). 0 where that is not known.
uint64_t Execution::standing_hash(ThreadId thread) {
    const machine::Thread& machine = m_world->thread(thread).machine;
    uint64_t hash = 1;
    uint32_t frame_address = 0;
    bool own = false;
    for (size_t level = 0; level < machine.depth(); ++level) {
        const machine::Frame& frame = machine.frame(level);
        const uint32_t function = frame.code->function.value;
        hash = base::hash_combine(hash, uint64_t{function} << 32 | frame.code->index_of(frame.ip));
        if (frame_address != 0 || function >= m_visibility.frame_locals.size()) continue;
        const uint32_t local = m_visibility.frame_locals[function];
        if (local == Visibility::NotOwn) continue;
        own = true;
        if (local == Visibility::NoVariables) continue;
        const uint32_t slot = local < frame.code->near_locals
                                  ? local
                                  : frame.code->far_locals_at + (local - frame.code->near_locals);
        frame_address = static_cast<uint32_t>(machine.slots[frame.base / sizeof(machine::Slot) + slot]);
    }
    if (!own) return 0;
    state_of(thread).frame = frame_address;
    if (frame_address == 0 && m_visibility.stack_pointer != Visibility::NotOwn) {
        machine::Store& store = m_world->store();
        const machine::GlobalId pointer =
            store.global_of(machine.frame(0).instance, m_visibility.stack_pointer);
        state_of(thread).frame = static_cast<uint32_t>(store.global_value(pointer));
    }
    machine::Memory& memory =
        m_world->store().memory(m_world->process(m_world->thread(thread).process).memory);
    if (frame_address == 0 || !memory.in_bounds(frame_address, FrameBytes)) return hash | 1;
    return base::hash_bytes(memory.data() + frame_address, FrameBytes, hash) | 1;
}

bool Execution::spin_is_stale() {
    for (uint32_t i = 0; i < m_state.threads.size(); ++i) {
        ThreadState& state = m_state.threads[i];
        if (!state.spins) continue;
        // One more round: it comes back to where it is, or something is new to it.
        state.spins = false;
        state.standing_count = 0;
        stand(ThreadId{i});
        Event event;
        for (size_t round = 0; round < LongestSpin + 1 && !state_of(ThreadId{i}).spins; ++round) {
            const Label label{ThreadId{i}};
            if (!can_take(label)) return true;
            take(label, event);
            if (ended()) return true;
        }
        if (!state_of(ThreadId{i}).spins) return true;
    }
    return false;
}

// --- bookkeeping

void Execution::append(ThreadId thread, int64_t start, uint64_t instructions, uint64_t performs,
                       uint32_t choice) {
    Segment segment{thread, instructions, performs, start - m_state.recorded_time, choice};
    m_segments.push_back(segment);
    const int64_t cost = m_world->options().instruction_nanoseconds;
    m_state.recorded_time = start + static_cast<int64_t>(instructions) * cost;
    state_of(thread).time = std::max(state_of(thread).time, m_state.recorded_time);
}

void Execution::on_allocate(machine::MemoryId memory, uint32_t address, uint32_t size) {
    m_detector.forget(memory.value, address, size);
}

void Execution::on_misuse(world::Misuse misuse, uint32_t object, const GuestThread& thread) {
    m_state.misuses.push_back({misuse, object, thread.id, m_state.event_count});
}

Execution::SavedPointer Execution::save() {
    auto saved = std::make_shared<Saved>();
    saved->world = m_world->save();
    saved->state = m_state;
    saved->races = m_detector.mark();
    saved->times = m_times.mark();
    saved->segments = m_segments.size();
    return saved;
}

void Execution::restore(const Saved& saved) {
    m_world->restore(saved.world);
    m_state = saved.state;
    m_detector.undo(saved.races);
    m_times.undo(saved.times);
    m_segments.resize(saved.segments);
}

}  // namespace interleave::explorer
