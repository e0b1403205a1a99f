#pragma once
// Line marks: a module that says which source line it is executing.

#include <cstdint>
#include <vector>

#include "base/result.hpp"
#include "dwarf/debug_info.hpp"

namespace interleave::dwarf {

// Where code offsets of the module went.
class OffsetMap {
public:
    // Code from `before` on, up to the next anchor, is now found from `after` on. REQUIRES: `before` not
    // below the last one
    void add_anchor(uint32_t before, uint32_t after) { m_anchors.push_back({before, after}); }
    // The same offset if there are no anchors at or below it. At an insertion: the offset behind it.
    uint32_t translate(uint32_t offset) const;

private:
    struct Anchor {
        uint32_t before, after;
    };
    std::vector<Anchor> m_anchors;
};

struct MarkedModule {
    std::vector<uint8_t> bytes;
    OffsetMap offsets;
    uint32_t marks = 0;        // how many were inserted
    size_t code_position = 0;  // file offset of the code section's contents
};

// The module with `i32.const line; global.set interleave_line` wherever a line of the main source file
// begins, and without its .debug_* sections, whose offsets would no longer fit. A module that does not
// export a mutable i32 global "interleave_line" comes back byte for byte, with no marks.
// Errors: code that can't be walked, with the offset in the module.
base::Result<MarkedModule> mark_lines(const DebugInfo& info);

}  // namespace interleave::dwarf
