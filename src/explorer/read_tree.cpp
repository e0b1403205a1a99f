#include "explorer/read_tree.hpp"

#include <cstring>

namespace interleave::explorer {

uint32_t ReadTree::fork_of(const Path& path, uint32_t at, uint64_t value) const {
    for (uint32_t fork = path.first_fork; fork != None; fork = m_forks[fork].next) {
        if (m_forks[fork].at == at && m_forks[fork].value == value) return m_forks[fork].path;
    }
    return None;
}

std::optional<uint32_t> ReadTree::find(uint64_t state, const machine::Memory& memory) const {
    auto root = m_roots.find(state);
    if (root == m_roots.end()) return std::nullopt;
    const uint8_t* bytes = memory.data();
    uint32_t number = root->second;
    uint32_t at = 0;
    for (;;) {
        const Path& path = m_paths[number];
        const machine::GranuleBytes* reads = m_reads.data() + path.first_read;
        uint64_t value = 0;
        for (; at < path.read_count; ++at) {
            std::memcpy(&value, bytes + (uint64_t{reads[at].granule} << 3), sizeof value);
            value &= reads[at].mask();
            if (value != reads[at].value) break;
        }
        if (at == path.read_count) return number;
        number = fork_of(path, at, value);
        if (number == None) return std::nullopt;
        ++at;
    }
}

void ReadTree::add(uint64_t state, const std::vector<machine::GranuleBytes>& reads) {
    const auto fresh = static_cast<uint32_t>(m_paths.size());
    auto [root, is_new] = m_roots.try_emplace(state, fresh);
    if (!is_new) {
        uint32_t number = root->second;
        for (uint32_t at = 0; at < reads.size(); ++at) {
            Path& path = m_paths[number];
            if (m_reads[path.first_read + at].value == reads[at].value) continue;
            number = fork_of(path, at, reads[at].value);
            if (number != None) continue;
            m_forks.push_back({reads[at].value, at, fresh, path.first_fork});
            path.first_fork = static_cast<uint32_t>(m_forks.size() - 1);
            break;
        }
    }
    m_paths.push_back({static_cast<uint32_t>(m_reads.size()), static_cast<uint32_t>(reads.size())});
    m_reads.insert(m_reads.end(), reads.begin(), reads.end());
}

void ReadTree::clear() {
    m_roots.clear();
    m_paths.clear();
    m_forks.clear();
    m_reads.clear();
}

}  // namespace interleave::explorer
