#pragma once
// Snapshots of a store, as a tree: each knows its parent and holds only the pages written in between.
//
//   root ── A ── B          live memory = contents at the base (the last snapshot taken or restored)
//             └─ C                        + the dirty pages
//
// Taking one copies the dirty pages (4 KiB each) and the globals. Restoring copies back the dirty pages and the
// pages in which base and target differ; these are found along the way over the common ancestor. So both cost what
// has changed, not what there is: O(dirty pages), respectively O(dirty pages + pages on the way).
//
// Threads are values of their own (thread.hpp): keep a copy of each beside the store's snapshot.
//
// Downsides: a long chain keeps all page images of its way alive; there is no merging of nodes.

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "machine/store.hpp"

namespace interleave::machine {

struct PageChange {
    uint32_t memory = 0;
    uint32_t page = 0;
    PagePointer before;
    PagePointer after;
};

struct SnapshotNode {
    std::shared_ptr<const SnapshotNode> parent;
    uint32_t depth = 0;
    std::vector<PageChange> changes;  // against the parent
    // Not null; the parent's where nothing has changed.
    std::shared_ptr<const std::vector<uint64_t>> memory_sizes;
    std::shared_ptr<const std::vector<Slot>> globals;
    std::shared_ptr<const Store::Structure> structure;

    SnapshotNode() = default;
    SnapshotNode(const SnapshotNode&) = delete;
    SnapshotNode& operator=(const SnapshotNode&) = delete;
    ~SnapshotNode();
};
using Snapshot = std::shared_ptr<const SnapshotNode>;

// Takes and restores the snapshots of one store. All its snapshots must be made here.
class Snapshots {
public:
    // REQUIRES: no other Snapshots object was used with this store. The root is the store as it is now.
    explicit Snapshots(Store& store);

    Snapshot take();
    // REQUIRES: `target` was taken by this object
    void restore(const Snapshot& target);

    // The last snapshot taken or restored.
    const Snapshot& base() const { return m_base; }

private:
    std::shared_ptr<const std::vector<uint64_t>> memory_sizes() const;
    std::shared_ptr<const std::vector<Slot>> globals() const;
    void restore_pages(const SnapshotNode& target, const SnapshotNode& ancestor);
    void move_image(const PageChange& change, const PagePointer& image);

    Store& m_store;
    Snapshot m_base;
    // Scratch of restore, kept for its storage: pages to copy (memory, page), nodes to go down.
    std::vector<std::pair<uint32_t, uint32_t>> m_touched;
    std::vector<const SnapshotNode*> m_way;
};

}  // namespace interleave::machine
