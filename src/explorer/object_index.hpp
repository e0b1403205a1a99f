#pragma once
// Numbers for things that are named by 64 bits (Touch::key and the like), in the order in which they came, so that what is
// known of each lies in a row. Explorers ask for them at every event; nothing is ever forgotten, going back changes
// nothing.
//
// Open addressing with linear probing, at most half full.

#include <cstdint>
#include <utility>
#include <vector>

#include "base/hash.hpp"

namespace interleave::explorer {

class ObjectIndex {
public:
    static constexpr uint32_t None = UINT32_MAX;

    uint32_t size() const { return m_count; }
    // None if it has no number yet.
    uint32_t find(uint64_t object) const { return m_slots[slot_of(object)].number; }
    // Gives it the next number if it has none.
    uint32_t number(uint64_t object) {
        const size_t slot = slot_of(object);
        if (m_slots[slot].number != None) return m_slots[slot].number;
        const uint32_t fresh = m_count++;
        m_slots[slot] = Slot{object, fresh};
        if (size_t{m_count} * 2 > m_slots.size()) grow();
        return fresh;
    }

private:
    struct Slot {
        uint64_t object = 0;
        uint32_t number = None;
    };
    // The object's slot, or the free one where it belongs.
    size_t slot_of(uint64_t object) const {
        size_t slot = base::mix64(object) & (m_slots.size() - 1);
        while (m_slots[slot].number != None && m_slots[slot].object != object)
            slot = (slot + 1) & (m_slots.size() - 1);
        return slot;
    }
    void grow() {
        std::vector<Slot> old(m_slots.size() * 2);
        old.swap(m_slots);
        for (const Slot& each : old) {
            if (each.number != None) m_slots[slot_of(each.object)] = each;
        }
    }

    std::vector<Slot> m_slots = std::vector<Slot>(64);
    uint32_t m_count = 0;
};

}  // namespace interleave::explorer
