#pragma once
// The words by which threads agree who initialises a variable that is static in a function (Itanium C++ ABI, 3.3.3). No
// debug information tells of them: they are found by the code that looks at them, and belong to the variable before them.

#include <string>
#include <vector>

#include "base/ids.hpp"
#include "dwarf/debug_info.hpp"

namespace interleave::dwarf {

// By address. `objects` are sorted by address; the code is that of the functions that have entries.
std::vector<Object> find_guards(const Sections& sections, const std::vector<Function>& functions,
                                const std::vector<Object>& objects);

}  // namespace interleave::dwarf
