#include "machine/state_hash.hpp"

#include <algorithm>

#include "base/hash.hpp"
#include "machine/decoder.hpp"
#include "machine/program.hpp"

namespace interleave::machine {

using base::hash_bytes;
using base::hash_combine;

uint64_t hash_memory(const Memory& memory) {
    return hash_combine(memory.hash(), memory.byte_size());
}

uint64_t hash_store(const Store& store) {
    uint64_t hash = 0;
    for (uint32_t i = 0; i < store.memory_count(); ++i) {
        hash = hash_combine(hash, hash_memory(store.memory({i})));
    }
    const std::vector<Slot>& globals = store.global_values();
    hash = hash_bytes(globals.data(), globals.size() * sizeof(Slot), hash);
    for (uint32_t i = 0; i < store.table_count(); ++i) {
        const Table& table = store.table({i});
        if (!table.is_modified) continue;
        hash = hash_combine(hash, i);
        hash = hash_bytes(table.elements->data(), table.elements->size() * sizeof(Slot), hash);
    }
    return hash;
}

namespace {

uint64_t hash_slots(uint64_t hash, const Slot* slots, size_t count) {
    return hash_bytes(slots, count * sizeof(Slot), hash);
}

// A frame as WebAssembly knows it: the next instruction, locals, operands. What lies in slots above the operands is
// left over from before and cannot be read again. `limit`: the slot where what it has called begins.
uint64_t hash_frame(uint64_t hash, const Thread& thread, const Frame& frame, size_t limit) {
    const Code& code = *frame.code;
    const uint32_t at = code.index_of(frame.ip);
    const size_t base = frame.base / sizeof(Slot);
    const Slot* slots = thread.slots.data() + base;
    hash = hash_combine(hash, uint64_t{frame.instance.value} << 32 | frame.base);
    // Within an instruction that takes several operations the state is still the one before it: how many of them were
    // done depends on where runs paused, and makes no difference to what happens next.
    uint32_t boundary = at;
    while (code.starts[boundary] == Code::NotABoundary) --boundary;
    hash = hash_combine(hash, uint64_t{code.function.value} << 32 | code.starts[boundary]);
    hash = hash_slots(hash, slots, code.near_locals);
    if (boundary == 0) return hash;  // no operands yet, and the far locals are cleared next
    hash = hash_slots(hash, slots + code.far_locals_at, code.local_count - code.near_locals);
    const StackMap& map = code.program->stack_map(code, boundary);
    for (size_t p = 0; p < map.entries.size() && base + code.near_locals + p < limit; ++p) {
        const OperandEntry& entry = map.entries[p];
        Slot value = slots[code.near_locals + p];
        if (entry.kind == OperandEntry::Kind::Local) value = slots[entry.local];
        if (entry.kind == OperandEntry::Kind::Constant) value = entry.constant;
        hash = hash_combine(hash, value);
    }
    return hash;
}

}  // namespace

uint64_t hash_thread(const Thread& thread) {
    uint64_t hash = thread.id.value;
    for (size_t i = 1; i < thread.frame_count; ++i) {
        const bool is_top = i + 1 == thread.frame_count;
        size_t limit = thread.slots.size();
        if (!is_top) limit = thread.frames[i + 1].base / sizeof(Slot);
        if (is_top && thread.pending) limit = thread.pending->slot;
        hash = hash_frame(hash, thread, thread.frames[i], limit);
    }
    if (thread.pending) {
        hash = hash_combine(hash, thread.pending->slot + 1);
        hash = hash_slots(hash, thread.slots.data() + thread.pending->slot, thread.argument_count);
    } else if (thread.frame_count <= 1) {
        hash = hash_slots(hash, thread.slots.data(),
                          std::min<size_t>(thread.slots_in_use(), thread.slots.size()));
    }
    for (const HeldException& exception : thread.exceptions) {
        hash = hash_bytes(exception.values.data(), exception.values.size() * sizeof(Slot),
                          hash_combine(hash, exception.tag.value));
    }
    return hash;
}

}  // namespace interleave::machine
