#pragma once
// Everything the page shows of one moment, as one JSON object:
//
//   time, end: the moment, and where the run stands now; executed: instructions so far, of the run
//   step, steps: how many steps have happened by then, and in all
//   caption: the last step in a sentence; "" before the first
//   output: how many bytes the program had written to the console
//   world: what inspect.hpp writes
//   threads: [{id, at: code offset of its innermost frame in the program, core: number or null, since: step or null}]
//            (since: when it asked for what it waits for)
//   locks: [{address, holders: [{thread, since: step or null}]}]
//   writes: [{address, step, time, thread, line}] of the last write to each global variable
//   processes: [{id, parent: number}] of those that were started by then
//   coroutines: [{name, process, thread, state, waits: text, parent: position in this list or null, awaited, since: step or null}],
//            at most 200, the oldest; moreCoroutines: how many are left out
//   steps and their times: [{step, time}] of each step that is named above
//
// Steps count from 1 here, as in words.

#include "base/json.hpp"
#include "session/history.hpp"
#include "session/lab_run.hpp"

namespace interleave::session {

// Seeks the moment first. Fails as LabRun::seek does.
base::Status write_moment(base::JsonWriter& json, LabRun& run, const History& history,
                          int64_t time);

}  // namespace interleave::session
