#pragma once
// Names as a learner writes them.

#include <string>
#include <string_view>

namespace interleave::dwarf {

// The C++ name behind a symbol ("_Z5twicei" → "twice(int)"); the symbol itself if it is none.
std::string demangle(std::string_view symbol);

// For what a demangler gives up on (each gives up on others): the first name in the symbol, with its namespaces, and
// "lambda in work" for what is inside of one. What is no symbol stays.
std::string first_name(std::string_view symbol);

// Without the standard library's own spelling: inline namespaces (std::__2::), ABI tags, default
// allocators, comparators and traits; std::string for basic_string<char, …>. Works on names of types
// and of functions.
std::string tidy_name(std::string_view name);

// The function's name without parameters, template arguments and return type:
// "std::vector<int>::push_back(int&&)" → "std::vector::push_back". A lambda's call operator is
// "lambda in main".
std::string short_function_name(std::string_view tidied);

}  // namespace interleave::dwarf
