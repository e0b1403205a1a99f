#include "ui/panel_toolbar.hpp"

#include <algorithm>
#include <initializer_list>

namespace interleave::ui {

namespace {

constexpr float LabelsFrom = 900;  // CSS pixels of width from which buttons have their labels
constexpr float AllFrom = 560;     // below, what gestures do anyway has no button
constexpr float SearchWidth = 230;

float button_width(const Ui& ui, const CommandInfo& info, bool labelled) {
    float least = ui.px(ui.coarse ? 44 : 32);
    if (!labelled || info.label[0] == 0) return least;
    return text_width(ui.fonts.text, info.icon) + ui.px(6) + text_width(ui.fonts.text, info.label) +
           ui.px(20);
}

ButtonState state_of(Command command, const ToolbarState& state, const SearchField& search) {
    switch (command) {
        case Command::cause:
        case Command::effect:
            return state.has_selection ? ButtonState::Plain : ButtonState::Disabled;
        case Command::search:
            return search.open ? ButtonState::On : ButtonState::Plain;
        case Command::legend:
            return state.legend_open ? ButtonState::On : ButtonState::Plain;
        case Command::help:
            return state.help_open ? ButtonState::On : ButtonState::Plain;
        default:
            return state.has_run ? ButtonState::Plain : ButtonState::Disabled;
    }
}

bool button(const Ui& ui, Command command, const Box& box, bool labelled, ButtonState state) {
    const CommandInfo& info = command_info(command);
    bool pressed = draw_button(ui, info.name, box, info.icon, labelled ? info.label : "", state);
    tooltip(ui, info.tooltip, info.keys);
    return pressed;
}

void draw_search(const Ui& ui, SearchField& search) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    const Box& box = search.box;
    list->AddRectFilled(box.min(), box.max(), ui.colour(Colour::ground), ui.px(6));
    list->AddRect(box.min(), box.max(), ui.colour(Colour::accent), ui.px(6), 0,
                  std::max(1.0f, 1.5f * ui.scale));
    float y = box.y + (box.height - ui.fonts.text->FontSize) / 2, x = box.x + ui.px(8);
    draw_text(list, ui.fonts.text, {x, y}, ui.colour(Colour::text_quiet), icon::search);
    x += ui.px(22);
    std::string count;
    if (!search.text.empty()) {
        count = search.matches == 0
                    ? "none"
                    : (search.current ? std::to_string(search.current) + "/" : std::string()) +
                          std::to_string(search.matches);
    }
    float count_width = text_width(ui.fonts.small, count);
    draw_text(
        list, ui.fonts.small,
        {box.right() - count_width - ui.px(8), box.y + (box.height - ui.fonts.small->FontSize) / 2},
        ui.colour(search.matches == 0 ? Colour::danger : Colour::text_quiet), count);
    list->PushClipRect({x, box.y}, {box.right() - count_width - ui.px(12), box.bottom()}, true);
    std::string_view text = search.text;
    auto at = [&](size_t offset) {
        return x + text_width(ui.fonts.text, text.substr(0, std::min(offset, text.size())));
    };
    if (search.selection_end > search.selection_start) {
        list->AddRectFilled({at(search.selection_start), box.y + ui.px(5)},
                            {at(search.selection_end), box.bottom() - ui.px(5)},
                            ui.colour(Colour::accent, 0.35f));
    }
    if (text.empty()) {
        draw_text(list, ui.fonts.text, {x + ui.px(3), y}, ui.colour(Colour::text_quiet),
                  "event, lock, thread");
    }
    draw_text(list, ui.fonts.text, {x, y}, ui.colour(Colour::text), text);
    float caret = std::round(at(search.selection_end));
    list->AddRectFilled(
        {caret, box.y + ui.px(6)},
        {caret + std::max(1.0f, std::floor(1.5f * ui.scale)), box.bottom() - ui.px(6)},
        ui.colour(Colour::text));
    list->PopClipRect();
}

}  // namespace

float toolbar_height(const Ui& ui) { return ui.px(ui.coarse ? 48 : 40); }

std::optional<Command> draw_toolbar(const Ui& ui, const Box& box, const ToolbarState& state,
                                    SearchField& search) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    float hair = std::max(1.0f, std::floor(ui.scale));
    list->AddRectFilled(box.min(), box.max(), ui.colour(Colour::panel));
    list->AddRectFilled({box.x, box.bottom() - hair}, box.max(), ui.colour(Colour::line));

    bool labelled = box.width >= ui.px(LabelsFrom), all = box.width >= ui.px(AllFrom);
    std::optional<Command> pressed;
    float height = box.height - ui.px(ui.coarse ? 4 : 6), y = box.y + (box.height - height) / 2;
    auto place = [&](Command command, float x) {
        float width = button_width(ui, command_info(command), labelled);
        if (button(ui, command, {x, y, width, height}, labelled,
                   state_of(command, state, search))) {
            pressed = command;
        }
        return width;
    };
    // From the right: help, legend, search.
    float right = box.right() - ui.px(6);
    for (Command command : {Command::help, Command::legend}) {
        right -= button_width(ui, command_info(command), labelled);
        place(command, right);
        right -= ui.px(2);
    }
    float left = box.x + ui.px(6);
    bool crowded = search.open && !all;  // the field takes the place of the buttons
    if (!crowded) {
        auto group = [&](std::initializer_list<Command> commands) {
            if (all && left > box.x + ui.px(6)) {
                list->AddRectFilled({left + ui.px(5), y + ui.px(8)},
                                    {left + ui.px(5) + hair, y + height - ui.px(8)},
                                    ui.colour(Colour::line_strong));
                left += ui.px(11);
            }
            for (Command command : commands) left += place(command, left) + ui.px(1);
        };
        group({Command::fit, Command::zoom_out, Command::zoom_in});
        if (all) group({Command::pan_left, Command::pan_right});
        group({Command::previous_event, Command::next_event});
        if (all) group({Command::cause, Command::effect});
    }
    if (search.open) {
        float width = std::min(ui.px(SearchWidth), right - left - ui.px(8));
        if (crowded) width = right - left - ui.px(4);
        search.box = {right - width - ui.px(4), y + ui.px(2), width, height - ui.px(4)};
        draw_search(ui, search);
    } else {
        right -= button_width(ui, command_info(Command::search), labelled);
        place(Command::search, right);
    }
    return pressed;
}

}  // namespace interleave::ui
