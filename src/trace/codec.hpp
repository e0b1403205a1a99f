#pragma once
// A trace as bytes: to keep it, to send it, to load it again. decode(encode(t)) is t, event for
// event.
//
// "leb" is unsigned LEB128, "sleb" signed; "text" is a leb length and so many bytes of UTF-8.
//
//   u32  magic "ILTR" (0x52544c49), little endian
//   leb  version: 1
//   run        u8 axis, u8 end reason, leb exit code, leb end time, leb missing, leb late, text
//   message threads    leb count, then each, in the order in which they became known:
//              leb id, leb process, leb name address, leb dropped,
//              u8 alive at end (0, 1), u8 blocked, leb blocked on
//   texts      leb count, then each, by address: leb distance from the last address, text
//   names      leb count, then each: leb process, leb address, leb address of the text
//   objects    leb count, then each: leb process, leb address, leb size, leb line, text name, text
//   type events     leb count, then blocks of 32 768 events, the last one shorter. A block is six
//   columns, each
//              a leb length in bytes and then one value an event:
//                time      leb   distance from the event before (the first block's first: from 0)
//                thread    leb   position in the list of threads
//                kind      u8
//                line      sleb  distance from the line of the same thread's event before
//                object    sleb  distance from the object of the same thread's event before
//                argument  sleb  distance from the argument of the last event of the same kind
//              The memories of "before" start at 0 and live across blocks.
//
// Nothing may follow. Typical size: 6 to 8 bytes an event (codec_test.cpp measures it), before any
// general compression.

#include <cstdint>
#include <span>
#include <vector>

#include "base/result.hpp"
#include "trace/trace.hpp"

namespace interleave::trace {

constexpr uint32_t TraceMagic = 0x52544c49;
constexpr uint32_t TraceVersion = 1;

std::vector<uint8_t> encode(const Trace& trace);

// Fails on anything encode() cannot have made, with the position of the first byte that shows it.
base::Result<Trace> decode(std::span<const uint8_t> bytes);

}  // namespace interleave::trace
