#include "machine/state_hash.hpp"

#include "base/hash.hpp"
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

uint64_t hash_thread(const Thread& thread) {
    uint64_t hash = thread.id.value;
    for (size_t i = 1; i < thread.frame_count; ++i) {
        const Frame& frame = thread.frames[i];
        uint64_t place =
            uint64_t{frame.code->function.value} << 32 | frame.code->index_of(frame.ip);
        hash = hash_combine(hash, place);
        hash = hash_combine(hash, uint64_t{frame.instance.value} << 32 | frame.base);
    }
    hash = hash_bytes(thread.slots.data(), thread.slots_in_use() * sizeof(Slot), hash);
    for (const HeldException& exception : thread.exceptions) {
        hash = hash_bytes(exception.values.data(), exception.values.size() * sizeof(Slot),
                          hash_combine(hash, exception.tag.value));
    }
    return hash_combine(hash, thread.pending ? thread.pending->slot + 1 : 0);
}

}  // namespace interleave::machine
