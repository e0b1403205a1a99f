#pragma once
// Where a bug is in the program, and what it is in a sentence: found by doing its witness again and looking on.

#include <string>
#include <vector>

#include "explorer/exploration.hpp"
#include "session/program.hpp"

namespace interleave::session {

// One thread's part in a bug.
struct BugPlace {
    base::ThreadId thread;
    uint32_t line = 0;  // of the main source; 0 = not in the learner's code
    std::string what;   // "writes counter", "waits for the lock a, held by thread 2"
    std::vector<std::pair<std::string, uint32_t>>
        stack;  // functions of the learner's and their lines, innermost first
};

struct BugReport {
    std::string message;
    std::vector<BugPlace> places;
};

BugReport report_of(const Program& program, const explorer::ExplorationOptions& options,
                    const explorer::Bug& bug);

// A schedule as the text that goes into links.
std::string schedule_text(const std::vector<explorer::Segment>& segments);

}  // namespace interleave::session
