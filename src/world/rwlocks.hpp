#pragma once
// Modelled reader-writer locks of one process: any number of readers, or one writer.
//
// No preference between readers and writers: who gets a lock that came free is the scheduler's choice,
// so that exploring sees both.

#include <vector>

#include "base/ids.hpp"
#include "world/flat_map.hpp"
#include "world/misuse.hpp"
#include "world/operation.hpp"

namespace interleave::world {

using base::ThreadId;

class RwLocks {
public:
    struct RwLock {
        bool written = false;  // held by `writer`
        ThreadId writer;
        std::vector<ThreadId> readers;  // in order of arrival; a thread may be in it more than once
    };

    bool can_read(uint32_t address) const;
    bool can_write(uint32_t address) const;
    Answer read(ThreadId thread, uint32_t address);
    Answer write(ThreadId thread, uint32_t address, Misuse& misuse);
    Answer try_read(ThreadId thread, uint32_t address);
    Answer try_write(ThreadId thread, uint32_t address);
    // `shared` says which side was given back, for the report.
    Answer unlock(ThreadId thread, uint32_t address, bool& shared, Misuse& misuse);
    Answer destroy(uint32_t address, Misuse& misuse);

    // nullptr while nobody holds it.
    const RwLock* held(uint32_t address) const { return m_locks.find(address); }
    // Address and state, by address.
    auto begin() const { return m_locks.begin(); }
    auto end() const { return m_locks.end(); }
    uint64_t hash(uint64_t seed) const;

private:
    FlatMap<RwLock> m_locks;  // only those that are held
};

}  // namespace interleave::world
