#include "imgui.h"
#include "ui/fonts.hpp"

namespace interleave::ui {

Fonts build_fonts(float) {
    ImFontAtlas* atlas = ImGui::GetIO().Fonts;
    atlas->Clear();
    ImFont* face = atlas->AddFontDefault();
    atlas->Build();
    return {face, face, face, face};
}

}  // namespace interleave::ui
