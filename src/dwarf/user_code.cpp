#include "dwarf/user_code.hpp"

#include <algorithm>

#include "dwarf/entries.hpp"

namespace interleave::dwarf {
namespace {

// clang's names for the function that holds the learner's main; "main" itself last, because next to
// `__original_main` it is a wrapper.
constexpr std::string_view MainNames[] = {"__original_main", "__main_void", "__main_argc_argv",
                                          "main"};

bool is_library_path(std::string_view path) {
    for (std::string_view part : {"/sysroot/", "/include/c++/", "/lib/clang/", "/emsdk/",
                                  "system/lib/", "/include/interleave/", "/src/guest/"}) {
        if (path.find(part) != std::string_view::npos) return true;
    }
    return path.starts_with("system/lib/");
}

}  // namespace

int find_main_unit(const Sections& sections, const std::vector<Unit>& units,
                   const DebugSections& debug) {
    uint32_t code_size = static_cast<uint32_t>(sections.code.size());
    for (std::string_view name : MainNames) {
        for (const FunctionBody& body : sections.functions) {
            auto named = sections.function_names.find(body.index);
            if (named == sections.function_names.end() || named->second != name) continue;
            for (size_t i = 0; i < units.size(); ++i) {
                if (is_library_path(units[i].path())) continue;
                std::vector<AddressRange> ranges = unit_ranges(units[i], debug, code_size);
                if (std::any_of(ranges.begin(), ranges.end(), [&body](const AddressRange& range) {
                        return range.contains(body.start);
                    })) {
                    return static_cast<int>(i);
                }
            }
        }
    }
    for (size_t i = 0; i < units.size(); ++i) {
        if (!units[i].name.empty() && !is_library_path(units[i].path())) return static_cast<int>(i);
    }
    return -1;
}

bool is_user_path(std::string_view path, std::string_view main_path) {
    if (path == main_path) return true;
    if (main_path.empty() || is_library_path(path)) return false;
    size_t slash = main_path.rfind('/');
    if (slash == std::string_view::npos) return path.find('/') == std::string_view::npos;
    if (!path.starts_with(main_path.substr(0, slash + 1))) return false;
    // A program in the root directory does not own the whole file system.
    return slash != 0 || path.find('/', 1) == std::string_view::npos;
}

}  // namespace interleave::dwarf
