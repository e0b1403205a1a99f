#pragma once
// Where a guest thread stands, in the learner's terms.

#include <cstdint>

#include "dwarf/debug_info.hpp"
#include "machine/run.hpp"

namespace interleave::session {

// The line of the main source file that the innermost frame of user code is in; 0 if there is none (the
// thread is in library code that no user code called).
uint16_t user_line(const dwarf::DebugInfo& debug, const machine::Thread& thread);

// Whether the instruction about to be executed is the user's own, looking through at most `depth` frames of
// header code that the user's code called (std::atomic's operators are such frames).
bool is_user_code(const dwarf::DebugInfo& debug, const machine::Thread& thread, size_t depth = 0);

// Whether a learner sees this access of the thread, which stands before it: plain ones of the program's own code, atomic
// ones also where the library's <atomic> makes them for it.
bool shows_access(const dwarf::DebugInfo& debug, machine::AccessKind kind,
                  const machine::Thread& thread);

}  // namespace interleave::session
