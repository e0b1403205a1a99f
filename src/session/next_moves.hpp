#pragma once
// What each thread would do next, in words: the buttons of a learner who is the scheduler.

#include <string>
#include <vector>

#include "explorer/manual.hpp"
#include "session/program.hpp"
#include "world/world.hpp"

namespace interleave::session {

struct NextMove {
    base::ThreadId thread;
    bool possible = false;
    // "write counter = 1", "lock m"; of a thread that cannot go on: "waits for the lock m, held by thread 2".
    std::string words;
    // Of a move that is possible but will make the thread wait: "thread 2 holds it"; else "".
    std::string but;
    uint32_t line = 0;  // of the program; 0 = none
};

// One for each thread that has not ended, in the order of their numbers.
std::vector<NextMove> next_moves(const Program& program, world::World& world,
                                 const explorer::Manual& manual);

}  // namespace interleave::session
