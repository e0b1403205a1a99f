#pragma once
// What a step was, in a learner's words.

#include <string>

#include "dwarf/debug_info.hpp"
#include "session/history.hpp"

namespace interleave::session {

// "read counter: 0", "took the lock m", "started thread 2": what the thread did.
std::string step_words(const History& history, const dwarf::DebugInfo& debug,
                       const trace::Event& event);

// "Thread 1 read counter: 0 (step 12, line 7)". REQUIRES: step < history.step_count()
std::string step_sentence(const History& history, const dwarf::DebugInfo& debug, size_t step);

// "step 12"; steps are counted from 1 in words.
std::string step_name(size_t step);
// With a capital letter where a sentence begins.
std::string capital(std::string text);

}  // namespace interleave::session
