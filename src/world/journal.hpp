#pragma once
// What a world was before it changed: the way back of explorers (World::mark, World::undo), beside machine/journal.hpp
// for its memory. Each thread, and the objects of each process, are kept at their first change after a mark; entries
// keep their storage, so that going back and forth allocates nothing.

#include <cstdint>
#include <memory>
#include <vector>

#include "machine/journal.hpp"
#include "machine/store.hpp"
#include "world/world.hpp"

namespace interleave::world {

struct WorldJournal {
    // The globals of a thread's instance are its own.
    struct ThreadEntry {
        GuestThread thread;
        uint32_t first_global = 0;
        std::vector<machine::Slot> globals;
    };
    struct ObjectsEntry {
        uint32_t process = 0;
        ProcessObjects objects;
    };
    // Everything, for what processes do to each other; with where the others stood then.
    struct StateEntry {
        WorldState state;
        size_t threads = 0;
        size_t objects = 0;
    };

    machine::Journal memory;
    // The first so many entries are in use.
    std::vector<ThreadEntry> threads;
    size_t thread_count = 0;
    std::vector<ObjectsEntry> objects;
    size_t objects_count = 0;
    std::vector<StateEntry> states;
    // The store's structures at marks, each once.
    std::vector<std::shared_ptr<const machine::Store::Structure>> structures;

    // The number of the present mark; a thread or process with it has been kept since.
    uint32_t number = 1;
    std::vector<uint32_t> kept_threads;
    std::vector<uint32_t> kept_objects;
    uint32_t kept_state = 0;
};

}  // namespace interleave::world
