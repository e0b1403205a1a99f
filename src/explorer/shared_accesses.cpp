#include "explorer/shared_accesses.hpp"

#include <algorithm>

#include "machine/thread.hpp"

namespace interleave::explorer {

using machine::Access;
using machine::AccessKind;
using machine::GranuleShift;
using machine::ProbeAnswer;

void SharedAccesses::declare_shared(uint32_t address, uint32_t size) {
    if (size == 0) return;
    const size_t first = address >> GranuleShift;
    const size_t last = (uint64_t{address} + size - 1) >> GranuleShift;
    if (m_owners.size() <= last) m_owners.resize(last + 1);
    for (size_t granule = first; granule <= last; ++granule) m_owners[granule].shared = true;
}

std::optional<Access> SharedAccesses::take() {
    std::optional<Access> access = m_access;
    m_access.reset();
    return access;
}

ProbeAnswer SharedAccesses::on_access(const machine::Thread& thread, const Access& access) {
    const bool plain = access.kind == AccessKind::Read || access.kind == AccessKind::Write;
    if (!plain) {
        // Waits and notifications are operations of the world, which reports them.
        bool of_world =
            access.kind == AccessKind::AtomicWait || access.kind == AccessKind::AtomicNotify;
        if (of_world || access.kind == AccessKind::Fence) return ProbeAnswer::Continue;
        m_access = access;
        return ProbeAnswer::Stop;
    }
    if (access.size == 0) return ProbeAnswer::Continue;
    const bool writes = access.kind == AccessKind::Write;
    const size_t first = access.address >> GranuleShift;
    const size_t last = (uint64_t{access.address} + access.size - 1) >> GranuleShift;
    if (m_owners.size() <= last) m_owners.resize(std::max(last + 1, granules.size()));
    bool shared = false;
    for (size_t granule = first; granule <= last; ++granule) {
        Owner& owner = m_owners[granule];
        bool foreign = owner.thread != NoThread && owner.thread != thread.id.value;
        if (foreign && (writes || owner.written)) owner.shared = true;
        if (owner.shared) {
            shared = true;
            // No thread may skip it any more, its last owner neither.
            if (granule < granules.size()) granules[granule] = {};
            continue;
        }
        owner.written = (owner.written && !foreign) || writes;
        owner.thread = thread.id.value;
        if (granule < granules.size()) {
            // Reads need no call any more; writes not either once the granule counts as written by this thread.
            granules[granule].read = epoch;
            granules[granule].write = writes ? epoch : 0;
        }
    }
    if (!shared) return ProbeAnswer::Continue;
    m_access = access;
    return ProbeAnswer::Stop;
}

}  // namespace interleave::explorer
