#pragma once
// Which functions a code offset is in: the body itself and what the compiler inlined into it.

#include <cstdint>
#include <string>
#include <vector>

#include "dwarf/debug_info.hpp"

namespace interleave::dwarf {

struct CallFrame {
    std::string name;        // "Bank::pay(int)"
    std::string short_name;  // "Bank::pay"
    bool is_user = false;    // false: a library's; call stacks fold it
    bool is_inlined = false;
    SourcePosition position;  // where in this frame execution is; line 0 if not known
    EntryId entry = NoEntry;  // its DW_TAG_subprogram or DW_TAG_inlined_subroutine
};

// Innermost first; the last is the body's own function. Empty if no body contains the offset. For the
// callers on a stack give an offset inside the call instruction, not the one behind it.
std::vector<CallFrame> frames_at(const DebugInfo& info, base::CodeOffset offset);

}  // namespace interleave::dwarf
