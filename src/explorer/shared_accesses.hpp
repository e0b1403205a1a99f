#pragma once
// Finds the accesses to memory that threads share, while a run goes on, so that a scheduler can order them exactly
// and a trace can show them.
//
// Sharing is found, not declared: each 8-byte granule belongs to the thread that touched it last; when another thread
// touches it and one of the two wrote, it is shared from then on, and each further access to it stops the run
// before it happens. Addresses that are known to matter (the program's global variables) can be declared shared
// from the start, so that the first accesses are seen too. Atomic operations always stop.
//
// Cost: an access to memory of the thread's own is one comparison in the interpreter (the probe's epoch is the thread's
// number + 1); the first access after another thread's is one call.
//
// What it does not do: tell the accesses of the program from those of the library it runs on; who records them asks
// the debug information.

#include <optional>
#include <vector>

#include "machine/probe.hpp"

namespace interleave::explorer {

class SharedAccesses : public machine::Probe {
public:
    // The bytes [address, address + size) are shared from the start: in every memory, since all processes of a program
    // have their variables at the same places. REQUIRES: before the first access
    void declare_shared(uint32_t address, uint32_t size);

    // Before a thread executes: its own granules cost nothing from now on. While it is `alone`, the only one alive,
    // nothing is shared with anybody.
    void begin(base::ThreadId thread, bool alone = false) {
        epoch = thread.value + 1;
        m_alone = alone;
    }

    // The access that stopped the run last; taken away by the call.
    std::optional<machine::Access> take();

    machine::ProbeAnswer on_access(const machine::Thread& thread,
                                   const machine::Access& access) override;
    // A block used again is nobody's, so that a stack on which threads ran one after the other is not shared.
    void on_allocate(machine::MemoryId memory, uint32_t address, uint32_t size);

private:
    struct Owner {
        uint32_t thread = NoThread;
        bool written = false;
        bool shared = false;
    };
    static constexpr uint32_t NoThread = UINT32_MAX;

    std::vector<Owner>& owners(machine::MemoryId memory, size_t last_granule);

    struct Range {
        size_t first;  // granules
        size_t last;
    };

    std::vector<Range> m_declared;
    std::vector<std::vector<Owner>> m_owners;  // by memory and granule
    bool m_alone = false;
    std::optional<machine::Access> m_access;
};

}  // namespace interleave::explorer
