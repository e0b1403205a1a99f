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
