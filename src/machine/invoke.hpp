#pragma once
// Calls a function to its end on a thread made for it: for the spec runner, start functions and tests.

#include <functional>
#include <span>
#include <vector>

#include "machine/run.hpp"

namespace interleave::machine {

// Performs a host function: arguments in, results out.
using HostCalls =
    std::function<std::vector<Slot>(FunctionReference function, std::span<const Slot> arguments)>;

struct Outcome {
    // Finished, Trap, UncaughtException or Budget.
    Stop stop;
    std::vector<Slot> results;    // of Finished
    std::vector<Slot> exception;  // of UncaughtException
    uint64_t executed = 0;
};

// There is no other thread, so a wait for an equal value ends at once as timed out (2), and a notify wakes nobody.
// Without host_calls a host function returns zeros.
Outcome invoke(Store& store, FunctionReference function, std::span<const Slot> arguments,
               const HostCalls& host_calls = {}, const RunOptions& options = {});

}  // namespace interleave::machine
