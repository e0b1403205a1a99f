#include "machine/journal.hpp"

#include "machine/store.hpp"

namespace interleave::machine {

void Journal::undo(Store& store, size_t mark) {
    uint32_t number = UINT32_MAX;  // of the memory that `bytes` are of
    uint8_t* bytes = nullptr;
    while (m_count > mark) {
        const Entry& entry = m_entries[--m_count];
        if (entry.line == IsSize) {
            uint64_t byte_size;
            std::memcpy(&byte_size, entry.bytes, sizeof byte_size);
            // What was written there since is zero again.
            store.memory({entry.memory}).shrink_zeros(byte_size);
            number = UINT32_MAX;
            continue;
        }
        if (entry.memory != number) {
            number = entry.memory;
            bytes = store.memory({number}).data();
        }
        std::memcpy(bytes + (uint64_t{entry.line} << LineShift), entry.bytes, LineBytes);
    }
    ++m_epoch;
}

void Journal::keep_size(uint32_t memory, uint64_t byte_size) {
    Entry& entry = next_entry();
    entry.memory = memory;
    entry.line = IsSize;
    std::memcpy(entry.bytes, &byte_size, sizeof byte_size);
}

}  // namespace interleave::machine
