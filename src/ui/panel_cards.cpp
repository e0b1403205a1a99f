#include "ui/panel_cards.hpp"

#include <algorithm>
#include <iterator>
#include <vector>

#include "ui/commands.hpp"
#include "ui/looks.hpp"

namespace interleave::ui {

namespace {

using trace::ThreadState;

struct LegendLine {
    ThreadState state;
    const char* words;
};

constexpr LegendLine LegendLines[] = {
    {ThreadState::Running, "running, in the thread's own colour"},
    {ThreadState::Ready, "could run, waits for a core"},
    {ThreadState::BlockedOnLock, "waits for a lock"},
    {ThreadState::BlockedOnCondition, "waits for a signal: condition, semaphore, barrier"},
    {ThreadState::BlockedOnJoin, "waits for a thread to finish"},
    {ThreadState::Sleeping, "sleeps"},
    {ThreadState::InputOutput, "input or output"},
};

struct HelpLine {
    const char* keys;
    const char* words;
};

constexpr HelpLine PointerLines[] = {
    {"Ctrl wheel, pinch", "zoom at the pointer"},
    {"Shift wheel, drag", "move along the time"},
    {"Wheel", "scroll the lanes; zoom if all are in sight"},
    {"Click", "select; a fold opens"},
    {"Click the ruler", "set the time cursor"},
};

constexpr HelpLine TouchLines[] = {
    {"Drag", "move along the time and the lanes"},
    {"Two fingers", "zoom"},
    {"Tap", "select; a fold opens"},
    {"Tap the ruler", "set the time cursor"},
};

// What each line of the help explains: with fingers the gestures and the buttons, else pointer and keys.
std::vector<HelpLine> help_lines(const Ui& ui) {
    std::vector<HelpLine> lines;
    if (ui.coarse) {
        lines.assign(std::begin(TouchLines), std::end(TouchLines));
        for (const CommandInfo& info : all_commands()) {
            if (info.icon[0] != 0) lines.push_back({info.icon, info.tooltip});
        }
    } else {
        lines.assign(std::begin(PointerLines), std::end(PointerLines));
        for (const CommandInfo& info : all_commands()) lines.push_back({info.keys, info.tooltip});
    }
    return lines;
}

// A card in the middle of a box, with a window of its own so that presses don't reach the timeline.
// Returns false if it was dismissed.
bool begin_card(const Ui& ui, const char* id, const Box& card, const char* title) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin(id, nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                     ImGuiWindowFlags_NoNav);
    ImDrawList* list = ImGui::GetWindowDrawList();
    draw_card(list, ui, card);
    draw_text(list, ui.fonts.strong, {card.x + ui.px(16), card.y + ui.px(13)},
              ui.colour(Colour::text), title);
    float size = ui.px(ui.coarse ? 44 : 30);
    Box close{card.right() - size - ui.px(6), card.y + ui.px(ui.coarse ? 1 : 6), size, size};
    bool pressed = draw_button(ui, "close", close, icon::close, "", ButtonState::Plain);
    bool beside =
        ImGui::IsMouseClicked(ImGuiMouseButton_Left) && !card.contains(ImGui::GetIO().MousePos);
    return !pressed && !beside;
}

Box centred(const Box& within, float width, float height) {
    return {std::round(within.x + std::max(0.0f, (within.width - width) / 2)),
            std::round(within.y + std::max(0.0f, (within.height - height) / 2)), width, height};
}

}  // namespace

bool draw_legend(const Ui& ui, const Box& within) {
    float line = ui.px(26), width = std::min(ui.px(430), within.width - ui.px(16));
    float height = ui.px(46) + line * static_cast<float>(std::size(LegendLines) + 2) + ui.px(10);
    Box card{within.right() - width - ui.px(8), within.y + ui.px(6), width, height};
    bool open = begin_card(ui, "legend card", card, "Legend");
    ImDrawList* list = ImGui::GetWindowDrawList();
    float x = card.x + ui.px(16), y = card.y + ui.px(46);
    float text_x = x + ui.px(84), room = card.right() - ui.px(14) - text_x;
    auto words = [&](const char* text) {
        draw_text_in(list, ui.fonts.text, {text_x, y, room, ui.px(20)}, ui.colour(Colour::text),
                     text);
        y += line;
    };
    for (const LegendLine& entry : LegendLines) {
        bool running = entry.state == ThreadState::Running;
        for (uint32_t i = 0; i < (running ? 3u : 1u); ++i) {
            float part = ui.px(running ? 17 : 54);
            Box swatch{x + static_cast<float>(i) * (part + ui.px(2)), y, part, ui.px(20)};
            draw_swatch(list, ui, swatch, state_look(entry.state, trace::ThreadId{i}));
        }
        draw_text(list, ui.fonts.small, {x + ui.px(62), y + ui.px(3)},
                  ui.colour(Colour::text_quiet), state_icon(entry.state));
        words(entry.words);
    }
    for (int i = 0; i < 4; ++i) {
        float at = x + ui.px(4 + 13.0f * static_cast<float>(i));
        list->AddRectFilled({at, y + ui.px(7)}, {at + ui.px(2), y + ui.px(13)},
                            ui.colour(Colour::wait_lock));
    }
    words("events: click one to see its arrows");
    for (int i = 0; i < 9; ++i) {
        float at = x + ui.px(6.0f * static_cast<float>(i));
        list->AddRectFilled({at, y}, {at + ui.px(3), y + ui.px(13)},
                            ui.colour(Colour::thread_0, 0.6f));
        list->AddRectFilled({at, y + ui.px(13)}, {at + ui.px(3), y + ui.px(20)},
                            ui.colour(Colour::wait_lock));
    }
    words("folded: too close together, zoom in");
    ImGui::End();
    return !open;
}

bool draw_help(const Ui& ui, const Box& within) {
    bool wide = within.width >= ui.px(620);
    float line = ui.px(22);
    std::vector<HelpLine> lines = help_lines(ui);
    float rows = static_cast<float>(wide ? (lines.size() + 1) / 2 : lines.size());
    float width = std::min(ui.px(wide ? 860 : 400), within.width - ui.px(16));
    float height = std::min(ui.px(48) + rows * line + ui.px(12), within.height - ui.px(8));
    Box card = centred(within, width, height);
    bool open = begin_card(ui, "help card", card, "Keys and gestures");
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect(card.min(), card.max(), true);
    float x = card.x + ui.px(16), y = card.y + ui.px(46);
    float column = wide ? (card.width - ui.px(32)) / 2 : card.width - ui.px(32);
    float key_width = ui.px(ui.coarse ? 104 : 132);
    for (const HelpLine& entry : lines) {
        bool is_icon = static_cast<unsigned char>(entry.keys[0]) == 0xee;  // U+E000 and up
        ImFont* face = is_icon || ui.coarse ? ui.fonts.text : ui.fonts.mono;
        draw_text_in(list, face, {x, y, key_width - ui.px(8), line}, ui.colour(Colour::accent),
                     entry.keys);
        draw_text_in(list, ui.fonts.text, {x + key_width, y, column - key_width - ui.px(10), line},
                     ui.colour(Colour::text), entry.words);
        y += line;
        if (wide && y + line > card.bottom() - ui.px(8) && x < card.x + column) {
            x += column;
            y = card.y + ui.px(46);
        }
    }
    list->PopClipRect();
    ImGui::End();
    return !open;
}

void draw_empty(const Ui& ui, const Box& box, const char* headline, const char* hint) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min(), box.max(), ui.colour(Colour::ground));
    // Three quiet lanes: what will be here.
    float middle = box.x + box.width / 2, y = box.y + box.height / 2 - ui.px(64);
    constexpr Colour Colours[] = {Colour::thread_0, Colour::thread_1, Colour::thread_2};
    constexpr float Parts[3][3] = {{0, 60, 96}, {28, 74, 122}, {62, 40, 80}};
    for (int i = 0; i < 3; ++i) {
        float left = middle - ui.px(90) + ui.px(Parts[i][0]),
              top = y + ui.px(14.0f * static_cast<float>(i));
        list->AddRectFilled({left, top}, {left + ui.px(Parts[i][1]), top + ui.px(9)},
                            ui.colour(Colours[i], 0.75f), ui.px(3));
        Box wait{left + ui.px(Parts[i][1] + 2), top, ui.px(Parts[i][2] - Parts[i][1]) + ui.px(14),
                 ui.px(9)};
        draw_swatch(list, ui, wait,
                    {i == 1 ? Style::RisingHatch : Style::Dots,
                     i == 1 ? Colour::wait_lock : Colour::sleep, 0});
    }
    y += ui.px(62);
    auto centre = [&](ImFont* font, Colour colour, const char* text) {
        std::string shown = elide(font, text, box.width - ui.px(24));
        draw_text(list, font, {middle - text_width(font, shown) / 2, y}, ui.colour(colour), shown);
        y += font->FontSize + ui.px(6);
    };
    centre(ui.fonts.strong, Colour::text, headline);
    centre(ui.fonts.text, Colour::text_quiet, hint);
}

}  // namespace interleave::ui
