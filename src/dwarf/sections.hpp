#pragma once
// What the debug information needs of a WebAssembly module: where its code is, what its functions are
// called, and its custom sections. Nothing is validated beyond that (src/wasm does it); every size is.

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace interleave::dwarf {

struct Section {
    uint8_t id = 0;
    std::string_view name;       // of a custom section, else empty
    size_t header_position = 0;  // of the id byte, in the file
    size_t position = 0;         // of the contents (a custom section's: after its name)
    std::span<const uint8_t> contents;
};

// One body in the code section. Offsets are "code offsets": from the start of the section's contents,
// which is what DWARF calls an address.
struct FunctionBody {
    uint32_t index = 0;        // in the function index space, imports first
    uint32_t size_offset = 0;  // of the body's size field
    uint32_t start = 0;        // of the body: its local declarations
    uint32_t first_instruction = 0;
    uint32_t end = 0;  // one past its final `end`
};

struct ExportedGlobal {
    std::string_view name;
    uint32_t index = 0;
    bool is_mutable_i32 = false;
};

// Views into the bytes given to `read_sections`, which must outlive it.
struct Sections {
    std::vector<Section> all;
    std::span<const uint8_t> code;        // contents of the code section
    size_t code_position = 0;             // their offset in the file
    std::vector<FunctionBody> functions;  // in order
    uint32_t imported_functions = 0;
    std::map<uint32_t, std::string> function_names;  // from the name section
    std::vector<ExportedGlobal> exported_globals;

    // The contents of the custom section of that name, empty if there is none.
    std::span<const uint8_t> custom(std::string_view name) const;
    // The body that contains the code offset, or nullptr.
    const FunctionBody* function_at(uint32_t code_offset) const;
};

// Errors carry the offset in the file.
base::Result<Sections> read_sections(std::span<const uint8_t> module);

}  // namespace interleave::dwarf
