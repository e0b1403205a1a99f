#include "explorer/stretches.hpp"

#include <utility>

#include "base/hash.hpp"

namespace interleave::explorer {

std::vector<Sight> first_sights(std::span<const Sight> all) {
    std::vector<Sight> kept;
    std::unordered_set<uint64_t> known;  // hashes of bytes and kind
    for (const Sight& sight : all) {
        if (sight.kind == Sight::Kind::Allocate || sight.kind == Sight::Kind::Free) known.clear();
        if (sight.kind == Sight::Kind::Read || sight.kind == Sight::Kind::Write) {
            const uint64_t what = uint64_t{sight.memory} << 16 | uint64_t{sight.mask} << 8 |
                                  static_cast<uint64_t>(sight.kind);
            if (!known.insert(base::hash_combine(what, sight.address)).second) continue;
        }
        kept.push_back(sight);
    }
    return kept;
}

std::vector<Sight> by_blocks(const std::vector<Sight>& all) {
    constexpr size_t MostBlocks = 32;
    const auto is_access = [](const Sight& sight) {
        return sight.kind == Sight::Kind::Read || sight.kind == Sight::Kind::Write;
    };
    std::vector<size_t> blocks;
    for (size_t i = 0; i < all.size(); ++i) {
        if (is_access(all[i])) continue;
        // What else there may be changes what the thread knows, or what the bytes are.
        if (all[i].kind != Sight::Kind::Free || blocks.size() == MostBlocks) return all;
        blocks.push_back(i);
    }
    const auto lies_in = [](const Sight& access, const Sight& block) {
        const uint64_t address = uint64_t{access.address} << machine::GranuleShift;
        return access.memory == block.memory && address >= block.address &&
               address + 8 <= uint64_t{block.address} + block.size;
    };
    std::vector<std::vector<Sight>> before(blocks.size());
    std::vector<Sight> sorted;
    size_t next = 0;  // block
    for (size_t i = 0; i < all.size(); ++i) {
        if (is_access(all[i])) {
            size_t block = next;
            while (block < blocks.size() && !lies_in(all[i], all[blocks[block]])) ++block;
            (block < blocks.size() ? before[block] : sorted).push_back(all[i]);
            continue;
        }
        const std::vector<Sight>& accesses = before[next++];
        if (!accesses.empty()) {
            Sight head{Sight::Kind::Block};
            head.address = static_cast<uint32_t>(accesses.size()) + 1;
            sorted.push_back(head);
            sorted.insert(sorted.end(), accesses.begin(), accesses.end());
        }
        sorted.push_back(all[i]);
    }
    return sorted;
}

const Stretch* Stretches::find(uint64_t state, const machine::Memory& memory) const {
    const std::optional<uint32_t> leaf = m_tree.find(state, memory);
    return leaf ? &m_stretches[*leaf] : nullptr;
}

void Stretches::add(uint64_t state, const std::vector<machine::GranuleBytes>& reads,
                    Stretch stretch) {
    if (m_stretches.size() == Most) clear();
    m_tree.add(state, reads);
    m_stretches.push_back(std::move(stretch));
}

void Stretches::clear() {
    m_tree.clear();
    m_stretches.clear();
}

const Tail* Tails::find(uint64_t state, const machine::Memory& memory) const {
    const std::optional<uint32_t> leaf = m_tree.find(state, memory);
    return leaf ? &m_tails[*leaf] : nullptr;
}

void Tails::add(uint64_t state, const std::vector<machine::GranuleBytes>& reads, Tail tail) {
    if (m_tails.size() == Most) clear();
    m_tree.add(state, reads);
    m_tails.push_back(std::move(tail));
}

void Tails::clear() {
    m_tree.clear();
    m_tails.clear();
    m_none.clear();
}

}  // namespace interleave::explorer
