#pragma once
// Which source files are the learner's.

#include <string>
#include <string_view>
#include <vector>

#include "dwarf/sections.hpp"
#include "dwarf/unit.hpp"

namespace interleave::dwarf {

// The unit that defines `main`; without one the first that is no library's. -1 if there is none.
int find_main_unit(const Sections& sections, const std::vector<Unit>& units,
                   const DebugSections& debug);

// A file in the directory of `main_path` or below it, and not part of a tool chain or of Interleave.
bool is_user_path(std::string_view path, std::string_view main_path);

}  // namespace interleave::dwarf
