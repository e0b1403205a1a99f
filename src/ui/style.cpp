#include "ui/style.hpp"

#include <algorithm>

namespace interleave::ui {

namespace {

ImVec4 vector_of(const Ui& ui, Colour colour) {
    return ImGui::ColorConvertU32ToFloat4(ui.colour(colour));
}

// Splits at back ticks: calls part(text, is_name) for each piece.
template <typename Part>
void split_names(std::string_view text, Part part) {
    bool name = false;
    while (!text.empty()) {
        size_t tick = text.find('`');
        part(text.substr(0, tick), name);
        if (tick == std::string_view::npos) break;
        text.remove_prefix(tick + 1);
        name = !name;
    }
}

size_t previous_letter(std::string_view text, size_t end) {
    do --end;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80);
    return end;
}

// Lines at 45°, rising or falling to the right.
void draw_hatch(ImDrawList* list, const Box& box, ImU32 colour, float period, float width,
                bool rising) {
    float h = box.height;
    for (float x = box.x - h; x < box.right(); x += period) {
        ImVec2 top(rising ? x + h : x, box.y), bottom(rising ? x : x + h, box.bottom());
        list->AddLine(bottom, top, colour, width);
    }
}

}  // namespace

ImU32 Ui::colour(Colour name, float alpha) const {
    uint32_t rgb = colour_rgb(theme, name);
    return IM_COL32(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255,
                    static_cast<int>(alpha * 255 + 0.5f));
}

void apply_style(const Ui& ui) {
    ImGuiStyle& style = ImGui::GetStyle();
    style = ImGuiStyle();
    style.WindowPadding = {0, 0};
    style.WindowBorderSize = 0;
    style.WindowRounding = ui.px(8);
    style.WindowMinSize = {1, 1};
    style.FramePadding = {ui.px(8), ui.px(5)};
    style.ItemSpacing = {ui.px(8), ui.px(6)};
    style.ScrollbarSize = ui.px(10);
    style.ScrollbarRounding = ui.px(5);
    style.AntiAliasedLinesUseTex = false;
    style.Colors[ImGuiCol_Text] = vector_of(ui, Colour::text);
    style.Colors[ImGuiCol_WindowBg] = vector_of(ui, Colour::ground);
    style.Colors[ImGuiCol_PopupBg] = vector_of(ui, Colour::raised);
    style.Colors[ImGuiCol_ScrollbarBg] = ImVec4(0, 0, 0, 0);
    style.Colors[ImGuiCol_ScrollbarGrab] = vector_of(ui, Colour::line_strong);
}

float text_width(ImFont* font, std::string_view text) {
    return font->CalcTextSizeA(font->FontSize, FLT_MAX, 0, text.data(), text.data() + text.size())
        .x;
}

void draw_text(ImDrawList* list, ImFont* font, ImVec2 position, ImU32 colour,
               std::string_view text) {
    if (text.empty()) return;
    list->AddText(font, font->FontSize, {std::round(position.x), std::round(position.y)}, colour,
                  text.data(), text.data() + text.size());
}

std::string elide(ImFont* font, std::string_view text, float width) {
    if (text_width(font, text) <= width) return std::string(text);
    float room = width - text_width(font, "…");
    size_t end = text.size();
    while (end > 0 && text_width(font, text.substr(0, end)) > room)
        end = previous_letter(text, end);
    return end == 0 ? std::string() : std::string(text.substr(0, end)) + "…";
}

float draw_text_in(ImDrawList* list, ImFont* font, const Box& box, ImU32 colour,
                   std::string_view text) {
    std::string shown = elide(font, text, box.width);
    draw_text(list, font, {box.x, box.y + (box.height - font->FontSize) / 2}, colour, shown);
    return text_width(font, shown);
}

float rich_width(const Ui& ui, ImFont* font, std::string_view text) {
    float width = 0;
    split_names(text, [&](std::string_view part, bool name) {
        width += text_width(name ? ui.fonts.mono : font, part);
    });
    return width;
}

float draw_rich(ImDrawList* list, const Ui& ui, ImFont* font, ImVec2 position, ImU32 colour,
                std::string_view text, float width) {
    float x = position.x;
    split_names(text, [&](std::string_view part, bool name) {
        ImFont* face = name ? ui.fonts.mono : font;
        float left = position.x + width - x;
        if (left <= 0) return;
        std::string shown = elide(face, part, left);
        draw_text(list, face, {x, position.y + std::round((font->FontSize - face->FontSize) / 2)},
                  colour, shown);
        x += text_width(face, shown);
        if (shown.size() != part.size()) x = position.x + width;
    });
    return x - position.x;
}

int draw_rich_lines(ImDrawList* list, const Ui& ui, ImFont* font, ImVec2 position, ImU32 colour,
                    std::string_view text, float width, int most_lines) {
    int lines = 0;
    bool in_name = false;  // a name was broken: both of its parts get their own back ticks
    while (!text.empty() && lines < most_lines) {
        std::string prefix = in_name ? "`" : "";
        size_t end = text.size();
        bool last = lines + 1 == most_lines;
        while (!last && rich_width(ui, font, prefix + std::string(text.substr(0, end))) > width) {
            size_t space = text.rfind(' ', end - 1);
            if (space == std::string_view::npos || space == 0) break;
            end = space;
        }
        std::string line = prefix + std::string(text.substr(0, end));
        if (list != nullptr) draw_rich(list, ui, font, position, colour, line, width);
        in_name = std::count(line.begin(), line.end(), '`') % 2 != 0;
        position.y += font->FontSize + ui.px(2);
        text.remove_prefix(std::min(text.size(), end + 1));
        ++lines;
    }
    return lines;
}

void draw_swatch(ImDrawList* list, const Ui& ui, const Box& box, Look look) {
    ImU32 full = ui.colour(look.colour);
    float radius = std::min(ui.px(3), box.height / 2);
    bool plain = look.style == Style::Solid || look.style == Style::Fold;
    list->AddRectFilled(box.min(), box.max(), ui.colour(look.colour, plain ? 1 : 0.3f), radius);
    list->PushClipRect(box.min(), box.max(), true);
    float width = std::max(1.0f, 1.4f * ui.scale);
    switch (look.style) {
        case Style::RisingHatch:
            draw_hatch(list, box, full, 7 * ui.scale, width, true);
            break;
        case Style::FallingHatch:
            draw_hatch(list, box, full, 7 * ui.scale, width, false);
            break;
        case Style::Bars:
            for (float x = box.x + ui.px(2); x < box.right(); x += ui.px(5)) {
                list->AddRectFilled({x, box.y}, {x + ui.px(1), box.bottom()}, full);
            }
            break;
        case Style::Lines:
            for (float y = box.y + ui.px(2); y < box.bottom(); y += ui.px(4)) {
                list->AddRectFilled({box.x, y}, {box.right(), y + ui.px(1)}, full);
            }
            break;
        case Style::Dots:
            for (float y = box.y + ui.px(3); y < box.bottom(); y += ui.px(6)) {
                for (float x = box.x + ui.px(3); x < box.right(); x += ui.px(6)) {
                    list->AddCircleFilled({x, y}, 1.2f * ui.scale, full);
                }
            }
            break;
        case Style::Outline:
            list->AddRect(box.min(), box.max(), full, radius, 0, ui.px(1));
            break;
        case Style::Solid:
        case Style::Fold:
            break;
    }
    list->PopClipRect();
}

void draw_card(ImDrawList* list, const Ui& ui, const Box& box) {
    float radius = ui.px(8);
    for (int ring = 5; ring > 0; --ring) {
        float grow = ui.px(static_cast<float>(ring) * 1.5f);
        list->AddRectFilled({box.x - grow, box.y - grow + ui.px(2)},
                            {box.right() + grow, box.bottom() + grow + ui.px(2)},
                            IM_COL32(0, 0, 0, ui.theme == Theme::Dark ? 22 : 9), radius + grow);
    }
    list->AddRectFilled(box.min(), box.max(), ui.colour(Colour::raised), radius);
    list->AddRect(box.min(), box.max(), ui.colour(Colour::line_strong), radius, 0,
                  std::max(1.0f, std::floor(ui.scale)));
}

bool draw_button(const Ui& ui, const char* id, const Box& box, const char* icon, const char* label,
                 ButtonState state) {
    ImGui::SetCursorScreenPos(box.min());
    bool disabled = state == ButtonState::Disabled;
    bool pressed = ImGui::InvisibleButton(id, {box.width, box.height}) && !disabled;
    ImDrawList* list = ImGui::GetWindowDrawList();
    bool hovered = ImGui::IsItemHovered() && !ui.coarse && !disabled;
    bool held = ImGui::IsItemActive() && !disabled;
    if (hovered || held || state == ButtonState::On) {
        Colour ground = held                       ? Colour::pressed
                        : state == ButtonState::On ? Colour::accent_quiet
                                                   : Colour::hover;
        float inset = ui.px(2);
        list->AddRectFilled({box.x, box.y + inset}, {box.right(), box.bottom() - inset},
                            ui.colour(ground), ui.px(6));
    }
    ImU32 colour = disabled                   ? ui.colour(Colour::text_quiet, 0.45f)
                   : state == ButtonState::On ? ui.colour(Colour::accent)
                   : hovered                  ? ui.colour(Colour::text)
                                              : ui.colour(Colour::text_quiet);
    float icon_width = icon[0] ? text_width(ui.fonts.text, icon) : 0;
    float label_width = label[0] ? text_width(ui.fonts.text, label) : 0;
    float gap = icon_width > 0 && label_width > 0 ? ui.px(6) : 0;
    float x = box.x + (box.width - icon_width - gap - label_width) / 2;
    float y = box.y + (box.height - ui.fonts.text->FontSize) / 2;
    draw_text(list, ui.fonts.text, {x, y}, colour, icon);
    draw_text(list, ui.fonts.text, {x + icon_width + gap, y}, colour, label);
    return pressed;
}

void tooltip(const Ui& ui, const char* text, const char* keys) {
    if (ui.coarse || !ImGui::IsItemHovered(ImGuiHoveredFlags_DelayNormal)) return;
    ImDrawList* list = ImGui::GetForegroundDrawList();
    float padding = ui.px(8);
    float width = text_width(ui.fonts.text, text);
    float keys_width = keys[0] ? text_width(ui.fonts.mono, keys) + ui.px(12) : 0;
    ImVec2 at = ImGui::GetItemRectMin();
    Box box{at.x, ImGui::GetItemRectMax().y + ui.px(4), width + keys_width + 2 * padding,
            ui.fonts.text->FontSize + 2 * ui.px(6)};
    box.x = std::clamp(box.x, ui.px(4),
                       std::max(ui.px(4), ImGui::GetIO().DisplaySize.x - box.width - ui.px(4)));
    draw_card(list, ui, box);
    draw_text(list, ui.fonts.text, {box.x + padding, box.y + ui.px(6)}, ui.colour(Colour::text),
              text);
    draw_text(list, ui.fonts.mono, {box.x + padding + width + ui.px(12), box.y + ui.px(6)},
              ui.colour(Colour::text_quiet), keys);
}

}  // namespace interleave::ui
