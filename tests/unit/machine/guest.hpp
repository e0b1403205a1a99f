#pragma once
// Small guests for tests, written in WebAssembly's text format.

#include <string>
#include <string_view>
#include <vector>

#include "machine/instantiate.hpp"
#include "machine/invoke.hpp"
#include "machine/run.hpp"
#include "machine/store.hpp"

namespace interleave::test {

using machine::Slot;

// Converts by wat2wasm. A text that it refuses fails the test and ends the program.
wasm::ModulePointer module_of(const std::string& text);

// A store with one instance. Imports: "host" "one" (i32) -> i32, and whatever `offered` holds by name.
class Guest {
public:
    explicit Guest(const std::string& text, machine::StoreLimits limits = {});

    machine::FunctionReference function(std::string_view name) const;
    machine::Thread start(std::string_view name, std::vector<Slot> arguments = {}) const;
    // The outcome of a call on a thread of its own; "host" "one" gives its argument + 1.
    machine::Outcome call(std::string_view name, std::vector<Slot> arguments = {},
                          const machine::RunOptions& options = {}) const;
    // The first result. REQUIRES: the call finishes with one
    Slot value(std::string_view name, std::vector<Slot> arguments = {}) const;
    machine::TrapKind trap(std::string_view name, std::vector<Slot> arguments = {}) const;
    machine::Memory& memory() const { return store.memory({0}); }

    mutable machine::Store store;
    machine::InstanceId instance;
    machine::FunctionReference host;
};

// Loops, calls, memory, floats, multi-value blocks, a table and exceptions in some 5 000 instructions: what properties
// about whole runs are checked on. Export "run" (i32) -> i32, mutable global "line".
extern const char* const Everything;

Slot bits_of(float value);
Slot bits_of(double value);

}  // namespace interleave::test
