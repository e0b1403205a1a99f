#pragma once
// Which pages of memory only one thread has used so far, in all executions: nobody races there, so the race detector need
// not look. Most of what code does is on its own stack.

#include <cstdint>
#include <utility>
#include <vector>

#include "base/ids.hpp"

namespace interleave::explorer {

class PageOwners {
public:
    static constexpr uint32_t PageShift = 12;

    // The thread uses the page. Whether others have too, now or before.
    bool use(base::ThreadId thread, uint32_t memory, uint32_t page) {
        uint32_t& owner = owner_of(memory, page);
        if (owner == Shared) return true;
        if (owner == thread.value + 1) return false;
        if (owner != Nobody) m_fresh = true;
        owner = owner == Nobody ? thread.value + 1 : Shared;
        return owner == Shared;
    }
    bool is_shared(uint32_t memory, uint32_t page) { return owner_of(memory, page) == Shared; }
    // Takes over what another explorer of the same program knows. REQUIRES: both begin again
    void add_all(const PageOwners& other) {
        for (uint32_t memory = 0; memory < other.m_owners.size(); ++memory) {
            for (uint32_t page = 0; page < other.m_owners[memory].size(); ++page) {
                const uint32_t theirs = other.m_owners[memory][page];
                uint32_t& owner = owner_of(memory, page);
                if (theirs == Nobody || theirs == owner) continue;
                owner = owner == Nobody ? theirs : Shared;
            }
        }
    }
    // Whether a page became shared since this was last asked.
    bool take_fresh() { return std::exchange(m_fresh, false); }

private:
    static constexpr uint32_t Nobody = 0;
    static constexpr uint32_t Shared = UINT32_MAX;

    uint32_t& owner_of(uint32_t memory, uint32_t page) {
        if (m_owners.size() <= memory) m_owners.resize(memory + 1);
        std::vector<uint32_t>& owners = m_owners[memory];
        if (owners.size() <= page) owners.resize(page + 1, Nobody);
        return owners[page];
    }

    std::vector<std::vector<uint32_t>> m_owners;  // by memory and page: thread number plus 1
    bool m_fresh = false;
};

}  // namespace interleave::explorer
