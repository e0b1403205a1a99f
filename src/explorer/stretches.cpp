#include "explorer/stretches.hpp"

#include <utility>

namespace interleave::explorer {

const Stretch* Stretches::find(uint64_t state, const machine::Memory& memory) const {
    const std::optional<uint32_t> leaf = m_tree.find(state, memory);
    return leaf ? &m_stretches[*leaf] : nullptr;
}

void Stretches::add(uint64_t state, const std::vector<machine::GranuleBytes>& reads, Stretch stretch) {
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
