#pragma once
// A program as a session needs it: the validated module and what its debug information says.

#include <memory>
#include <vector>

#include "base/result.hpp"
#include "dwarf/debug_info.hpp"
#include "wasm/module.hpp"

namespace interleave::session {

struct Program {
    wasm::ModulePointer module;
    std::shared_ptr<const dwarf::DebugInfo> debug;  // without DWARF it knows functions only

    // Errors: not WebAssembly, invalid, or damaged debug information, with the offset in the file.
    static base::Result<Program> load(std::vector<uint8_t> bytes);
};

}  // namespace interleave::session
