// What an event begins with: an access, an operation, the end of a wait.

#include <algorithm>
#include <cstring>
#include <string>
#include <utility>

#include "base/assert.hpp"
#include "base/hash.hpp"
#include "explorer/execution_probe.hpp"
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

bool fails_to_get(const Event& event) {
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        if (event.footprint[i].mode == Mode::Fail) return true;
    }
    return false;
}

// A once flag that has run.
bool passes(const Touch& touch) {
    return touch.kind == ObjectKind::Mutex && touch.mode == Mode::AcquireShared;
}

bool passes_flag(const Event& event) {
    return event.footprint.size() == 1 && passes(event.footprint[0]);
}

bool is_on_condition(const world::PendingCall& call) {
    using world::Operation;
    const Operation operation = call.call.operation;
    return call.kind == world::CallKind::Operation &&
           (operation == Operation::condition_wait || operation == Operation::condition_signal ||
            operation == Operation::condition_broadcast);
}

// To the race detector, an atomic.
uint64_t atomic_at(uint64_t address) { return address << 8 | 0xff; }

// What readers leave behind them: it comes before the next writer, but not before other readers ([thread.sharedmutex.requirements]).
uint64_t readers_of(const Touch& lock) { return lock.key() | 0x80; }

}  // namespace

// Executes the access that the thread stands before. Whether it changed memory.
bool Execution::execute_access(ThreadId thread, const Access* accesses, uint8_t count,
                               uint64_t& instructions) {
    begin_stretch(thread);
    for (uint8_t i = 0; i < count; ++i) {
        const bool reads =
            accesses[i].kind != AccessKind::Write && accesses[i].kind != AccessKind::AtomicStore;
        if (reads) m_traffic.read(accesses[i].address, accesses[i].size);
    }
    uint8_t before[8] = {};
    uint8_t after[8] = {};
    const size_t size = std::min<uint64_t>(accesses[0].size, 8);
    machine::Memory& memory = m_world->store().memory(accesses[0].memory);
    const bool updates = accesses[0].kind == AccessKind::AtomicUpdate;
    if (updates) (void)memory.read(accesses[0].address, {before, size});
    m_world->set_time(state_of(thread).time);
    instructions = m_world->advance(thread, 1, m_probe.get());
    if (updates) (void)memory.read(accesses[0].address, {after, size});
    return updates && !std::equal(before, before + size, after);
}

// To operate on an atomic or a lock is not to write it, but nobody may write it plainly meanwhile, or give its memory back.
void Execution::use(ThreadId thread, const Access& access, bool writes) {
    for_granules(access, [&](uint32_t granule, uint8_t mask) {
        if (!matters(thread, access.memory.value, granule)) return;
        m_detector.operate(thread, access.memory.value, granule, mask, writes, m_races);
    });
}

void Execution::use_object(ThreadId thread, uint32_t address) {
    Access access;
    access.memory = m_world->process(m_world->thread(thread).process).memory;
    access.address = address;
    access.size = 4;  // no mutex, condition variable or semaphore is smaller
    if (access.address + access.size <= memory_of(thread).byte_size()) use(thread, access, false);
}

// std::atomic::wait looks at the whole word that a small one is in.
void Execution::acquire_atomics(ThreadId thread, const Access& access) {
    for (uint64_t byte = 0; byte < access.size; ++byte)
        m_detector.acquire(thread, atomic_at(access.address + byte));
}

void Execution::take_access(ThreadId thread, Event& event) {
    const uint64_t name = stretch_name(thread);
    ThreadState& state = state_of(thread);
    const uint8_t count = std::exchange(state.access_count, uint8_t{0});
    Access accesses[2] = {state.accesses[0], state.accesses[1]};
    const bool updates = accesses[0].kind == AccessKind::AtomicUpdate;
    // The access and what follows it are one stretch, but who saw what is settled in between.
    const Stretch* known = known_stretch(thread, name);
    uint64_t done = known != nullptr ? known->access_instructions : 0;
    const bool update_changes =
        known != nullptr ? known->access_changes : execute_access(thread, accesses, count, done);

    // An update that changes nothing only reads.
    bool reads_only = true;
    for (uint8_t i = 0; i < count; ++i) {
        const Access& access = accesses[i];
        const bool writes =
            access.kind == AccessKind::Write || access.kind == AccessKind::AtomicStore;
        const bool changed = updates ? update_changes : writes;
        touch_memory(access, changed ? Mode::Write : Mode::Read, event);
        reads_only = reads_only && !changed;
    }
    if (updates && reads_only) allow_more(event);
    pass_time(thread, event.footprint);
    append(thread, state_of(thread).time, done, 0);

    // Atomics synchronise; plain accesses are compared with others.
    if (is_atomic(accesses[0].kind)) begin_event(thread, event.first_segment);
    for (uint8_t i = 0; i < count; ++i) {
        const Access& access = accesses[i];
        if (!is_atomic(access.kind)) continue;
        const uint64_t object = atomic_at(access.address);
        if (access.kind != AccessKind::AtomicStore) acquire_atomics(thread, access);
        use(thread, access, access.kind != AccessKind::AtomicLoad && !reads_only);
        if (access.kind == AccessKind::AtomicStore) m_detector.publish(thread, object);
        if (access.kind == AccessKind::AtomicUpdate && !reads_only)
            m_detector.release(thread, object);
    }
    begin_event(thread, event.first_segment);
    m_sights.clear();
    for (uint8_t i = 0; i < count; ++i) {
        if (!is_atomic(accesses[i].kind)) log(thread, accesses[i]);
    }
    see_all(thread);
    if (!reads_only) state_of(thread).standing_count = 0;
    if (ended()) return memory_of(thread).record_traffic(nullptr);

    m_world->set_time(state_of(thread).time);
    const uint64_t rest =
        known != nullptr ? repeat(thread, *known) : end_stretch(thread, name, done, update_changes);
    const uint64_t operations = m_world->operations_answered();
    if (rest != 0 || operations != 0) append(thread, state_of(thread).time, rest, operations);
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
    if (pending.kind == world::CallKind::Operation &&
        pending.call.operation == world::Operation::condition_signal) {
        event.candidates =
            m_world->process(guest.process).objects.conditions.choices(pending.call.object);
    }
    const size_t threads_before = m_world->threads().size();
    const uint64_t waiting_before = waiting_threads();
    perform(thread, choice_of(*m_world, guest, label.notified));
    if (ended()) return;
    event.woken = waiting_before & ~waiting_threads();
    if (m_world->threads().size() > threads_before) {
        event.created = ThreadId{static_cast<uint32_t>(threads_before)};
        if (event.created->value < MostThreads) m_detector.create(thread, *event.created);
    }

    begin_event(thread, event.first_segment);
    if (is_on_condition(pending)) use_object(thread, pending.call.object);
    // Waits on conditions and atomics are two events: this one, and waking up.
    const GuestThread& now = m_world->thread(thread);
    const bool atomic_wait = pending.kind == world::CallKind::AtomicWait ||
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
        acquire_atomics(thread, read);
        use(thread, read, false);
    }
    if (now.phase == Phase::Waiting) {
        if (fails) {
            // Its time is up at once: until then nobody gave it what it waits for.
            ThreadState& state = state_of(thread);
            state.time = std::max(state.time, now.wait.deadline);
            m_world->set_time(state.time);
            append(thread, state.time, 0, 1);
            m_world->time_out(thread);
            answered(thread, m_world->last_answer());
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
    if (fails || fails_to_get(event) || passes_flag(event) ||
        (atomic_wait && now.phase != Phase::Waiting))
        allow_more(event);
    if (atomic_wait && event.may_touch_more) {
        Touch queue;
        queue.kind = ObjectKind::Queue;
        queue.mode = Mode::Enqueue;
        queue.space = now.process;
        queue.address = pending.kind == world::CallKind::AtomicWait ? pending.atomic.address
                                                                    : pending.call.object;
        event.possible.add(queue);
    }
    synchronise(thread, event);
    begin_event(thread, event.first_segment);
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
        if (passes(touch)) touch.mode = Mode::Acquire;
        if (touch.mode == Mode::Read) touch.mode = Mode::Write;
    }
}

void Execution::end_wait(const Label& label, Event& event) {
    const ThreadId thread = label.thread;
    const GuestThread& guest = m_world->thread(thread);
    touches_of_wake(guest, label.way, event);
    if (label.way == Way::Normal) event.early = early_end(guest);
    const bool on_condition = guest.wait.what == world::WaitingFor::Condition;
    const uint32_t condition = guest.wait.object;
    pass_time(thread, event.footprint);
    ThreadState& state = state_of(thread);
    if (label.way == Way::TimeOut) state.time = std::max(state.time, guest.wait.deadline);
    m_world->set_time(state.time);
    append(thread, state.time, 0, 1, label.way == Way::Spurious ? world::World::SpuriousWake : 0);
    switch (label.way) {
        case Way::Normal:
            m_world->perform(thread);
            break;
        case Way::TimeOut:
            m_world->time_out(thread);
            break;
        case Way::Spurious:
            m_world->wake_spuriously(thread);
            state.woke_spuriously = true;
            break;
    }
    answered(thread, m_world->last_answer());
    begin_event(thread, event.first_segment);
    if (label.way != Way::Normal && on_condition) use_object(thread, condition);
    synchronise(thread, event);
    begin_event(thread, event.first_segment);
    state_of(thread).standing_count = 0;
}

void Execution::perform(ThreadId thread, uint32_t choice) {
    const int64_t time = state_of(thread).time;
    m_world->set_time(time);
    append(thread, time, 0, 1, choice);
    const GuestThread& guest = m_world->thread(thread);
    if (is_library_lock(guest)) {
        const bool takes = guest.pending.call.operation == world::Operation::mutex_lock;
        state_of(thread).library_locks =
            static_cast<uint8_t>(state_of(thread).library_locks + (takes ? 1 : -1));
    }
    m_world->perform(thread, choice);
    if (m_world->thread(thread).phase == Phase::Running) answered(thread, m_world->last_answer());
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

// Happens-before of the C++ memory model (race_detector.hpp), of the operation itself: what the thread does after it has another
// number, since who acquires what it releases does not know of that.
void Execution::synchronise(ThreadId thread, const Event& event) {
    if (event.joined) m_detector.join(thread, *event.joined);
    for (size_t i = 0; i < event.footprint.size(); ++i) {
        const Touch& touch = event.footprint[i];
        const bool is_lock = touch.kind == ObjectKind::Mutex || touch.kind == ObjectKind::RwLock ||
                             touch.kind == ObjectKind::Semaphore;
        switch (touch.mode) {
            case Mode::Acquire:
            case Mode::TryAcquire:
                m_detector.acquire(thread, touch.key());
                if (touch.kind == ObjectKind::RwLock) m_detector.acquire(thread, readers_of(touch));
                break;
            case Mode::AcquireShared:
            case Mode::TryAcquireShared:
                m_detector.acquire(thread, touch.key());
                break;
            default:
                break;
        }
        if (is_lock) use_object(thread, touch.address);
        switch (touch.mode) {
            case Mode::Release:
                m_detector.release(thread, touch.key());
                break;
            case Mode::ReleaseShared:
                m_detector.release(thread, readers_of(touch));
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
    auto each_place = [&](const auto& visit) {
        for (size_t i = 0; i < footprint.size(); ++i) {
            const Touch& touch = footprint[i];
            const bool shared = touch.mode == Mode::Read || touch.mode == Mode::Fail ||
                                touch.mode == Mode::AcquireShared ||
                                touch.mode == Mode::TryAcquireShared ||
                                touch.mode == Mode::ReleaseShared;
            size_t place = m_times.places_of(touch.key());
            for (uint32_t mask = touch.kind == ObjectKind::Memory ? touch.mask : 1; mask != 0;
                 mask >>= 1, ++place) {
                if ((mask & 1) != 0) visit(place, shared);
            }
        }
    };
    each_place([&](size_t place, bool shared) {
        const ObjectTimes::Times& times = m_times.get(place);
        state.time = std::max(state.time, shared ? times.exclusive : times.any);
    });
    each_place([&](size_t place, bool shared) {
        ObjectTimes::Times times = m_times.get(place);
        if (times.any >= state.time && (shared || times.exclusive >= state.time)) return;
        times.any = std::max(times.any, state.time);
        if (!shared) times.exclusive = std::max(times.exclusive, state.time);
        m_times.set(place, times);
    });
}

}  // namespace interleave::explorer
