// The code section: where each function's locals and body are. Bodies are decoded by the validator.

#include "wasm/limits.hpp"
#include "wasm/sections.hpp"

namespace interleave::wasm {

namespace {

void parse_locals(ModuleReader& reader, Function& function) {
    uint32_t groups = reader.count(MaxLocals, "local declarations");
    uint64_t total = 0;
    for (uint32_t i = 0; i < groups && !reader.failed(); ++i) {
        uint32_t start = reader.position();
        uint32_t count = reader.u32();
        ValueType type = reader.value_type();
        total += count;
        if (total > MaxLocals) {
            reader.fail("too many locals: a function may have " + std::to_string(MaxLocals), start);
            return;
        }
        function.locals.push_back({count, type});
    }
    function.local_count = static_cast<uint32_t>(total);
}

void parse_code_entry(ModuleReader& reader, Function& function) {
    function.offset = reader.position();
    uint32_t size = reader.u32();
    uint32_t begin = reader.position();
    if (size > reader.remaining()) {
        reader.fail("unexpected end of section or function, in a function body", begin);
    }
    if (size > MaxBodyBytes) {
        reader.fail("function body too large: at most " + std::to_string(MaxBodyBytes) + " bytes",
                    begin);
    }
    if (reader.failed()) return;
    parse_locals(reader, function);
    if (reader.position() - begin > size) {
        reader.fail("unexpected end of section or function, in the locals of a function", begin);
    }
    if (reader.failed()) return;
    function.body = {reader.position(), begin + size};
    reader.seek(begin + size);
}

}  // namespace

void parse_code_section(ModuleReader& reader, Module& module) {
    uint32_t start = reader.position();
    uint32_t count = reader.count(MaxFunctions, "function bodies");
    uint32_t declared = static_cast<uint32_t>(module.functions.size()) - module.imported_functions;
    if (!reader.failed() && count != declared) {
        reader.fail(
            "function and code section have inconsistent lengths: " + std::to_string(declared) +
                " functions, " + std::to_string(count) + " bodies",
            start);
    }
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        parse_code_entry(reader, module.functions[module.imported_functions + i]);
    }
}

}  // namespace interleave::wasm
