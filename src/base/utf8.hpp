#pragma once
// UTF-8 (RFC 3629).

#include <cstddef>
#include <string_view>

namespace interleave::base {

// Bytes of the valid sequence that `text` begins with, 0 if it begins with none (also when empty).
size_t utf8_sequence_length(std::string_view text);

}  // namespace interleave::base
