#include "ui/theme.hpp"

#include <algorithm>
#include <cmath>

namespace interleave::ui {

namespace {

struct Entry {
    uint32_t dark, light;
    const char* name;
};

constexpr Entry Entries[] = {
#define COLOUR(name, dark, light, meaning) {dark, light, #name},
#include "palette.def"
#undef COLOUR
};

// WCAG 2.2, "relative luminance".
double luminance(uint32_t rgb) {
    auto linear = [](uint32_t byte) {
        double c = byte / 255.0;
        return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(rgb >> 16 & 255) + 0.7152 * linear(rgb >> 8 & 255) +
           0.0722 * linear(rgb & 255);
}

}  // namespace

uint32_t colour_rgb(Theme theme, Colour colour) {
    const Entry& entry = Entries[static_cast<size_t>(colour)];
    return theme == Theme::Dark ? entry.dark : entry.light;
}

const char* colour_name(Colour colour) { return Entries[static_cast<size_t>(colour)].name; }

std::array<uint8_t, ColourCount * 4> palette_texture(Theme theme) {
    std::array<uint8_t, ColourCount * 4> bytes{};
    for (size_t i = 0; i < ColourCount; ++i) {
        uint32_t rgb = colour_rgb(theme, static_cast<Colour>(i));
        bytes[i * 4 + 0] = static_cast<uint8_t>(rgb >> 16);
        bytes[i * 4 + 1] = static_cast<uint8_t>(rgb >> 8);
        bytes[i * 4 + 2] = static_cast<uint8_t>(rgb);
        bytes[i * 4 + 3] = 255;
    }
    return bytes;
}

double contrast(uint32_t rgb_a, uint32_t rgb_b) {
    double a = luminance(rgb_a), b = luminance(rgb_b);
    return (std::max(a, b) + 0.05) / (std::min(a, b) + 0.05);
}

}  // namespace interleave::ui
