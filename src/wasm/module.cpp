#include "wasm/module.hpp"

#include <algorithm>

namespace interleave::wasm {

std::string_view Module::name_of(base::FunctionIndex function) const {
    auto named = std::lower_bound(
        names.functions.begin(), names.functions.end(), function.value,
        [](const NamedIndex& entry, uint32_t index) { return entry.index < index; });
    if (named != names.functions.end() && named->index == function.value) return named->name;
    for (const Export& candidate : exports) {
        if (candidate.kind == ExternalKind::Function && candidate.index == function.value) {
            return candidate.name;
        }
    }
    return {};
}

std::optional<base::FunctionIndex> Module::function_at(uint32_t offset) const {
    // Bodies follow each other in the order of the index space.
    auto first = functions.begin() + imported_functions;
    auto after = std::upper_bound(
        first, functions.end(), offset,
        [](uint32_t position, const Function& entry) { return position < entry.body.begin; });
    if (after == first) return std::nullopt;
    const Function& candidate = *(after - 1);
    if (offset >= candidate.body.end) return std::nullopt;
    return base::FunctionIndex{static_cast<uint32_t>(after - 1 - functions.begin())};
}

const Export* Module::find_export(std::string_view name, ExternalKind kind) const {
    for (const Export& candidate : exports) {
        if (candidate.kind == kind && candidate.name == name) return &candidate;
    }
    return nullptr;
}

const CustomSection* Module::find_custom_section(std::string_view name) const {
    for (const CustomSection& section : custom_sections) {
        if (section.name == name) return &section;
    }
    return nullptr;
}

}  // namespace interleave::wasm
