#include "explorer/touches.hpp"

#include <algorithm>

#include "world/call_values.hpp"

namespace interleave::explorer {

using world::CallKind;
using world::GuestThread;
using world::Operation;
using world::Phase;
using world::World;

namespace {

Touch touch(ObjectKind kind, Mode mode, const GuestThread& thread, uint32_t address) {
    Touch made;
    made.kind = kind;
    made.mode = mode;
    made.space = thread.process;
    made.address = address;
    return made;
}

bool is(const GuestThread& thread, Operation operation) {
    return thread.pending.kind == CallKind::Operation && thread.pending.call.operation == operation;
}

void mutex_touch(World& world, const GuestThread& thread, bool fails, Event& event) {
    const world::Call& call = thread.pending.call;
    const auto* held = world.process(thread.process).objects.mutexes.locked(call.object);
    const bool own = held != nullptr && held->owner == thread.id;
    Mode mode = Mode::Acquire;
    if (call.operation == Operation::mutex_unlock) {
        if (own && held->depth > 1) return;
        mode = Mode::Release;
    } else if (own) {
        return;  // a recursive mutex's inner locks are nobody else's business
    } else if (call.operation == Operation::mutex_trylock || has_time_limit(thread)) {
        mode = held != nullptr || fails ? Mode::Fail : Mode::TryAcquire;
    }
    event.footprint.add(touch(ObjectKind::Mutex, mode, thread, call.object));
}

void rwlock_touch(World& world, const GuestThread& thread, bool fails, Event& event) {
    const world::Call& call = thread.pending.call;
    const auto& locks = world.process(thread.process).objects.rwlocks;
    const auto* held = locks.held(call.object);
    const bool tries = has_time_limit(thread);
    Mode mode = Mode::Acquire;
    switch (call.operation) {
        case Operation::rwlock_read:
            mode = tries ? Mode::TryAcquireShared : Mode::AcquireShared;
            break;
        case Operation::rwlock_try_read:
            mode = locks.can_read(call.object) ? Mode::TryAcquireShared : Mode::Fail;
            break;
        case Operation::rwlock_write:
            mode = tries ? Mode::TryAcquire : Mode::Acquire;
            break;
        case Operation::rwlock_try_write:
            mode = locks.can_write(call.object) ? Mode::TryAcquire : Mode::Fail;
            break;
        default:
            mode = held != nullptr && !held->written ? Mode::ReleaseShared : Mode::Release;
            break;
    }
    if (fails) mode = Mode::Fail;
    event.footprint.add(touch(ObjectKind::RwLock, mode, thread, call.object));
}

void semaphore_touch(World& world, const GuestThread& thread, bool fails, Event& event) {
    const world::Call& call = thread.pending.call;
    int32_t permits = 0;
    const machine::MemoryId memory = world.process(thread.process).memory;
    (void)world.store().memory(memory).read(call.object, {reinterpret_cast<uint8_t*>(&permits), 4});
    Mode mode = Mode::Acquire;
    if (call.operation == Operation::semaphore_release) {
        mode = Mode::Release;
    } else if (call.operation == Operation::semaphore_try_acquire || has_time_limit(thread)) {
        mode = permits > 0 && !fails ? Mode::TryAcquire : Mode::Fail;
    }
    Touch made = touch(ObjectKind::Semaphore, mode, thread, call.object);
    made.had_permits = permits > 0;
    event.footprint.add(made);
}

}  // namespace

bool is_library_lock(const GuestThread& thread) {
    if (thread.pending.kind != CallKind::Operation) return false;
    const world::Call& call = thread.pending.call;
    return (call.operation == Operation::mutex_lock || call.operation == Operation::mutex_unlock) &&
           (call.argument & (world::LibraryLock | world::InputLock)) == world::LibraryLock;
}

bool is_quiet(const GuestThread& thread, bool output_order) {
    switch (thread.pending.kind) {
        case CallKind::Write:
            return !output_order;
        case CallKind::Finish:
            return thread.id.value != 0;
        case CallKind::Operation:
            break;
        default:
            return false;
    }
    if (is_library_lock(thread)) {
        return !output_order || thread.pending.call.operation == Operation::mutex_unlock;
    }
    switch (thread.pending.call.operation) {
        case Operation::note:
        case Operation::thread_yield:
        case Operation::thread_exiting:
        case Operation::thread_sleep:
        case Operation::thread_detach:
        case Operation::io_wait:
        case Operation::mutex_destroy:
        case Operation::rwlock_destroy:
        case Operation::condition_destroy:
            return true;
        default:
            return false;
    }
}

bool has_time_limit(const GuestThread& thread) {
    if (thread.pending.kind != CallKind::Operation || thread.pending.call.time < 0) return false;
    switch (thread.pending.call.operation) {
        case Operation::mutex_lock:
        case Operation::rwlock_read:
        case Operation::rwlock_write:
        case Operation::semaphore_acquire:
        case Operation::thread_join:
            return true;
        default:
            return false;
    }
}

void touches_of_call(World& world, const GuestThread& thread, bool fails, Event& event) {
    Footprint& footprint = event.footprint;
    const world::Call& call = thread.pending.call;
    switch (thread.pending.kind) {
        case CallKind::Spawn:
            footprint.add(touch(ObjectKind::Threads, Mode::Write, thread, 0));
            return;
        case CallKind::Exit:
        case CallKind::Finish:
            footprint.ends_run = true;
            return;
        case CallKind::Write:
            footprint.add(touch(ObjectKind::Output, Mode::Write, thread, 0));
            return;
        case CallKind::Read:
            footprint.add(touch(ObjectKind::Input, Mode::Write, thread, 0));
            return;
        case CallKind::AtomicNotify:
            footprint.add(
                touch(ObjectKind::Queue, Mode::Notify, thread, thread.pending.atomic.address));
            return;
        case CallKind::AtomicWait:
            return;
        case CallKind::Operation:
            break;
    }
    switch (call.operation) {
        case Operation::mutex_lock_all:
            for (uint32_t mutex : world.mutexes_of(thread)) {
                footprint.add(touch(ObjectKind::Mutex, Mode::Acquire, thread, mutex));
            }
            return;
        case Operation::mutex_lock:
        case Operation::mutex_trylock:
        case Operation::mutex_unlock:
            if (is_library_lock(thread)) {
                footprint.add(touch(ObjectKind::Output, Mode::Write, thread, 0));
                return;
            }
            return mutex_touch(world, thread, fails, event);
        case Operation::rwlock_read:
        case Operation::rwlock_write:
        case Operation::rwlock_try_read:
        case Operation::rwlock_try_write:
        case Operation::rwlock_unlock:
            return rwlock_touch(world, thread, fails, event);
        case Operation::semaphore_acquire:
        case Operation::semaphore_try_acquire:
        case Operation::semaphore_release:
            return semaphore_touch(world, thread, fails, event);
        case Operation::once_begin:
            // Who passes a flag that has run does not mind others who pass.
            footprint.add(touch(ObjectKind::Mutex,
                                world.has_run(thread) ? Mode::AcquireShared : Mode::Acquire, thread,
                                call.object));
            return;
        case Operation::once_end:
            footprint.add(touch(ObjectKind::Mutex, Mode::Release, thread, call.object));
            return;
        case Operation::condition_wait:
            footprint.add(touch(ObjectKind::Mutex, Mode::Release, thread, call.argument));
            return;
        case Operation::condition_signal:
        case Operation::condition_broadcast:
        case Operation::futex_wake:
            footprint.add(touch(ObjectKind::Queue, Mode::Notify, thread, call.object));
            return;
        case Operation::futex_wait:
        case Operation::futex_wait64:
            return;
        case Operation::thread_join:
            if (!fails && call.object < world.threads().size())
                event.joined = ThreadId{call.object};
            return;
        default:
            footprint.add(touch(ObjectKind::Other, Mode::Write, thread, call.object));
            return;
    }
}

void touches_of_wake(const GuestThread& thread, Way way, Event& event) {
    const world::Wait& wait = thread.wait;
    Mode mode = way == Way::Normal ? Mode::Wake : Mode::TimeOut;
    event.footprint.add(touch(ObjectKind::Queue, mode, thread, wait.object));
    if (wait.what == world::WaitingFor::Condition) {
        event.footprint.add(touch(ObjectKind::Mutex, Mode::Acquire, thread, wait.mutex));
    }
}

void add_choices(const World& world, const GuestThread& notifier, std::vector<Label>& out) {
    const size_t first = out.size();
    if (is(notifier, Operation::condition_signal)) {
        const auto& conditions = world.process(notifier.process).objects.conditions;
        if (const auto* waiters = conditions.waiters(notifier.pending.call.object)) {
            for (const auto& waiter : *waiters) {
                if (!waiter.chosen)
                    out.push_back(Label{notifier.id, Way::Normal, waiter.thread.value + 1});
            }
        }
    }
    if (out.size() == first) out.push_back(Label{notifier.id});
    // By thread, so that equal executions have equal choices.
    std::sort(out.begin() + static_cast<std::ptrdiff_t>(first), out.end(),
              [](const Label& a, const Label& b) { return a.notified < b.notified; });
}

uint32_t choice_of(const World& world, const GuestThread& notifier, uint32_t notified) {
    if (notified == 0) return 0;
    const auto* waiters =
        world.process(notifier.process).objects.conditions.waiters(notifier.pending.call.object);
    uint32_t place = 0;
    for (const auto& waiter : *waiters) {
        if (waiter.chosen) continue;
        if (waiter.thread.value + 1 == notified) return place;
        ++place;
    }
    return 0;
}

}  // namespace interleave::explorer
