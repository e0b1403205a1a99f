#pragma once
// Icons as text in the interface font, e.g. icon::lock.

namespace interleave::ui::icon {

// "\uEA75" as UTF-8: all code points are in U+E000 … U+F8FF.
struct Glyph {
    char text[4];
};

constexpr Glyph glyph(unsigned code) {
    return {{static_cast<char>(0xe0 | code >> 12), static_cast<char>(0x80 | (code >> 6 & 0x3f)),
             static_cast<char>(0x80 | (code & 0x3f)), 0}};
}

#define ICON(name, code)                                   \
    inline constexpr Glyph name##_glyph = glyph(0x##code); \
    inline constexpr const char* name = name##_glyph.text;
#include "icons.def"
#undef ICON

}  // namespace interleave::ui::icon
