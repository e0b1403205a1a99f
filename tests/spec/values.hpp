#pragma once

#include <span>
#include <string>
#include <vector>

#include "script.hpp"

namespace interleave::test {

// Whether a result is what the script expects (spec repository, interpreter/README.md): bits for bits, any
// canonical NaN, any arithmetic NaN, any reference but null.
bool matches(const Value& expected, machine::Slot actual);

// Whether each result is one of those expected at its place.
bool matches(const std::vector<Expected>& expected, std::span<const machine::Slot> actual);

std::string describe(const std::vector<Expected>& expected);
std::string describe(std::span<const machine::Slot> actual);

// Whether an error is the one that a script asks for. Scripts give the first words of the reference
// interpreter's message; what follows a colon there are its own details.
bool says(const std::string& actual, const std::string& expected);

}  // namespace interleave::test
