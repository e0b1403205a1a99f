#include "machine/snapshot.hpp"

#include <algorithm>

#include "base/assert.hpp"
#include "machine/pool_allocator.hpp"

namespace interleave::machine {

namespace {

const SnapshotNode* common_ancestor(const SnapshotNode* a, const SnapshotNode* b) {
    while (a != b) {
        if (a->depth >= b->depth) {
            a = a->parent.get();
        } else {
            b = b->parent.get();
        }
        INTERLEAVE_ASSERT(a != nullptr && b != nullptr);
    }
    return a;
}

}  // namespace

// A chain of a million parents must not be destroyed recursively.
SnapshotNode::~SnapshotNode() {
    std::shared_ptr<const SnapshotNode> next = std::move(parent);
    while (next && next.use_count() == 1) {
        auto* node = const_cast<SnapshotNode*>(next.get());
        next = std::exchange(node->parent, nullptr);
    }
}

Snapshots::Snapshots(Store& store) : m_store(store) { (void)take(); }

Snapshot Snapshots::take() {
    auto node = std::allocate_shared<SnapshotNode>(PoolAllocator<SnapshotNode>());
    node->parent = m_base;
    node->depth = m_base ? m_base->depth + 1 : 0;
    for (uint32_t i = 0; i < m_store.memory_count(); ++i) {
        Memory& memory = m_store.memory({i});
        node->changes.reserve(node->changes.size() + memory.dirty_pages().size());
        for (uint32_t page : memory.dirty_pages()) {
            PagePointer image = memory.copy_page(page);
            node->changes.push_back({i, page, memory.image(page), image});
            memory.set_image(page, std::move(image));
        }
        memory.forget_writes();
    }
    node->memory_sizes = memory_sizes();
    node->globals = globals();
    if (m_base && m_base->structure->generation == m_store.generation()) {
        node->structure = m_base->structure;
    } else {
        node->structure = std::make_shared<Store::Structure>(m_store.copy_structure());
    }
    m_base = std::move(node);
    return m_base;
}

std::shared_ptr<const std::vector<uint64_t>> Snapshots::memory_sizes() const {
    uint32_t count = m_store.memory_count();
    bool is_same = m_base && m_base->memory_sizes->size() == count;
    for (uint32_t i = 0; is_same && i < count; ++i) {
        is_same = (*m_base->memory_sizes)[i] == m_store.memory({i}).byte_size();
    }
    if (is_same) return m_base->memory_sizes;
    auto sizes = std::make_shared<std::vector<uint64_t>>();
    for (uint32_t i = 0; i < count; ++i) sizes->push_back(m_store.memory({i}).byte_size());
    return sizes;
}

std::shared_ptr<const std::vector<Slot>> Snapshots::globals() const {
    const std::vector<Slot>& now = m_store.global_values();
    if (m_base && *m_base->globals == now) return m_base->globals;
    return std::make_shared<const std::vector<Slot>>(now);
}

void Snapshots::restore(const Snapshot& target) {
    const SnapshotNode* ancestor = common_ancestor(m_base.get(), target.get());
    if (target->structure->generation != m_store.generation() ||
        target->structure != m_base->structure) {
        m_store.restore_structure(*target->structure, ancestor->memory_sizes->size());
    }
    restore_pages(*target, *ancestor);
    m_store.global_values() = *target->globals;
    m_base = target;
}

// Moves each memory's images along the way, then copies every page that is dirty or was on the way.
void Snapshots::restore_pages(const SnapshotNode& target, const SnapshotNode& ancestor) {
    m_touched.clear();
    auto kept = static_cast<uint32_t>(ancestor.memory_sizes->size());
    for (uint32_t i = 0; i < m_store.memory_count(); ++i) {
        Memory& memory = m_store.memory({i});
        if (memory.byte_size() < (*target.memory_sizes)[i]) {
            memory.resize_for_restore((*target.memory_sizes)[i]);
        }
        for (uint32_t page : memory.dirty_pages()) m_touched.push_back({i, page});
        memory.forget_writes();
    }
    for (const SnapshotNode* node = m_base.get(); node != &ancestor; node = node->parent.get()) {
        for (auto change = node->changes.rbegin(); change != node->changes.rend(); ++change) {
            if (change->memory < kept) move_image(*change, change->before);
        }
    }
    m_way.clear();
    for (const SnapshotNode* node = &target; node != &ancestor; node = node->parent.get()) {
        m_way.push_back(node);
    }
    for (auto node = m_way.rbegin(); node != m_way.rend(); ++node) {
        for (const PageChange& change : (*node)->changes) move_image(change, change.after);
    }
    std::sort(m_touched.begin(), m_touched.end());
    m_touched.erase(std::unique(m_touched.begin(), m_touched.end()), m_touched.end());
    for (auto [memory, page] : m_touched) m_store.memory({memory}).revert_page(page);
    for (uint32_t i = 0; i < m_store.memory_count(); ++i) {
        Memory& memory = m_store.memory({i});
        if (memory.byte_size() > (*target.memory_sizes)[i]) {
            memory.resize_for_restore((*target.memory_sizes)[i]);
        }
    }
}

void Snapshots::move_image(const PageChange& change, const PagePointer& image) {
    Memory& memory = m_store.memory({change.memory});
    memory.set_image(change.page, image);
    m_touched.push_back({change.memory, change.page});
}

}  // namespace interleave::machine
