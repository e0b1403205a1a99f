// The operations that others can notice: what each does, when it has to wait, how a wait ends.

#include "base/assert.hpp"
#include "machine/instantiate.hpp"
#include "world/call_values.hpp"
#include "world/world.hpp"

namespace interleave::world {

using machine::Slot;
using trace::EventKind;

namespace {

bool is_lock_all(const GuestThread& thread) {
    return thread.pending.kind == CallKind::Operation &&
           thread.pending.call.operation == Operation::mutex_lock_all;
}

}  // namespace

bool World::can_perform(ThreadId id) const {
    const GuestThread& guest = thread(id);
    return guest.phase == Phase::AtCall ? call_can_be_done(guest) : wait_can_end(guest);
}

// Another thread's, that is: who holds one of them already waits for itself.
bool World::all_free(const GuestThread& thread) const {
    for (uint32_t mutex : mutexes_of(thread)) {
        if (process_of(thread).objects.mutexes.locked(mutex) != nullptr) return false;
    }
    return true;
}

bool World::call_can_be_done(const GuestThread& thread) const {
    const ProcessObjects& objects = process_of(thread).objects;
    if (thread.pending.kind == CallKind::Read) return input_available();
    if (thread.pending.kind != CallKind::Operation) return true;
    const Call& call = thread.pending.call;
    switch (call.operation) {
        case Operation::mutex_lock:
            return objects.mutexes.can_lock(thread.id, call.object, mutex_kind(call.argument));
        case Operation::mutex_lock_all:
            return all_free(thread);
        case Operation::rwlock_read:
            return objects.rwlocks.can_read(call.object);
        case Operation::rwlock_write:
            return objects.rwlocks.can_write(call.object);
        case Operation::once_begin:
            return objects.onces.can_begin(call.object);
        case Operation::semaphore_acquire:
            return permits(thread, call.object) > 0;
        case Operation::thread_join:
            return call.object >= m_state.threads.size() || call.object == thread.id.value ||
                   m_state.threads[call.object].phase == Phase::Finished ||
                   m_state.threads[call.object].join_state != JoinState::Joinable;
        case Operation::channel_send:
            return m_state.channels.can_send(call.object);
        case Operation::channel_receive:
            return m_state.channels.can_receive(call.object);
        case Operation::process_wait:
            return call.object >= m_state.processes.size() || call.object == thread.process ||
                   m_state.processes[call.object].exited;
        default:
            return true;
    }
}

bool World::wait_can_end(const GuestThread& thread) const {
    const ProcessObjects& objects = process_of(thread).objects;
    const Wait& wait = thread.wait;
    switch (wait.what) {
        case WaitingFor::Nothing:
            return false;
        case WaitingFor::Lock:
            if (is_lock_all(thread)) return all_free(thread);
            return objects.mutexes.locked(wait.object) == nullptr;
        case WaitingFor::ReadLock:
            return objects.rwlocks.can_read(wait.object);
        case WaitingFor::WriteLock:
            return objects.rwlocks.can_write(wait.object);
        case WaitingFor::Once:
            return objects.onces.can_begin(wait.object);
        case WaitingFor::Condition:
            return objects.conditions.chosen(thread.id, wait.object) &&
                   objects.mutexes.locked(wait.mutex) == nullptr;
        case WaitingFor::Atomic:
            return objects.futexes.woken(thread.id, wait.object);
        case WaitingFor::Semaphore:
            return permits(thread, wait.object) > 0;
        case WaitingFor::Join:
            return m_state.threads[wait.object].phase == Phase::Finished;
        case WaitingFor::Sleep:
        case WaitingFor::Io:
            return m_state.time >= wait.deadline;
        case WaitingFor::Input:
            return input_available();
        case WaitingFor::ChannelRoom:
            return m_state.channels.can_send(wait.object);
        case WaitingFor::ChannelMessage:
            return m_state.channels.can_receive(wait.object);
        case WaitingFor::ProcessEnd:
            return m_state.processes[wait.object].exited;
    }
    return false;
}

bool World::can_time_out(ThreadId id) const {
    const GuestThread& guest = thread(id);
    if (guest.phase != Phase::Waiting || guest.wait.deadline == Wait::Never) return false;
    return guest.wait.what != WaitingFor::Condition ||
           process_of(guest).objects.mutexes.locked(guest.wait.mutex) == nullptr;
}

uint32_t World::choices(ThreadId id) const {
    const GuestThread& guest = thread(id);
    if (guest.phase != Phase::AtCall || guest.pending.kind != CallKind::Operation) return 1;
    if (guest.pending.call.operation != Operation::condition_signal) return 1;
    uint32_t waiters = process_of(guest).objects.conditions.choices(guest.pending.call.object);
    return waiters == 0 ? 1 : waiters;
}

bool World::is_visible(ThreadId id) const {
    const GuestThread& guest = thread(id);
    return guest.pending.kind != CallKind::Operation ||
           guest.pending.call.operation != Operation::note;
}

void World::perform(ThreadId id, uint32_t choice) {
    GuestThread& guest = edit(id);
    INTERLEAVE_ASSERT(!m_state.outcome.ended());
    keep_before(id, Change::Performs);
    m_turn_executed = guest.machine.executed;
    if (is_visible(id)) tell_coroutine(guest);
    if (guest.phase == Phase::Waiting) {
        INTERLEAVE_ASSERT(wait_can_end(guest));
        end_wait(guest, false);
        return;
    }
    INTERLEAVE_ASSERT(guest.phase == Phase::AtCall);
    switch (guest.pending.kind) {
        case CallKind::Operation:
            perform_operation(guest, choice);
            break;
        case CallKind::Spawn:
            spawn(guest);
            break;
        case CallKind::Exit:
            exit_process(guest, guest.pending.call.object);
            break;
        case CallKind::Write:
            write(guest);
            break;
        case CallKind::Read:
            read(guest);
            break;
        case CallKind::AtomicWait:
        case CallKind::AtomicNotify:
            perform_futex(guest);
            break;
        case CallKind::Finish:
            finish_thread(guest);
            break;
    }
}

bool World::try_end_wait(ThreadId id, uint32_t choice) {
    if (can_perform(id)) {
        perform(id);
        return true;
    }
    if (choice == SpuriousWake) {
        if (!can_wake_spuriously(id)) return false;
        wake_spuriously(id);
        return true;
    }
    if (thread(id).wait.deadline > m_state.time || !can_time_out(id)) return false;
    time_out(id);
    return true;
}

void World::time_out(ThreadId id) {
    INTERLEAVE_ASSERT(can_time_out(id));
    end_unanswered_wait(id, true);
}

bool World::can_wake_spuriously(ThreadId id) const {
    const GuestThread& guest = thread(id);
    if (guest.phase != Phase::Waiting || guest.wait.what != WaitingFor::Condition) return false;
    const ProcessObjects& objects = process_of(guest).objects;
    return !objects.conditions.chosen(id, guest.wait.object) &&
           objects.mutexes.locked(guest.wait.mutex) == nullptr;
}

void World::wake_spuriously(ThreadId id) {
    INTERLEAVE_ASSERT(can_wake_spuriously(id));
    end_unanswered_wait(id, false);
}

void World::end_unanswered_wait(ThreadId id, bool timed_out) {
    keep_before(id, Change::Performs);
    GuestThread& guest = edit(id);
    m_turn_executed = guest.machine.executed;
    end_wait(guest, timed_out);
}

void World::spawn(GuestThread& thread) {
    if (m_state.live_threads >= m_options.thread_limit) {
        resume(thread, static_cast<Slot>(-Eagain));
        return;
    }
    base::Result<machine::Instantiation> made =
        machine::instantiate_again(*m_store, process_of(thread).prototype);
    const ThreadId parent = thread.id;
    const uint32_t process = thread.process;
    const Slot arguments[] = {Slot{m_state.threads.size()}, Slot{thread.pending.call.object}};
    base::Result<ThreadId> child =
        made ? add_thread(process, made->instance, "wasi_thread_start", arguments)
             : base::Result<ThreadId>(made.error());
    GuestThread& creator = edit(parent);  // the list of threads may have moved
    if (!child) {
        resume(creator, static_cast<Slot>(-Eagain));
        return;
    }
    report(creator, EventKind::thread_create, child->value);
    resume(creator, child->value);
}

void World::perform_operation(GuestThread& thread, uint32_t choice) {
    const Call call = thread.pending.call;
    ProcessObjects& objects = process_of(thread).objects;
    switch (call.operation) {
        case Operation::thread_join:
            perform_join(thread);
            return;
        case Operation::thread_detach: {
            if (call.object >= m_state.threads.size()) return resume(thread, Esrch);
            GuestThread& target = edit(ThreadId{call.object});
            if (target.join_state != JoinState::Joinable) {
                misuse(thread, Misuse::DetachTwice, call.object);
                return resume(thread, Einval);
            }
            target.join_state = JoinState::Detached;
            report(thread, EventKind::detach, call.object);
            return resume(thread, 0);
        }
        case Operation::thread_exiting:
            return resume(thread, 0);
        case Operation::thread_yield:
            report(thread, EventKind::yield);
            return resume(thread, 0);
        case Operation::thread_sleep:
        case Operation::io_wait: {
            bool io = call.operation == Operation::io_wait;
            auto microseconds = static_cast<uint32_t>(call.time / 1000);
            if (io && m_observer) m_observer->on_text(call.object, text_at(thread, call.object));
            report(thread, io ? EventKind::io_begin : EventKind::sleep_begin, io ? call.object : 0,
                   microseconds);
            int64_t duration = call.time < 0 ? 0 : call.time;
            Wait pause;
            pause.what = io ? WaitingFor::Io : WaitingFor::Sleep;
            pause.object = io ? call.object : 0;
            pause.deadline =
                m_state.time > INT64_MAX - duration ? INT64_MAX - 1 : m_state.time + duration;
            return wait(thread, pause);
        }
        case Operation::mutex_lock_all:
            return perform_lock_all(thread);
        case Operation::mutex_lock:
        case Operation::mutex_trylock:
        case Operation::mutex_unlock:
        case Operation::mutex_destroy:
            return perform_lock(thread);
        case Operation::rwlock_read:
        case Operation::rwlock_write:
        case Operation::rwlock_try_read:
        case Operation::rwlock_try_write:
        case Operation::rwlock_unlock:
        case Operation::rwlock_destroy:
            return perform_rwlock(thread);
        case Operation::condition_wait:
        case Operation::condition_signal:
        case Operation::condition_broadcast:
        case Operation::condition_destroy:
            return perform_condition(thread, choice);
        case Operation::once_begin: {
            if (has_run(thread)) return resume(thread, 0);
            Answer answer = objects.onces.begin(thread.id, call.object);
            if (answer.waits) return wait(thread, Wait{WaitingFor::Once, call.object});
            if (answer.result == 1) report(thread, EventKind::once_begin, call.object);
            return resume(thread, static_cast<Slot>(answer.result));
        }
        case Operation::once_end:
            objects.onces.end(call.object, call.argument != 0);
            report(thread, EventKind::once_end, call.object);
            return resume(thread, 0);
        case Operation::futex_wait:
        case Operation::futex_wait64:
        case Operation::futex_wake:
            return perform_futex(thread);
        case Operation::semaphore_acquire:
        case Operation::semaphore_try_acquire:
        case Operation::semaphore_release:
            return perform_semaphore(thread);
        case Operation::note:
            return note(thread, call);
        case Operation::process_spawn:
            return spawn_process(thread);
        case Operation::process_wait:
            return perform_process_wait(thread);
        case Operation::channel_open:
        case Operation::channel_send:
        case Operation::channel_receive:
        case Operation::channel_close:
            return perform_channel(thread);
        default:
            // Known to the table but not to this machine.
            return resume(thread, Enosys);
    }
}

void World::note(GuestThread& thread, const Call& call) {
    auto number = static_cast<uint8_t>(call.time);
    const trace::EventInfo* info = trace::find_event(number);
    if (info != nullptr) {
        if (info->kind == EventKind::coroutine_create)
            coroutine_reports_itself(thread, call.object);
        if (info->kind != EventKind::name_object) tell_coroutine(thread);
    }
    if (info != nullptr && m_observer != nullptr) {
        if (info->object == trace::ObjectMeaning::name) {
            m_observer->on_text(call.object, text_at(thread, call.object));
        } else if (info->kind == EventKind::name_object || info->kind == EventKind::name_thread ||
                   (info->kind == EventKind::coroutine_suspend && call.argument != 0)) {
            m_observer->on_text(call.argument, text_at(thread, call.argument));
        }
        report(thread, info->kind, call.object, call.argument);
    }
    resume(thread, 0);
}

void World::perform_join(GuestThread& thread) {
    const Call& call = thread.pending.call;
    if (call.object >= m_state.threads.size()) return resume(thread, Esrch);
    if (call.object == thread.id.value) {
        misuse(thread, Misuse::JoinSelf, call.object);
        return resume(thread, Edeadlk);
    }
    GuestThread& target = edit(ThreadId{call.object});
    if (target.join_state != JoinState::Joinable) {
        bool detached = target.join_state == JoinState::Detached;
        misuse(thread, detached ? Misuse::JoinDetached : Misuse::JoinTwice, call.object);
        return resume(thread, Einval);
    }
    report(thread, EventKind::join_begin, call.object);
    target.join_state = JoinState::Joined;
    Wait join{WaitingFor::Join, call.object};
    join.deadline = deadline_of(call.time);
    wait(thread, join);
    if (wait_can_end(thread)) end_wait(thread, false);
}

void World::end_wait(GuestThread& thread, bool timed_out) {
    const Wait wait = thread.wait;
    ProcessObjects& objects = process_of(thread).objects;
    Slot answer = timed_out ? Slot{Etimedout} : Slot{0};
    switch (wait.what) {
        case WaitingFor::Nothing:
            break;
        case WaitingFor::Lock:
            if (is_lock_all(thread)) {
                take_all(thread);
                break;
            }
            if (!timed_out) {
                Misuse none = Misuse::None;
                Answer taken = objects.mutexes.lock(thread.id, wait.object,
                                                    mutex_kind(thread.pending.call.argument), none);
                INTERLEAVE_ASSERT(!taken.waits);
            }
            if ((thread.pending.call.argument & LibraryLock) != 0) break;
            report(thread, timed_out ? EventKind::lock_fail : EventKind::lock_acquire, wait.object,
                   Exclusive);
            break;
        case WaitingFor::ReadLock:
        case WaitingFor::WriteLock: {
            bool reads = wait.what == WaitingFor::ReadLock;
            if (!timed_out) {
                Misuse none = Misuse::None;
                Answer taken = reads ? objects.rwlocks.read(thread.id, wait.object)
                                     : objects.rwlocks.write(thread.id, wait.object, none);
                INTERLEAVE_ASSERT(!taken.waits);
            }
            report(thread, timed_out ? EventKind::lock_fail : EventKind::lock_acquire, wait.object,
                   reads ? Shared : Exclusive);
            break;
        }
        case WaitingFor::Once: {
            Answer begun = objects.onces.begin_after_wait(thread.id, wait.object);
            if (begun.result == 1) report(thread, EventKind::once_begin, wait.object);
            answer = static_cast<Slot>(begun.result);
            break;
        }
        case WaitingFor::Condition:
            // A waiter that was chosen before its time was up was notified, whatever came first after.
            if (objects.conditions.chosen(thread.id, wait.object)) {
                timed_out = false;
                answer = 0;
            }
            objects.conditions.leave(thread.id, wait.object);
            objects.mutexes.restore(thread.id, wait.mutex, wait.mutex_depth);
            report(thread, EventKind::condition_wake, wait.object, timed_out);
            break;
        case WaitingFor::Atomic:
            objects.futexes.leave(thread.id, wait.object);
            report(thread, EventKind::atomic_wake, wait.object, timed_out);
            if (thread.pending.kind == CallKind::AtomicWait)
                answer = timed_out ? Slot{TimedOut} : Slot{Woken};
            break;
        case WaitingFor::Semaphore:
            if (!timed_out) take_permit(thread, wait.object);
            report(thread, EventKind::atomic_wake, wait.object, timed_out);
            break;
        case WaitingFor::Join:
            if (timed_out) edit(ThreadId{wait.object}).join_state = JoinState::Joinable;
            report(thread, EventKind::join_end, wait.object);
            break;
        case WaitingFor::Sleep:
            report(thread, EventKind::sleep_end);
            answer = 0;
            break;
        case WaitingFor::Io:
            report(thread, EventKind::io_end, wait.object);
            answer = 0;
            break;
        case WaitingFor::Input:
            read(thread);
            return;
        case WaitingFor::ChannelRoom:
            if (!timed_out) answer = send(thread);
            break;
        case WaitingFor::ChannelMessage:
            if (!timed_out) answer = receive(thread);
            break;
        case WaitingFor::ProcessEnd:
            if (!timed_out) return finish_process_wait(thread);
            break;
    }
    resume(thread, answer);
}

}  // namespace interleave::world
