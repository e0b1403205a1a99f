#pragma once
// What the bytes of a channel's message say, as far as bytes can: "hello" in quotes, 42, {1, 2}. A message has no type
// once it is sent (guest/include/interleave/message.hpp puts values one after the other), so this is a reading: text is
// recognised by its length in front (an empty one is a 0), eight bytes are a whole number if it is a small one and else a double.

#include <cstdint>
#include <span>
#include <string>

namespace interleave::session {

// At most about 40 characters.
std::string message_text(std::span<const uint8_t> bytes);

}  // namespace interleave::session
