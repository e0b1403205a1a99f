#pragma once
// The brackets of the text format: enough to read a script's commands; modules in it stay text.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace interleave::test {

struct Expression {
    enum class Kind : uint8_t { List, Atom, String };
    Kind kind = Kind::Atom;
    uint32_t line = 0;
    std::string_view source;        // with its brackets or quotes
    std::string text;               // of an atom or string
    std::vector<Expression> items;  // of a list

    // The first atom of a list: "module" of (module …).
    std::string_view head() const;
    bool is(std::string_view name) const { return head() == name; }
    // The item at this place if it is a $name, else "".
    std::string name_at(size_t place) const;
};

// All expressions of the text, which outlives them. The error's position is a line.
base::Result<std::vector<Expression>> parse_expressions(std::string_view text);

}  // namespace interleave::test
