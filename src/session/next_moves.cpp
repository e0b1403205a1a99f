#include "session/next_moves.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

#include "session/inspect.hpp"
#include "session/lines.hpp"
#include "session/names.hpp"

namespace interleave::session {

using machine::Access;
using machine::AccessKind;
using world::CallKind;
using world::GuestThread;
using world::Operation;
using world::Phase;
using world::WaitingFor;
using world::World;

namespace {

std::string milliseconds(int64_t nanoseconds) {
    char text[32];
    if (nanoseconds >= 1'000'000)
        std::snprintf(text, sizeof text, "%g ms", static_cast<double>(nanoseconds) / 1e6);
    else
        std::snprintf(text, sizeof text, "%g µs", static_cast<double>(nanoseconds) / 1e3);
    return text;
}

class Words {
public:
    Words(const Program& program, World& world) : m_debug(*program.debug), m_world(world) {}

    std::string of_access(const Access& access, const GuestThread& thread) const {
        const std::string name = name_of_address(m_debug, access.address);
        const auto value = [&](uint64_t bits) {
            return value_as_text(m_debug, access.address, bits, access.size);
        };
        switch (access.kind) {
            case AccessKind::Read:
                return "read " + name + present(access, thread);
            case AccessKind::AtomicLoad:
                return "load " + name + present(access, thread);
            case AccessKind::Write:
                return "write " + name + " = " + value(access.value);
            case AccessKind::AtomicStore:
                return "store " + name + " = " + value(access.value);
            case AccessKind::AtomicUpdate:
                return "read and change " + name + " in one step";
            case AccessKind::Fence:
                return "order its memory accesses";
            case AccessKind::AtomicWait:
                return "wait until " + name + " changes";
            case AccessKind::AtomicNotify:
                return "wake who waits for " + name;
        }
        return "go on";
    }

    std::string of_call(const GuestThread& thread) const {
        const world::PendingCall& pending = thread.pending;
        switch (pending.kind) {
            case CallKind::Operation:
                return of_operation(thread);
            case CallKind::Spawn:
                return "start thread " + std::to_string(m_world.threads().size());
            case CallKind::Exit:
                return "end the program";
            case CallKind::Write:
                return "print " + output(thread);
            case CallKind::Read:
                return "read a line of input";
            case CallKind::AtomicWait:
                return "wait until " + name(pending.atomic.address) + " changes";
            case CallKind::AtomicNotify:
                return "wake who waits for " + name(pending.atomic.address);
            case CallKind::Finish:
                return "end";
        }
        return "go on";
    }

    // Of a thread whose wait can end.
    std::string of_end_of_wait(const GuestThread& thread) const {
        const bool by_itself = m_world.can_perform(thread.id);
        switch (thread.wait.what) {
            case WaitingFor::Sleep:
                return "wake up, at " + milliseconds(thread.wait.deadline);
            case WaitingFor::Io:
                return "go on: its input or output is done, at " +
                       milliseconds(thread.wait.deadline);
            default:
                break;
        }
        if (!by_itself)
            return "give up waiting: its time is over, at " + milliseconds(thread.wait.deadline);
        switch (thread.wait.what) {
            case WaitingFor::Lock:
                return "take the lock " + name(thread.wait.object) + ", which is free now";
            case WaitingFor::ReadLock:
                return "take " + name(thread.wait.object) + " to read";
            case WaitingFor::WriteLock:
                return "take " + name(thread.wait.object) + " to write";
            case WaitingFor::Once:
                return "go on: " + name_of_once(name(thread.wait.object)) + " is done";
            case WaitingFor::Condition:
                return "go on: it was notified on " + name(thread.wait.object);
            case WaitingFor::Atomic:
                return "go on: it was woken on " + name(thread.wait.object);
            case WaitingFor::Semaphore:
                return "take a permit of " + name(thread.wait.object);
            case WaitingFor::Join:
                return "go on: " + name_of_thread(thread.wait.object) + " has ended";
            case WaitingFor::Input:
                return "read the input";
            case WaitingFor::ChannelRoom:
                return "send its message: there is room again";
            case WaitingFor::ChannelMessage:
                return "receive a message";
            case WaitingFor::ProcessEnd:
                return "go on: process " + std::to_string(thread.wait.object) + " has ended";
            default:
                return "go on";
        }
    }

    // Why the pending operation will make the thread wait; "" if it will not.
    std::string of_hindrance(const GuestThread& thread) const {
        if (thread.pending.kind != CallKind::Operation) return "";
        const world::Call& call = thread.pending.call;
        const world::ProcessObjects& objects = m_world.process(thread.process).objects;
        switch (call.operation) {
            case Operation::condition_wait:
                return "it will wait for a notification";
            case Operation::thread_sleep:
            case Operation::io_wait:
                return "";
            default:
                break;
        }
        if (m_world.can_perform(thread.id)) return "";
        switch (call.operation) {
            case Operation::mutex_lock:
                if (const auto* mutex = objects.mutexes.locked(call.object)) {
                    if (mutex->owner == thread.id) return "it holds it already";
                    return name_of_thread(mutex->owner.value) + " holds it";
                }
                return "it is not free";
            case Operation::thread_join:
                return "it has not ended yet";
            case Operation::semaphore_acquire:
                return "there is no permit left";
            default:
                return "it will have to wait";
        }
    }

private:
    std::string name(uint32_t address) const { return name_of_address(m_debug, address); }

    std::string of_operation(const GuestThread& thread) const {
        const world::Call& call = thread.pending.call;
        switch (call.operation) {
            case Operation::thread_join:
                return "wait for " + name_of_thread(call.object) + " to end";
            case Operation::thread_detach:
                return "let " + name_of_thread(call.object) + " run on its own";
            case Operation::thread_yield:
                return "offer its core to others";
            case Operation::thread_sleep:
                return "sleep " + milliseconds(call.time);
            case Operation::mutex_lock:
                return "lock " + name(call.object);
            case Operation::mutex_trylock:
                return "try to lock " + name(call.object);
            case Operation::mutex_unlock:
                return "unlock " + name(call.object);
            case Operation::condition_wait:
                return "wait on " + name(call.object) + ", giving " + name(call.argument) + " back";
            case Operation::condition_signal:
                return "notify one on " + name(call.object);
            case Operation::condition_broadcast:
                return "notify all on " + name(call.object);
            case Operation::rwlock_read:
            case Operation::rwlock_try_read:
                return "lock " + name(call.object) + " to read";
            case Operation::rwlock_write:
            case Operation::rwlock_try_write:
                return "lock " + name(call.object) + " to write";
            case Operation::rwlock_unlock:
                return "unlock " + name(call.object);
            case Operation::once_begin:
                return m_world.has_run(thread)
                           ? "go on: " + name_of_once(name(call.object)) + " is done"
                           : "begin " + name_of_once(name(call.object));
            case Operation::once_end:
                return "end " + name_of_once(name(call.object));
            case Operation::futex_wait:
            case Operation::futex_wait64:
                return "wait until " + name(call.object) + " changes";
            case Operation::futex_wake:
                return "wake who waits for " + name(call.object);
            case Operation::semaphore_acquire:
                return "take a permit of " + name(call.object);
            case Operation::semaphore_try_acquire:
                return "try to take a permit of " + name(call.object);
            case Operation::semaphore_release:
                return "give permits to " + name(call.object);
            case Operation::io_wait:
                return "wait " + milliseconds(call.time) + " for input or output";
            default:
                return "go on";
        }
    }

    // " (0 now)": what a read will find.
    std::string present(const Access& access, const GuestThread& thread) const {
        uint64_t bits = 0;
        const size_t size = static_cast<size_t>(std::min<uint64_t>(access.size, 8));
        if (!memory(thread).read(access.address, {reinterpret_cast<uint8_t*>(&bits), size}))
            return "";
        return " (" + value_as_text(m_debug, access.address, bits, size) + " now)";
    }

    const machine::Memory& memory(const GuestThread& thread) const {
        return m_world.store().memory(m_world.process(thread.process).memory);
    }

    // The text about to be written, in quotation marks, cut to what a button can hold.
    std::string output(const GuestThread& thread) const {
        constexpr size_t Longest = 32;
        std::string text;
        for (uint32_t i = 0; i < thread.pending.extra[0] && text.size() <= Longest; ++i) {
            uint32_t part[2];
            const uint64_t place = uint64_t{thread.pending.call.argument} + uint64_t{i} * 8;
            if (!memory(thread).read(place, {reinterpret_cast<uint8_t*>(part), sizeof part})) break;
            std::string bytes(std::min<size_t>(part[1], Longest + 1 - text.size()), '\0');
            if (!memory(thread).read(part[0],
                                     {reinterpret_cast<uint8_t*>(bytes.data()), bytes.size()}))
                break;
            text += bytes;
        }
        while (!text.empty() && text.back() == '\n') text.pop_back();
        std::replace(text.begin(), text.end(), '\n', ' ');
        if (text.empty()) return "the end of a line";
        return "“" + (text.size() > Longest ? text.substr(0, Longest) + "…" : text) + "”";
    }

    const dwarf::DebugInfo& m_debug;
    World& m_world;
};

}  // namespace

std::vector<NextMove> next_moves(const Program& program, World& world,
                                 const explorer::Manual& manual) {
    const Words words(program, world);
    std::vector<NextMove> moves;
    for (const GuestThread& thread : world.threads()) {
        if (thread.phase == Phase::Finished || thread.phase == Phase::Failed) continue;
        NextMove move;
        move.thread = thread.id;
        move.possible = manual.can_move(thread.id);
        move.line = user_line(*program.debug, thread.machine);
        if (thread.phase == Phase::AtCall) {
            move.words = words.of_call(thread);
            move.but = words.of_hindrance(thread);
        } else if (thread.phase == Phase::Waiting) {
            move.words = move.possible ? words.of_end_of_wait(thread)
                                       : describe_wait(program, world, thread);
        } else if (std::optional<Access> access = manual.access_before(thread.id)) {
            move.words = words.of_access(*access, thread);
        } else {
            move.words = thread.started ? "go on" : "begin";
        }
        moves.push_back(std::move(move));
    }
    return moves;
}

}  // namespace interleave::session
