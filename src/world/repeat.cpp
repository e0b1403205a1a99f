// Doing again what a thread's own code did, without executing it (World::repeat).

#include <algorithm>

#include "base/hash.hpp"
#include "machine/program.hpp"
#include "machine/state_hash.hpp"
#include "world/world.hpp"

namespace interleave::world {

std::span<machine::Slot> World::globals_of(const GuestThread& thread) {
    if (thread.machine.depth() == 0) return {};
    const machine::Instance& instance = m_store->instance(thread.machine.frame(0).instance);
    const wasm::Module& module = instance.program->module();
    return {m_store->global_values().data() + instance.first_global,
            module.globals.size() - module.imported_globals};
}

World::Advanced World::advanced(ThreadId id, uint64_t instructions) const {
    const GuestThread& guest = thread(id);
    const std::span<const machine::Slot> globals = const_cast<World*>(this)->globals_of(guest);
    return {
        guest.machine, guest.phase,           guest.pending,     {globals.begin(), globals.end()},
        instructions,  m_operations_answered, m_notified_nobody, m_last_stop};
}

void World::repeat(ThreadId id, const Advanced& advanced) {
    GuestThread& thread = edit(id);
    const uint64_t executed = thread.machine.executed + advanced.instructions;
    const std::span<machine::Slot> globals = globals_of(thread);
    keep_before(id, Change::Thread, Keep::Moved);
    std::copy(advanced.globals.begin(), advanced.globals.end(), globals.begin());
    thread.machine = advanced.machine;
    thread.machine.executed = executed;
    thread.started = true;
    thread.phase = advanced.phase;
    thread.pending = advanced.pending;
    m_operations_answered = advanced.operations;
    m_last_stop = advanced.stop;
    m_state.time += static_cast<int64_t>(advanced.instructions * m_options.instruction_nanoseconds);
    m_turn_executed = executed;
}

uint64_t World::hash_of(ThreadId id) const {
    const GuestThread& guest = thread(id);
    uint64_t hash = machine::hash_thread(guest.machine);
    const std::span<const machine::Slot> globals = const_cast<World*>(this)->globals_of(guest);
    hash = base::hash_bytes(globals.data(), globals.size() * sizeof(machine::Slot), hash);
    const PendingCall& pending = guest.pending;
    hash = base::hash_combine(
        hash, static_cast<uint64_t>(guest.phase) << 8 | static_cast<uint64_t>(pending.kind));
    hash = base::hash_combine(hash, guest.machine.passed_probe != nullptr ? 1 : 0);
    return base::hash_combine(hash, m_store->memory(process(guest.process).memory).byte_size());
}

}  // namespace interleave::world
