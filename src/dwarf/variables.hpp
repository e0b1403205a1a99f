#pragma once
// The variables that a learner sees at a code offset, and where each of them is.

#include <cstdint>
#include <string>
#include <vector>

#include "dwarf/debug_info.hpp"
#include "dwarf/expression.hpp"

namespace interleave::dwarf {

enum class VariableKind : uint8_t { Parameter, This, Capture, Local, StaticLocal, Global };

struct Variable {
    std::string name;
    std::string type;  // as text
    VariableKind kind = VariableKind::Local;
    uint32_t line = 0;   // of its declaration
    uint32_t scope = 0;  // nesting: 0 = the function, 1 = its outermost blocks, …
    // False while execution is before the variable's initialiser: its bytes are what was there before.
    bool is_initialised = true;
    // Hidden by a variable of the same name in an inner scope.
    bool is_shadowed = false;
    EntryId entry = NoEntry;       // the variable, or of a capture the closure's member
    EntryId type_entry = NoEntry;  // NoEntry is void
    EntryId function = NoEntry;    // whose frame it belongs to; NoEntry for globals
};

// Parameters, captures of a lambda, `this` and locals in scope at the offset, outermost scope first, in
// the order of declaration. Empty in code without debug information. `frame` chooses an inlined
// subroutine's scope (a CallFrame's entry); NoEntry is the innermost.
std::vector<Variable> visible_variables(const DebugInfo& info, base::CodeOffset offset,
                                        EntryId frame = NoEntry);

// User code's globals, static members and statics in functions, in the order of their addresses, and
// thread_local variables after them.
std::vector<Variable> global_variables(const DebugInfo& info);

// Where the variable's value is when the thread stands at `offset`. Kind::None: nowhere (optimised out,
// or its frame is not set up yet).
Location locate(const DebugInfo& info, const Variable& variable, base::CodeOffset offset,
                const Registers& registers, const ReadMemory& read);

}  // namespace interleave::dwarf
