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
//   schedule  {"schedule": text}

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
};

inline constexpr uint32_t StartWatchShared = 1;
inline constexpr uint32_t StartInputOpen = 2;
inline constexpr uint32_t InspectLibraryFrames = 1;

}  // namespace interleave::session
