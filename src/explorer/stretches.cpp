#include "explorer/stretches.hpp"

#include <cstring>
#include <utility>

namespace interleave::explorer {

uint32_t Stretches::follow(const Node& node, uint64_t value) const {
    for (uint32_t edge = node.first_edge; edge != None; edge = m_edges[edge].next) {
        if (m_edges[edge].value == value) return m_edges[edge].node;
    }
    return None;
}

const Stretch* Stretches::find(uint64_t state, const machine::Memory& memory) const {
    auto root = m_roots.find(state);
    if (root == m_roots.end()) return nullptr;
    uint32_t at = root->second;
    const uint8_t* bytes = memory.data();
    for (;;) {
        const Node& node = m_nodes[at];
        if (node.stretch != None) return &m_stretches[node.stretch];
        uint64_t value;
        std::memcpy(&value, bytes + (uint64_t{node.granule} << 3), sizeof value);
        at = follow(node, value & node.mask);
        if (at == None) return nullptr;
    }
}

void Stretches::add(uint64_t state, const std::vector<machine::GranuleBytes>& reads, Stretch stretch) {
    if (m_stretches.size() == Most) clear();
    auto [root, fresh] = m_roots.try_emplace(state, static_cast<uint32_t>(m_nodes.size()));
    if (fresh) m_nodes.emplace_back();
    uint32_t at = root->second;
    for (const machine::GranuleBytes& read : reads) {
        m_nodes[at].granule = read.granule;
        m_nodes[at].mask = read.mask;
        uint32_t next = follow(m_nodes[at], read.value);
        if (next == None) {
            next = static_cast<uint32_t>(m_nodes.size());
            m_nodes.emplace_back();
            m_edges.push_back({read.value, next, m_nodes[at].first_edge});
            m_nodes[at].first_edge = static_cast<uint32_t>(m_edges.size() - 1);
        }
        at = next;
    }
    m_nodes[at].stretch = static_cast<uint32_t>(m_stretches.size());
    m_stretches.push_back(std::move(stretch));
}

void Stretches::clear() {
    m_roots.clear();
    m_nodes.clear();
    m_edges.clear();
    m_stretches.clear();
}

}  // namespace interleave::explorer
