#pragma once
// Which functions of a program make up its coroutines, and which coroutines a thread is in.
//
// clang splits a C++20 coroutine f into f itself (the ramp: it allocates the frame and runs up to the first suspension),
// "f (.resume)" and "f (.destroy)", whose only parameter is the frame. So a coroutine is created by the first
// allocation within its ramp, runs from the entry of its resume function (or its ramp) to the return, where it has
// suspended or ended, and is destroyed when its frame is given back to the heap. The world stops threads at the entries
// and at the places they return to by the machine's breakpoints: nothing else gets slower.
//
// What it does not see: coroutines whose frame the optimiser put into the caller's (from -O1 on), and frames that do not
// come from the heap. A library that reports its coroutines itself (the events coroutine_… as notes) is believed.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/ids.hpp"
#include "wasm/module.hpp"
#include "world/flat_map.hpp"

namespace interleave::world {

// A function of a coroutine; `coroutine` is the position of its name.
struct CoroutineFunction {
    enum class Part : uint8_t { Ramp, Resume };
    Part part = Part::Ramp;
    uint32_t coroutine = 0;
};

// The coroutines of a module, by its name section.
class CoroutineTable {
public:
    CoroutineTable() = default;
    explicit CoroutineTable(const wasm::Module& module);

    bool empty() const { return m_names.empty(); }
    // nullptr for every other function.
    const CoroutineFunction* find(base::FunctionIndex function) const {
        return m_functions.find(function.value);
    }
    // "Numbers count(int)" without its return type: as in the source.
    const std::string& name(uint32_t coroutine) const { return m_names[coroutine]; }
    // Where their functions begin.
    const std::vector<base::CodeOffset>& entries() const { return m_entries; }

private:
    FlatMap<CoroutineFunction> m_functions;  // by function index
    std::vector<std::string> m_names;
    std::vector<base::CodeOffset> m_entries;
};

// A coroutine that a thread executes now, or the ramp of one.
struct ActiveCoroutine {
    uint32_t coroutine = 0;
    uint32_t frame = 0;   // address; 0 = the ramp has not allocated it yet
    size_t depth = 0;     // of the thread's stack, with its function
    bool is_told = true;  // its creation was reported, or needs no report
};

// What is known of a coroutine's frame while it is allocated.
struct CoroutineFrame {
    uint32_t coroutine = 0;
    bool reports_itself = false;
};

}  // namespace interleave::world
