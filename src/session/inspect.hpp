#pragma once
// What can be seen of a world at the moment it shows: threads with their stacks and variables, locks, globals.

#include <string>

#include "base/json.hpp"
#include "session/program.hpp"
#include "session/world_notes.hpp"
#include "world/world.hpp"

namespace interleave::session {

struct InspectOptions {
    bool library_frames =
        false;           // call stacks with the library's frames, else they are folded away
    size_t frames = 64;  // of one stack at most
};

// Writes one JSON object:
//   time, executed: numbers
//   threads: [{id, process, state, since, waits: {for, object, name, holders: [id]} or null, line,
//              frames: [{function, line, user, variables: [{name, type, kind, value, address, children}]}],
//              threadLocals: [{name, type, value, address, children}]}]
//   locks: [{process, address, name, kind, holders: [id], shared, waiters: [id]}]
//   globals: [{name, type, value, address, children}]           of the first process
//   processes: [{id, exited, exitCode, globals}]                  globals of the others: the first one's are above
//   channels: [{id, name, capacity, closed, messages: [{size, text}] of at most 16, waiting: all of them}]
//            text: what is in a message as far as its bytes tell: text in quotes, or numbers
// state is one of running, ready, waiting, sleeping, io, input, done, failed.
void inspect(base::JsonWriter& json, const Program& program, world::World& world, int64_t time,
             const InspectOptions& options = {});

// "waiting for the lock m, held by thread 2" in the field's terms; "" for a thread that does not wait.
// `notes`: of the world from its beginning; may be null.
std::string describe_wait(const Program& program, const world::World& world,
                          const world::GuestThread& thread, const WorldNotes* notes = nullptr);

}  // namespace interleave::session
