#pragma once
// What memory held before it was written: a way back for explorers, who go back a few events a million times.
//
// Beside snapshots (snapshot.hpp), because those copy pages of 4 KiB and allocate; here a line of 64 bytes is kept at
// its first write after a mark, a mark is a number, and nothing is allocated once the journal has grown. In exchange one
// can go back only: marks are undone in reverse order, what was undone cannot be done again.
//
// Thread safety: none; one journal a store.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace interleave::machine {

class Store;

class Journal {
public:
    static constexpr uint32_t LineShift = 6;
    static constexpr uint32_t LineBytes = 1u << LineShift;

    // A place to go back to. What is written from now on is kept again.
    size_t mark() {
        ++m_epoch;
        return m_count;
    }
    // REQUIRES: the memories that were written since the mark exist
    void undo(Store& store, size_t mark);

    // For memories. Lines with this epoch have been kept since the last mark.
    uint32_t epoch() const { return m_epoch; }
    void keep_line(uint32_t memory, uint32_t line, const uint8_t* bytes) {
        Entry& entry = next_entry();
        entry.memory = memory;
        entry.line = line;
        std::memcpy(entry.bytes, bytes, LineBytes);
    }
    void keep_size(uint32_t memory, uint64_t byte_size);

private:
    static constexpr uint32_t IsSize = UINT32_MAX;
    struct Entry {
        uint32_t memory;
        uint32_t line;  // or IsSize: `bytes` begins with the memory's size
        uint8_t bytes[LineBytes];
    };

    Entry& next_entry() {
        if (m_count == m_entries.size()) m_entries.resize(m_entries.empty() ? 64 : m_count * 2);
        return m_entries[m_count++];
    }

    uint32_t m_epoch = 1;
    // The first m_count are in use.
    std::vector<Entry> m_entries;
    size_t m_count = 0;
};

}  // namespace interleave::machine
