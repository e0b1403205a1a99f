#pragma once
// What looks at memory accesses beside the interpreter: race detector, explorer, watch points.
//
// The interpreter's probed loop compares the epoch of the access's 8-byte granule with the probe's own
// epoch, and calls `on_access` only when they differ. A probe that has seen all it needs of a granule sets its
// epoch, and pays nothing for the next accesses of the same kind until it begins a new epoch (FastTrack's
// "same epoch" rule: Flanagan and Freund, PLDI 2009). Measured in the prototype: 17–24 % inline.
//
// Plain accesses can be filtered so; atomic accesses, waits, notifications, fences and bulk operations
// always call.

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <vector>

#include "base/ids.hpp"
#include "machine/reference.hpp"

namespace interleave::machine {

class Thread;

enum class AccessKind : uint8_t {
    Read,
    Write,
    AtomicLoad,
    AtomicStore,
    AtomicUpdate,  // read-modify-write and compare-exchange
    AtomicWait,
    AtomicNotify,
    Fence,  // no address
};

struct Access {
    AccessKind kind = AccessKind::Read;
    MemoryId memory;
    uint32_t address = 0;
    uint64_t size = 0;
    // The operand: what a store writes, what an update or compare-exchange combines.
    uint64_t value = 0;
};

enum class ProbeAnswer : uint8_t {
    Continue,
    Stop,  // before the access; the next run performs it without asking again
};

inline constexpr uint32_t GranuleShift = 3;

struct GranuleEpochs {
    uint32_t write = 0;
    uint32_t read = 0;
};

class Probe {
public:
    virtual ~Probe() = default;
    // `thread` is up to date: position() tells where the access is. The thread must not be changed.
    virtual ProbeAnswer on_access(const Thread& thread, const Access& access) = 0;

    // Frames of the thread's stack end: its stack pointer, which wasm-ld makes a module's first own global, is about to be raised from
    // `from` to `to`. Called only where that overlaps [frames_begin, frames_end).
    virtual void on_pop(const Thread& /*thread*/, MemoryId /*memory*/, uint32_t /*from*/,
                        uint32_t /*to*/) {}
    uint32_t frames_begin = 0;
    uint32_t frames_end = 0;
    bool heeds_pop(uint64_t from, uint64_t to) const {
        return to > from && from < frames_end && to > frames_begin;
    }

    // A plain access whose granule's epoch (of its kind) equals this is not reported. 0 never is an epoch.
    // May be changed at any time, also in on_access.
    uint32_t epoch = 1;

    // The epochs of the granule at this address. REQUIRES: within what was covered
    GranuleEpochs& granule(MemoryId memory, uint64_t address) {
        return m_granules[memory.value].epochs.get()[address >> GranuleShift];
    }
    // The next accesses to [address, address + size) are reported again.
    void forget(MemoryId memory, uint64_t address, uint64_t size);
    // Called by runs: makes room for the whole memory and returns its first granule.
    GranuleEpochs* cover(MemoryId memory, uint64_t memory_bytes);

private:
    // Zero pages of the operating system, which cost nothing until an epoch is set there.
    struct Granules {
        struct Free {
            void operator()(GranuleEpochs* pointer) const { std::free(pointer); }
        };
        std::unique_ptr<GranuleEpochs, Free> epochs;
        uint64_t count = 0;
    };
    std::vector<Granules> m_granules;  // by memory
};

}  // namespace interleave::machine
