#include "machine/traffic.hpp"

#include <algorithm>
#include <cstring>

#include "machine/memory.hpp"

namespace interleave::machine {

namespace {

uint64_t value_of(const Memory& memory, uint32_t granule) {
    uint64_t value;
    std::memcpy(&value, memory.data() + (uint64_t{granule} << 3), sizeof value);
    return value;
}

}  // namespace

Traffic::Traffic() : m_slots(2 * MostGranules) {}

void Traffic::begin(const Memory& memory) {
    m_memory = &memory;
    m_gave_up = false;
    m_granules.clear();
    m_reads.clear();
    ++m_round;
}

Traffic::Slot* Traffic::slot_of(uint32_t granule) {
    size_t place = (granule * 0x9e3779b1u) >> 16 & (m_slots.size() - 1);
    while (m_slots[place].round == m_round && m_slots[place].granule != granule) {
        place = (place + 1) & (m_slots.size() - 1);
    }
    Slot& slot = m_slots[place];
    if (slot.round != m_round) {
        if (m_granules.size() == MostGranules) {
            m_gave_up = true;
            return nullptr;
        }
        slot = Slot{granule, m_round, 0, 0};
        m_granules.push_back(granule);
    }
    return &slot;
}

void Traffic::read(uint64_t address, uint64_t size) {
    if (m_gave_up) return;
    each_granule(address, size, [&](uint32_t granule, uint64_t mask) {
        Slot* slot = m_gave_up ? nullptr : slot_of(granule);
        if (slot == nullptr) return;
        const uint64_t fresh = mask & ~slot->read & ~slot->written;
        if (fresh == 0) return;
        slot->read |= fresh;
        m_reads.push_back(GranuleBytes::of(granule, fresh, value_of(*m_memory, granule)));
    });
}

void Traffic::write(uint64_t address, uint64_t size) {
    if (m_gave_up) return;
    each_granule(address, size, [&](uint32_t granule, uint64_t mask) {
        Slot* slot = m_gave_up ? nullptr : slot_of(granule);
        if (slot != nullptr) slot->written |= mask;
    });
}

std::vector<GranuleBytes> Traffic::writes() const {
    std::vector<GranuleBytes> all;
    for (uint32_t granule : m_granules) {
        size_t place = (granule * 0x9e3779b1u) >> 16 & (m_slots.size() - 1);
        while (m_slots[place].granule != granule || m_slots[place].round != m_round) {
            place = (place + 1) & (m_slots.size() - 1);
        }
        const uint64_t written = m_slots[place].written;
        if (written != 0)
            all.push_back(GranuleBytes::of(granule, written, value_of(*m_memory, granule)));
    }
    std::sort(all.begin(), all.end(),
              [](const GranuleBytes& a, const GranuleBytes& b) { return a.granule < b.granule; });
    return all;
}

}  // namespace interleave::machine
