#pragma once
// Requests to a session and its replies, as bytes: all that the page's worker, tests and other programs may use.
// Little endian; the page's side is web/src/engine/protocol.ts.
//
// REQUEST   u32 kind, then
//   1 load         the program's bytes
//   2 start        u32 cores, u32 flags (1 watch shared memory, 2 more input may come), u64 seed, i64 quantum ns,
//                  i64 switch ns, u32 instruction ns, u32 0, u64 instruction limit, u64 event limit,
//                  u32 size + standard input
//   3 run          u64 instructions at most
//   4 stop         -
//   5 input        bytes of standard input
//   6 close input  -
//   7 seek         i64 time: then `inspect`
//   8 inspect      u32 flags (1 library frames)
//   9 schedule     -
//   20 look        i64 time: what moment.hpp writes
//   21 step        i64 time, u32 unit (0 operation, 1 line, 2 instruction), u32 direction (0 forward, 1 back),
//                  u32 thread (all ones: any): the moment one step away
//   22 jump        i64 time, u32 landmark (history.hpp), u32 direction, u32 thread: the moment there
//   23 by hand     like start, then u32 size + schedule text: the learner is the scheduler, after that schedule
//   24 move        u32 thread, u32 unit
//   25 undo        u32 moves to keep, at least 1: the recording begins anew
//   26 take over   i64 time
//   27 expand      u32 line
//   28 explain     -
//   29 at step     u32 step, from 1; 0 = before the first: the moment after it
//   40 explore     u32 policy (explorer/exploration.hpp), u32 flags (1 the order of output is no difference), u64 executions at most,
//                  u64 events of one execution at most, u64 seed, u32 preemptions, u32 depth, u32 host threads (0 is 1; more than
//                  MostExploreThreads are as many), u32 size + standard input
//   41 explore more  u64 executions
//   42 explored    u64 microseconds that the caller measured
//
// REPLY     u32 size + JSON, u32 size + recording chunk (trace/recording.hpp), u32 count of outputs, then each: u32 descriptor,
//           u32 size + bytes
//
// The JSON is {"error": "…", "position": n} when the request could not be done, else
//   load      {"functions": n, "debug": bool}
//   start, run, stop, input, close input
//             {"status": lab_status_name, "message", "exitCode", "time", "executed", "threads", "hash", "findings": [{line, thread, time,
//              message}]}
//   seek, inspect    what inspect.hpp writes
//             by hand also "hand": {"moves": [{thread, time}], "choices": [{thread, possible, words, but, line}], "schedule": text}
//   schedule, take over  {"schedule": text}
//   look, step, jump, at step  what moment.hpp writes; {"none": true} where a step leads nowhere
//   expand    {"line", "operations": [{offset, kind, words, text, shared}]}
//   explore, explore more  {"more", "verdict", "executions", "outcomes", "bugs", "progress"}: numbers, but for the first two
//   explored  what explore.hpp writes
//   explain   {"explanations": [{kind, title, sentences, remedy, steps: [{step, time}]}]}

#include <cstdint>

namespace interleave::session {

enum class RequestKind : uint32_t {
    Load = 1,
    Start = 2,
    Run = 3,
    Stop = 4,
    Input = 5,
    CloseInput = 6,
    Seek = 7,
    Inspect = 8,
    Schedule = 9,
    Look = 20,
    Step = 21,
    Jump = 22,
    ByHand = 23,
    Move = 24,
    Undo = 25,
    TakeOver = 26,
    Expand = 27,
    Explain = 28,
    AtStep = 29,
    Explore = 40,
    ExploreMore = 41,
    Explored = 42,
};

inline constexpr uint32_t StartWatchShared = 1;
inline constexpr uint32_t StartInputOpen = 2;
inline constexpr uint32_t InspectLibraryFrames = 1;
inline constexpr uint32_t ExploreIgnoreOutputOrder = 1;
inline constexpr uint32_t MostExploreThreads = 8;  // each has a world of its own

}  // namespace interleave::session
