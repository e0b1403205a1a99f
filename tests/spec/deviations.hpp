#pragma once
// Where this product and the letter of an official script differ: each one by name, with the reason.

#include <cstdint>
#include <string_view>

namespace interleave::test {

struct Deviation {
    std::string_view script;  // "core/binary.wast"
    uint32_t line;
    // Of a wording: what our message starts with. Of a skip: nothing.
    std::string_view ours;
    std::string_view reason;
};

// An assertion that is not run, nullptr if it is.
const Deviation* skip_of(std::string_view script, uint32_t line);

// An assertion whose module is refused as it must be, but with other words; nullptr if the words are the same.
const Deviation* wording_of(std::string_view script, uint32_t line);

}  // namespace interleave::test
