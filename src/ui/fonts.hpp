#pragma once
// The faces of the interface. In the page they are Inter, JetBrains Mono and codicons, subset and
// embedded (fonts_embedded.cpp); in tests Dear ImGui's built-in face stands in (fonts_default.cpp).

struct ImFont;

namespace interleave::ui {

struct Fonts {
    ImFont* text = nullptr;    // 13 px, with icons
    ImFont* strong = nullptr;  // 13 px semibold
    ImFont* small = nullptr;   // 11 px with icons: ruler, labels on spans
    ImFont* mono = nullptr;    // 12 px: names from the program
};

// Builds the atlas of the current Dear ImGui context for device pixels per CSS pixel; 40–60 ms in the page.
// The caller uploads it again.
Fonts build_fonts(float scale);

}  // namespace interleave::ui
