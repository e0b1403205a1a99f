#pragma once
// What addresses are called at the moment that a world shows: global variables, and variables on the stacks of threads,
// whichever thread asks: a mutex in main is `mutex` for all that lock it.

#include <string>
#include <vector>

#include "dwarf/debug_info.hpp"
#include "dwarf/value_printer.hpp"
#include "session/world_notes.hpp"
#include "world/world.hpp"

namespace interleave::session {

// The memory of a process. REQUIRES: the world outlives it
dwarf::ReadMemory memory_of(const world::World& world, uint32_t process);

// The wasm locals and globals of a frame, counted from the innermost.
// REQUIRES: level < thread.machine.depth(); world and thread outlive it
dwarf::Registers registers_of(const world::World& world, const world::GuestThread& thread,
                              size_t level);

class Places {
public:
    // `notes`: of the world from its beginning; names that the program gave come before others. May be null. REQUIRES: all outlive it, and the world does
    // not move on
    Places(const dwarf::DebugInfo& debug, const world::World& world,
           const WorldNotes* notes = nullptr)
        : m_debug(debug), m_world(world), m_notes(notes) {}

    // "" if nothing known is there.
    std::string find(uint32_t process, uint32_t address) const;
    // The same, or the address: "0x1f40".
    std::string name(uint32_t process, uint32_t address) const;
    // What is in no variable, as the thread's functions or global variables lead to it: "account->balance", "numbers[2]",
    // "*value". `whole`: what begins there, not its first member. "" if nothing does.
    std::string find_from(const world::GuestThread& thread, uint32_t address,
                          bool whole = false) const;

private:
    struct OfProcess {
        uint32_t process;
        std::vector<dwarf::NamedPlace> places;
    };
    const std::vector<dwarf::NamedPlace>& on_stacks(uint32_t process) const;

    const dwarf::DebugInfo& m_debug;
    const world::World& m_world;
    const WorldNotes* m_notes;
    mutable std::vector<OfProcess> m_known;  // looked up when first asked for
};

}  // namespace interleave::session
