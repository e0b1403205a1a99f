#pragma once
// Which coroutines there are at a moment, and who awaits whom: read off the run's events up to then.
//
// A coroutine's parent is, in this order: who awaits it, who resumed it (a generator's consumer), who created it.
// A awaits B if A suspended naming B and B went on next on the same thread (guest/include/interleave/task.hpp hands over
// like that); a coroutine of another library that resumes from within another's body is found as resumed, not as awaited.
//
// What it does not know: coroutines whose events were not reported (world/coroutines.hpp says which), and whether one of
// a foreign library that suspends for the last time has ended: it is suspended until its frame is freed.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "session/history.hpp"

namespace interleave::session {

enum class CoroutineState : uint8_t { Created, Running, Suspended, Done };
const char* coroutine_state_name(
    CoroutineState state);  // "created", "running", "suspended", "done"

struct CoroutineNode {
    uint32_t process = 0;
    uint32_t frame = 0;     // address
    std::string_view name;  // valid as long as the history
    CoroutineState state = CoroutineState::Created;
    base::ThreadId thread;         // where it ran last, or was created
    std::string_view waits_for;    // of a suspended one that told; "" if it did not
    std::optional<size_t> parent;  // its position in the list
    bool awaited = false;          // by its parent
    trace::EventIndex since;       // the event that brought it into this state
};

// In the order of their creation, without those that were destroyed by then. Time is linear in the number of coroutine
// events up to the moment: a microsecond for 20 of them (2026-11-22).
std::vector<CoroutineNode> coroutines_at(const History& history, trace::Time time);

}  // namespace interleave::session
