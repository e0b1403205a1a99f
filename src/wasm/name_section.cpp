// The custom section "name" (core spec, appendix 7.4, and the extended name section proposal for globals).

#include <algorithm>

#include "wasm/limits.hpp"
#include "wasm/sections.hpp"

namespace interleave::wasm {

namespace {

enum Subsection : uint8_t { ModuleName = 0, FunctionNames = 1, LocalNames = 2, GlobalNames = 7 };

// Names are looked up by binary search, so a list that does not ascend is sorted.
template <typename Entry>
void order_by(std::vector<Entry>& entries, uint32_t Entry::*key) {
    auto less = [key](const Entry& a, const Entry& b) { return a.*key < b.*key; };
    if (!std::is_sorted(entries.begin(), entries.end(), less)) {
        std::stable_sort(entries.begin(), entries.end(), less);
    }
}

std::vector<NamedIndex> parse_name_map(ModuleReader& reader) {
    std::vector<NamedIndex> names;
    uint32_t count = reader.count(MaxFunctions, "names");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint32_t index = reader.u32();
        std::string_view name = reader.name();
        if (!reader.failed()) names.push_back({index, name});
    }
    order_by(names, &NamedIndex::index);
    return names;
}

std::vector<FunctionLocalNames> parse_local_names(ModuleReader& reader) {
    std::vector<FunctionLocalNames> functions;
    uint32_t count = reader.count(MaxFunctions, "names");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint32_t function = reader.u32();
        functions.push_back({function, parse_name_map(reader)});
    }
    order_by(functions, &FunctionLocalNames::function);
    return functions;
}

}  // namespace

void parse_name_section(const Module& module, ByteRange contents, NameSection& names) {
    ModuleReader reader(std::span(module.bytes).first(contents.end));
    reader.seek(contents.begin);
    while (!reader.at_end() && !reader.failed()) {
        uint8_t id = reader.u8();
        uint32_t size = reader.u32();
        uint32_t begin = reader.position();
        if (reader.failed() || size > reader.remaining()) return;
        switch (id) {
            case ModuleName:
                names.module = reader.name();
                break;
            case FunctionNames:
                names.functions = parse_name_map(reader);
                break;
            case LocalNames:
                names.locals = parse_local_names(reader);
                break;
            case GlobalNames:
                names.globals = parse_name_map(reader);
                break;
            default:
                break;  // labels, types, tables, …: nobody asks for them
        }
        reader.seek(begin + size);
    }
}

}  // namespace interleave::wasm
