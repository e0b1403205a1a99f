#include "machine/journal.hpp"

#include <cstring>

#include "machine/store.hpp"

namespace interleave::machine {

void Journal::undo(Store& store, size_t mark) {
    while (m_entries.size() > mark) {
        const Entry& entry = m_entries.back();
        Memory& memory = store.memory({entry.memory});
        if (entry.line == IsSize) {
            uint64_t byte_size;
            std::memcpy(&byte_size, entry.bytes, sizeof byte_size);
            memory.resize_for_restore(byte_size);
        } else {
            std::memcpy(memory.data() + (uint64_t{entry.line} << LineShift), entry.bytes, LineBytes);
        }
        m_entries.pop_back();
    }
    ++m_epoch;
}

void Journal::keep_line(uint32_t memory, uint32_t line, const uint8_t* bytes) {
    Entry& entry = m_entries.emplace_back();
    entry.memory = memory;
    entry.line = line;
    std::memcpy(entry.bytes, bytes, LineBytes);
}

void Journal::keep_size(uint32_t memory, uint64_t byte_size) {
    Entry& entry = m_entries.emplace_back();
    entry.memory = memory;
    entry.line = IsSize;
    std::memcpy(entry.bytes, &byte_size, sizeof byte_size);
}

}  // namespace interleave::machine
