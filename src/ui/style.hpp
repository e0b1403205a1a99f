#pragma once
// The hand of the interface: scale, faces, colours, and the few shapes that panels are made of.
//
// Dear ImGui works in device pixels here (its display size is the canvas's, its framebuffer scale 1):
// every text and edge falls on a whole device pixel at any pixel ratio. Lengths in panels are CSS pixels
// passed through px().

#include <cmath>
#include <string>
#include <string_view>

#include "imgui.h"
#include "ui/fonts.hpp"
#include "ui/icons.hpp"
#include "ui/theme.hpp"
#include "ui/tile.hpp"

namespace interleave::ui {

struct Ui {
    Theme theme = Theme::Dark;
    Fonts fonts;
    float scale = 1;       // device pixels per CSS pixel
    bool coarse = false;   // fingers point: larger targets
    bool focused = false;  // the canvas has the keyboard

    float px(float css) const { return std::round(css * scale); }
    ImU32 colour(Colour colour, float alpha = 1) const;
};

// A rectangle in device pixels.
struct Box {
    float x = 0, y = 0, width = 0, height = 0;
    float right() const { return x + width; }
    float bottom() const { return y + height; }
    ImVec2 min() const { return {x, y}; }
    ImVec2 max() const { return {right(), bottom()}; }
    bool contains(ImVec2 point) const {
        return point.x >= x && point.x < right() && point.y >= y && point.y < bottom();
    }
};

// Sets Dear ImGui's own colours and sizes (tooltips, scroll bars) to the theme.
void apply_style(const Ui& ui);

float text_width(ImFont* font, std::string_view text);
void draw_text(ImDrawList* list, ImFont* font, ImVec2 position, ImU32 colour,
               std::string_view text);
// Centres the line in the box vertically and shortens it with "…" to the width.
// Returns the width that was drawn.
float draw_text_in(ImDrawList* list, ImFont* font, const Box& box, ImU32 colour,
                   std::string_view text);
// The text shortened to a width: "" if not even one letter and "…" fit.
std::string elide(ImFont* font, std::string_view text, float width);

// A line in which `names` are set in the mono face. Returns its width.
float draw_rich(ImDrawList* list, const Ui& ui, ImFont* font, ImVec2 position, ImU32 colour,
                std::string_view text, float width);
// The same over several lines, broken at spaces; the last of `most_lines` is shortened. Returns how many
// lines there are; draws nothing if `list` is nullptr.
int draw_rich_lines(ImDrawList* list, const Ui& ui, ImFont* font, ImVec2 position, ImU32 colour,
                    std::string_view text, float width, int most_lines);
float rich_width(const Ui& ui, ImFont* font, std::string_view text);

// A swatch of how a rectangle looks, as the shader draws it.
void draw_swatch(ImDrawList* list, const Ui& ui, const Box& box, Look look);

// A raised card with a soft shadow.
void draw_card(ImDrawList* list, const Ui& ui, const Box& box);

enum class ButtonState : uint8_t { Plain, On, Disabled };
// A flat button: icon, and a label if it is not empty. Returns whether it was pressed.
bool draw_button(const Ui& ui, const char* id, const Box& box, const char* icon, const char* label,
                 ButtonState state);
// A tooltip for the last item, after a moment.
void tooltip(const Ui& ui, const char* text, const char* keys);

}  // namespace interleave::ui
