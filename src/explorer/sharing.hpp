#pragma once
// The bytes of memory whose plain accesses are visible: those on which a data race was found so far.

#include <cstdint>
#include <unordered_map>

namespace interleave::explorer {

class Sharing {
public:
    // The bytes of a granule (address / 8) that are visible.
    uint8_t mask(uint32_t memory, uint32_t granule) const {
        if (m_masks.empty()) return 0;
        auto found = m_masks.find(key(memory, granule));
        return found == m_masks.end() ? 0 : found->second;
    }
    // Whether that was new.
    bool add(uint32_t memory, uint32_t granule, uint8_t mask) {
        uint8_t& known = m_masks[key(memory, granule)];
        bool fresh = (mask & ~known) != 0;
        known |= mask;
        return fresh;
    }
    // Everything that is visible there, too.
    void add_all(const Sharing& other) {
        for (const auto& [granule, mask] : other.m_masks) m_masks[granule] |= mask;
    }
    size_t size() const { return m_masks.size(); }

private:
    static uint64_t key(uint32_t memory, uint32_t granule) { return uint64_t{memory} << 32 | granule; }
    std::unordered_map<uint64_t, uint8_t> m_masks;
};

}  // namespace interleave::explorer
