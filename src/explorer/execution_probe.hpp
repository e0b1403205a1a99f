#pragma once
// Parts of an execution that its files share; nobody else includes this.

#include <algorithm>
#include <optional>
#include <utility>

#include "explorer/execution.hpp"
#include "machine/program.hpp"

namespace interleave::explorer {

// What a function calls reaches no further down the stack than this; what is hashed of those that called it, up.
inline constexpr uint32_t FrameBytes = 1024;
// Of larger frames the rest counts as memory of others.
inline constexpr uint32_t MostFrameBytes = 64 * 1024;

inline bool is_atomic(machine::AccessKind kind) {
    return kind == machine::AccessKind::AtomicLoad || kind == machine::AccessKind::AtomicStore ||
           kind == machine::AccessKind::AtomicUpdate;
}

// The bytes of each 8-byte granule that an access covers.
template <typename Visit>
void for_granules(const machine::Access& access, const Visit& visit) {
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

// Decides at each access whether the thread stops before it, and shows the others to the race detector.
class Execution::Probe : public machine::Probe {
public:
    explicit Probe(Execution& execution) : m_execution(execution) {}

    machine::ProbeAnswer on_access(const machine::Thread& thread,
                                   const machine::Access& access) override {
        Execution& e = m_execution;
        const std::optional<machine::Access> first_load = std::exchange(m_first_load, std::nullopt);
        const machine::Code* code = thread.frame(0).code;
        if (code != nullptr && !e.m_visibility.function_counts(code->function.value)) {
            // The first that it does is to take its lock.
            const auto* large = access.kind == machine::AccessKind::AtomicUpdate
                                    ? e.m_visibility.atomic_function(code->function.value)
                                    : nullptr;
            return large != nullptr ? stop_before(thread, access, *large) : go_on(access);
        }
        if (!e.m_visibility.address_counts(access.address) || copies_for_atomic(thread))
            return go_on(access);
        if (is_atomic(access.kind)) {
            if (first_load && is_of_loop(*first_load, access)) forget_last(*first_load);
            return stop(thread, access);
        }
        if (access.kind != machine::AccessKind::Read && access.kind != machine::AccessKind::Write) {
            return go_on(access);
        }
        bool visible = false;
        for_granules(access, [&](uint32_t granule, uint8_t mask) {
            if ((e.m_sharing.mask(access.memory.value, granule) & mask) != 0) visible = true;
        });
        if (visible) return stop(thread, access);
        const size_t known = e.m_sights.size();
        e.log(thread.id, access);
        if (access.kind == machine::AccessKind::Read && e.m_sights.size() == known + 1)
            m_first_load = access;
        // A write to anything but its own frames is progress: the thread does not merely spin.
        const ThreadState& state = e.state_of(thread.id);
        const bool near =
            access.address + FrameBytes >= state.frame && access.address < state.frame_end;
        if (access.kind == machine::AccessKind::Write && !near) e.m_makes_progress = true;
        return go_on(access);
    }

    void on_pop(const machine::Thread& thread, machine::MemoryId memory, uint32_t from,
                uint32_t to) override {
        m_execution.log_pop(thread, memory.value, from, to);
    }

private:
    // What the thread reads decides what it does next.
    machine::ProbeAnswer go_on(const machine::Access& access) {
        if (access.kind == machine::AccessKind::Read ||
            access.kind == machine::AccessKind::AtomicLoad ||
            access.kind == machine::AccessKind::AtomicUpdate) {
            m_execution.m_traffic.read(access.address, access.size);
        }
        return machine::ProbeAnswer::Continue;
    }
    machine::ProbeAnswer stop(const machine::Thread& thread, const machine::Access& access) {
        ThreadState& state = m_execution.state_of(thread.id);
        if (state.access_count < 2) state.accesses[state.access_count++] = access;
        return machine::ProbeAnswer::Stop;
    }

    // Of a loop that the compiler makes around a compare-exchange (std::atomic<float>::fetch_add) the first load is none of an atomic:
    // whatever it gets is compared later.
    static bool is_of_loop(const machine::Access& load, const machine::Access& update) {
        return update.kind == machine::AccessKind::AtomicUpdate &&
               load.memory.value == update.memory.value && load.address == update.address &&
               load.size == update.size;
    }

    void forget_last(const machine::Access& load) {
        std::vector<Sight>& sights = m_execution.m_sights;
        if (sights.empty() || sights.back().kind != Sight::Kind::Read) return;
        if (sights.back().address == load.address >> machine::GranuleShift) sights.pop_back();
    }

    // What a function for large atomics has copied is part of its operation.
    bool copies_for_atomic(const machine::Thread& thread) const {
        if (m_execution.m_visibility.atomic_functions.empty() || thread.depth() < 2) return false;
        const machine::Code* caller = thread.frame(1).code;
        return caller != nullptr &&
               m_execution.m_visibility.atomic_function(caller->function.value) != nullptr;
    }

    // `lock`: of the lock that the function takes.
    machine::ProbeAnswer stop_before(const machine::Thread& thread, const machine::Access& lock,
                                     const Visibility::AtomicFunction& function) {
        constexpr uint32_t Most = 4096;  // bytes, of what anybody makes atomic
        const auto parameter = [&](uint32_t number) {
            return static_cast<uint32_t>(thread.local(0, number).value_or(0));
        };
        machine::Access access = lock;
        access.size = function.size != 0 ? function.size : parameter(0);
        if (access.size > Most) return go_on(lock);
        access.address = parameter(function.size != 0 ? 0 : 1);
        access.kind =
            function.loads ? machine::AccessKind::AtomicLoad : machine::AccessKind::AtomicStore;
        (void)stop(thread, access);
        access.kind = machine::AccessKind::AtomicStore;
        return function.loads && function.stores ? stop(thread, access)
                                                 : machine::ProbeAnswer::Stop;
    }

    Execution& m_execution;
    std::optional<machine::Access> m_first_load;  // the access before, if it is a sight of its own
};

}  // namespace interleave::explorer
