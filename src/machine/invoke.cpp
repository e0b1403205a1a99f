#include "machine/invoke.hpp"

namespace interleave::machine {

namespace {

// What a lone thread's wait ends with: 1 the value differs, 2 timed out (there is nobody to wake it).
Slot wait_alone(const Store& store, const AtomicWaitRequest& wait) {
    uint64_t value = 0;
    std::span<uint8_t> bytes(reinterpret_cast<uint8_t*>(&value), wait.bytes);
    (void)store.memory(wait.memory).read(wait.address, bytes);
    return value == wait.expected ? 2 : 1;
}

}  // namespace

Outcome invoke(Store& store, FunctionReference function, std::span<const Slot> arguments,
               const HostCalls& host_calls, const RunOptions& options) {
    Thread thread = Thread::start(store, {0}, function, arguments);
    Outcome outcome;
    RunOptions rest = options;
    for (;;) {
        Stop stop = run(store, thread, rest);
        rest.instructions =
            options.instructions == UINT64_MAX
                ? UINT64_MAX
                : options.instructions - std::min(options.instructions, thread.executed);
        switch (stop.reason) {
            case StopReason::HostCall: {
                size_t count = store.type_of(stop.host_function).results.size();
                std::vector<Slot> results(count);
                if (host_calls) results = host_calls(stop.host_function, thread.arguments());
                thread.answer(results);
                continue;
            }
            case StopReason::AtomicWait:
                thread.answer(wait_alone(store, stop.wait));
                continue;
            case StopReason::AtomicNotify:
                thread.answer(Slot{0});
                continue;
            case StopReason::Probe:
            case StopReason::Breakpoint:
            case StopReason::Line:
                continue;
            default:
                break;
        }
        outcome.stop = stop;
        outcome.executed = thread.executed;
        if (stop.reason == StopReason::Finished) {
            outcome.results.assign(thread.results().begin(), thread.results().end());
        }
        if (stop.reason == StopReason::UncaughtException) outcome.exception = thread.uncaught;
        return outcome;
    }
}

}  // namespace interleave::machine
