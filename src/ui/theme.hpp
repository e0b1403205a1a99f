#pragma once
// Colours by name, from palette.def, for the dark and the light theme.

#include <array>
#include <cstddef>
#include <cstdint>

namespace interleave::ui {

enum class Theme : uint8_t { Dark, Light };

enum class Colour : uint8_t {
#define COLOUR(name, dark, light, meaning) name,
#include "palette.def"
#undef COLOUR
    Count
};

inline constexpr size_t ColourCount = static_cast<size_t>(Colour::Count);
inline constexpr uint32_t ThreadColourCount = 8;

// 0xRRGGBB.
uint32_t colour_rgb(Theme theme, Colour colour);

const char* colour_name(Colour colour);

// The same for a thread wherever it is drawn: lane, holder of a lock, editor mark.
constexpr Colour thread_colour(uint32_t thread) {
    return static_cast<Colour>(static_cast<uint32_t>(Colour::thread_0) +
                               thread % ThreadColourCount);
}

// Bytes R, G, B, A of every colour, for the shader's palette texture.
std::array<uint8_t, ColourCount * 4> palette_texture(Theme theme);

// The contrast ratio of two colours, 1 … 21 (WCAG 2.2, "contrast ratio").
double contrast(uint32_t rgb_a, uint32_t rgb_b);

}  // namespace interleave::ui
