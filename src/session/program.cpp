#include "session/program.hpp"

#include "wasm/validator.hpp"

namespace interleave::session {

base::Result<Program> Program::load(std::vector<uint8_t> bytes) {
    base::Result<dwarf::DebugInfo> debug = dwarf::DebugInfo::read(bytes);
    if (!debug) return debug.error();
    base::Result<wasm::ModulePointer> module = wasm::load(std::move(bytes));
    if (!module) return module.error();
    return Program{*module, std::make_shared<const dwarf::DebugInfo>(std::move(debug).value())};
}

}  // namespace interleave::session
