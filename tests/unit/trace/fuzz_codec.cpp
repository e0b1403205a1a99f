// libFuzzer target: bytes → decode → states, edges, wait-for graph, export → encode → the same
// trace again.
//
//   cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++
//   -DINTERLEAVE_SANITIZE=fuzzer,address,undefined ninja -C build/fuzz fuzz_codec &&
//   build/fuzz/tests/unit/trace/fuzz_codec -max_total_time=60
#include <cstdlib>

#include "trace/codec.hpp"
#include "trace/deadlock.hpp"
#include "trace/export_chrome.hpp"
#include "trace/recording.hpp"

using namespace interleave::trace;

namespace {

void observe(const Trace& trace) {
    States states;
    states.extend(trace);
    HappensBefore order;
    order.extend(trace);
    (void)describe(trace, wait_for_graph(trace, states, trace.end_time()));
    (void)export_chrome(trace, states, order);
    if (!trace.empty()) (void)order.causes(trace, EventIndex{trace.size() - 1});
    auto again = decode(encode(trace));
    if (!again.ok() || again->size() != trace.size()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    std::span<const uint8_t> bytes(data, size);
    if (auto trace = decode(bytes); trace.ok()) observe(*trace);
    Trace recorded;
    Recording recording(recorded);
    (void)recording.feed(bytes);
    recording.finish();
    observe(recorded);
    return 0;
}
