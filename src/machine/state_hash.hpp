#pragma once
// A 64-bit hash of a machine's state, equal for equal states on every platform.
//
// Memory: the sum of the hashes of its pages (index and bytes; a page of zeros counts nothing), so a change of
// one page needs only that page again. Images of snapshots remember their hash, so the cost is in the pages
// written since the last snapshot: about 0.4 µs each.
// Threads: frames and slots in use. Slots that the program can no longer read count as well: two
// runs that reach the same state by different ways may differ there, so an unequal hash does not prove
// that states differ in what matters; an equal one is as good as equality.

#include <cstdint>

#include "machine/store.hpp"
#include "machine/thread.hpp"

namespace interleave::machine {

uint64_t hash_memory(const Memory& memory);
// All memories, globals and tables.
uint64_t hash_store(const Store& store);
uint64_t hash_thread(const Thread& thread);

}  // namespace interleave::machine
