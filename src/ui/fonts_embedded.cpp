#include <cmath>

#include "imgui.h"
#include "ui/fonts.hpp"

#pragma clang diagnostic ignored "-Wc23-extensions"

namespace interleave::ui {

namespace {

constexpr unsigned char Text[] = {
#embed "inter-regular.ttf"
};
constexpr unsigned char Strong[] = {
#embed "inter-semibold.ttf"
};
constexpr unsigned char Mono[] = {
#embed "mono.ttf"
};
constexpr unsigned char Icons[] = {
#embed "icons.ttf"
};

// Latin with its extensions A and B, punctuation, arrows, some mathematics: what names, prose and units
// are made of. The subsets (src/ui/CMakeLists.txt) hold the same.
constexpr ImWchar Ranges[] = {0x20,   0x24f,  0x3bc,  0x3bc,  0x2010, 0x2027, 0x2030, 0x203a,
                              0x2190, 0x2199, 0x2212, 0x2212, 0x2264, 0x2265, 0};
constexpr ImWchar IconRanges[] = {0xea60, 0xecff, 0};

template <size_t Size>
ImFont* add(const unsigned char (&data)[Size], float pixels, const ImFontConfig& config,
            const ImWchar* ranges) {
    // The atlas only reads the bytes: FontDataOwnedByAtlas is false.
    return ImGui::GetIO().Fonts->AddFontFromMemoryTTF(
        const_cast<unsigned char*>(data), static_cast<int>(Size), pixels, &config, ranges);
}

}  // namespace

// Dear ImGui's font size is ascent + descent: 1.21 em for Inter, 1.32 for JetBrains Mono.
Fonts build_fonts(float scale) {
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    atlas->Clear();
    atlas->Flags |= ImFontAtlasFlags_NoMouseCursors;
    ImFontConfig config;
    config.FontDataOwnedByAtlas = false;
    config.OversampleH = scale >= 1.5f ? 1 : 2;
    config.OversampleV = 1;
    ImFontConfig icons = config;
    icons.MergeMode = true;

    Fonts fonts;
    fonts.text = add(Text, std::round(16 * scale), config, Ranges);
    icons.GlyphOffset.y = std::round(2.5f * scale);
    add(Icons, std::round(16 * scale), icons, IconRanges);
    fonts.strong = add(Strong, std::round(16 * scale), config, Ranges);
    fonts.small = add(Text, std::round(13.5f * scale), config, Ranges);
    icons.GlyphOffset.y = std::round(2 * scale);
    add(Icons, std::round(12 * scale), icons, IconRanges);
    fonts.mono = add(Mono, std::round(15.5f * scale), config, Ranges);
    atlas->Build();
    return fonts;
}

}  // namespace interleave::ui
