#pragma once

#include <string_view>

namespace interleave::wasm {

// Whether the text is UTF-8 as names must be (core spec, 5.2.4; RFC 3629): shortest forms, no surrogates,
// nothing above U+10FFFF.
bool is_utf8(std::string_view text);

}  // namespace interleave::wasm
