#pragma once
// What explorations have found out about memory: the bytes whose plain accesses are visible, those on which a data race was found
// so far; and what is borrowed, the granules (8 bytes) of a thread's stack that another thread has used, so that it
// matters when the function ends whose variables they are.

#include <algorithm>
#include <cstdint>
#include <set>
#include <unordered_map>
#include <utility>

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
    size_t size() const { return m_masks.size(); }

    // Whether that was new.
    bool borrow(uint32_t memory, uint32_t granule) {
        return m_borrowed.insert(key(memory, granule)).second;
    }
    // Those in [from, to) of the memory, addresses, in order.
    template <typename Visit>
    void each_borrowed(uint32_t memory, uint32_t from, uint32_t to, const Visit& visit) const {
        const uint64_t end = key(memory, to >> 3);
        for (auto at = m_borrowed.lower_bound(key(memory, from >> 3));
             at != m_borrowed.end() && *at < end; ++at) {
            visit(static_cast<uint32_t>(*at));
        }
    }
    // The addresses that all of them, in any memory, lie within: {0, 0} if there are none.
    std::pair<uint32_t, uint32_t> borrowed_range() const {
        std::pair<uint32_t, uint32_t> range{0, 0};
        for (uint64_t place : m_borrowed) {
            const uint32_t address = static_cast<uint32_t>(place) << 3;
            range.first = range.second == 0 ? address : std::min(range.first, address);
            range.second = std::max(range.second, address + 8);
        }
        return range;
    }

    // Everything that is visible or borrowed there, too.
    void add_all(const Sharing& other) {
        for (const auto& [granule, mask] : other.m_masks) m_masks[granule] |= mask;
        m_borrowed.insert(other.m_borrowed.begin(), other.m_borrowed.end());
    }

private:
    static uint64_t key(uint32_t memory, uint32_t granule) {
        return uint64_t{memory} << 32 | granule;
    }
    std::unordered_map<uint64_t, uint8_t> m_masks;
    std::set<uint64_t> m_borrowed;
};

}  // namespace interleave::explorer
