#include "explorer/shared_accesses.hpp"

#include <algorithm>

#include "machine/thread.hpp"

namespace interleave::explorer {

using machine::Access;
using machine::AccessKind;
using machine::GranuleShift;
using machine::ProbeAnswer;

std::vector<SharedAccesses::Owner>& SharedAccesses::owners(machine::MemoryId memory,
                                                           size_t last_granule) {
    while (m_owners.size() <= memory.value) {
        std::vector<Owner>& fresh = m_owners.emplace_back();
        for (const Range& range : m_declared) {
            if (fresh.size() <= range.last) fresh.resize(range.last + 1);
            for (size_t i = range.first; i <= range.last; ++i) fresh[i].shared = true;
        }
    }
    std::vector<Owner>& owners = m_owners[memory.value];
    // In steps of a MiB, so that a stack growing through memory does not copy the list for each granule.
    constexpr size_t Step = (1u << 20) >> GranuleShift;
    if (owners.size() <= last_granule) owners.resize((last_granule / Step + 1) * Step);
    return owners;
}

void SharedAccesses::declare_shared(uint32_t address, uint32_t size) {
    if (size == 0) return;
    const size_t last = (uint64_t{address} + size - 1) >> GranuleShift;
    m_declared.push_back({address >> GranuleShift, last});
}

std::optional<Access> SharedAccesses::take() {
    std::optional<Access> access = m_access;
    m_access.reset();
    return access;
}

void SharedAccesses::on_allocate(machine::MemoryId memory, uint32_t address, uint32_t size) {
    if (size == 0 || memory.value >= m_owners.size()) return;
    std::vector<Owner>& list = m_owners[memory.value];
    const size_t last = (uint64_t{address} + size - 1) >> GranuleShift;
    for (size_t index = address >> GranuleShift; index <= last && index < list.size(); ++index) {
        list[index] = {};
    }
    forget(memory, address, size);
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
    std::vector<Owner>& list = owners(access.memory, last);
    bool shared = false;
    for (size_t index = first; index <= last; ++index) {
        Owner& owner = list[index];
        machine::GranuleEpochs& seen = granule(access.memory, index << GranuleShift);
        bool foreign = owner.thread != NoThread && owner.thread != thread.id.value;
        if (foreign && (writes || owner.written)) owner.shared = true;
        if (owner.shared) {
            shared = !m_alone;
            seen = {};  // no thread may skip it any more, its last owner neither
            continue;
        }
        owner.written = (owner.written && !foreign) || writes;
        owner.thread = thread.id.value;
        // Reads need no call any more; writes not either once the granule counts as written by this thread.
        seen.read = epoch;
        seen.write = writes ? epoch : 0;
    }
    if (!shared) return ProbeAnswer::Continue;
    m_access = access;
    return ProbeAnswer::Stop;
}

}  // namespace interleave::explorer
