#pragma once
// When objects were last used, in the threads' own times, so that each thread's clock follows from what it depends on.
// Every change is journaled, as in the race detector.

#include <cstdint>
#include <vector>

#include "base/hash.hpp"

namespace interleave::explorer {

class ObjectTimes {
public:
    struct Times {
        int64_t exclusive = 0;  // of uses that all others depend on
        int64_t any = 0;
    };

    Times get(uint64_t object) const { return m_slots[find(object)].times; }
    void set(uint64_t object, Times times) {
        size_t slot = find(object);
        if (!m_slots[slot].used) {
            if (++m_count * 2 > m_slots.size()) {
                grow();
                slot = find(object);
            }
            m_slots[slot].used = true;
            m_slots[slot].object = object;
        }
        m_journal.push_back({object, m_slots[slot].times});
        m_slots[slot].times = times;
    }

    size_t mark() const { return m_journal.size(); }
    void undo(size_t mark) {
        for (; m_journal.size() > mark; m_journal.pop_back()) {
            m_slots[find(m_journal.back().object)].times = m_journal.back().times;
        }
    }

private:
    struct Slot {
        uint64_t object = 0;
        bool used = false;
        Times times;
    };
    struct Entry {
        uint64_t object;
        Times times;
    };
    // The object's slot, or the free one where it belongs.
    size_t find(uint64_t object) const {
        size_t slot = base::mix64(object) & (m_slots.size() - 1);
        while (m_slots[slot].used && m_slots[slot].object != object) slot = (slot + 1) & (m_slots.size() - 1);
        return slot;
    }
    void grow() {
        std::vector<Slot> old(m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& each : old) {
            if (each.used) m_slots[find(each.object)] = each;
        }
    }

    std::vector<Slot> m_slots = std::vector<Slot>(64);
    size_t m_count = 0;
    std::vector<Entry> m_journal;
};

}  // namespace interleave::explorer
