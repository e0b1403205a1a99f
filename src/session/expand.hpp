#pragma once
// A line of the program, opened into the machine operations that it is made of: read, add, write.

#include <string>
#include <vector>

#include "session/program.hpp"

namespace interleave::session {

enum class OperationKind : uint8_t { Read, Write, Compute, Call, Atomic, Jump };

struct LineOperation {
    // code offset of its instruction: a thread at or before it has it still to do
    uint32_t offset = 0;
    OperationKind kind = OperationKind::Compute;
    std::string words;    // "read counter", "add", "call std::mutex::lock"
    std::string text;     // the instruction: "i32.load $counter"
    bool shared = false;  // touches a variable that all threads can see
};

// In the order of the code, of one function after the other where several have code for the line. What only moves values
// about inside the processor (constants, locals, blocks) is left out.
std::vector<LineOperation> expand_line(const Program& program, uint32_t line);

}  // namespace interleave::session
