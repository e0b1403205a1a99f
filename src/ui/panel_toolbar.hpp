#pragma once
// The row of buttons over the timeline, and its search field.

#include <optional>
#include <string>

#include "ui/commands.hpp"
#include "ui/style.hpp"

namespace interleave::ui {

// The search field: its text is typed in the page (a hidden text area keeps input methods, soft
// keyboards and the clipboard working) and only drawn here.
struct SearchField {
    bool open = false;
    std::string text;
    size_t selection_start = 0, selection_end = 0;  // byte offsets; equal = the caret
    uint64_t matches = 0;
    uint64_t current = 0;  // 1-based number of the selected match, 0 = none is selected
    Box box;               // where it was drawn last
};

struct ToolbarState {
    bool has_run = false;
    bool has_selection = false;
    bool legend_open = false;
    bool help_open = false;
    bool is_fitted = true;
};

float toolbar_height(const Ui& ui);

// Returns the command that was pressed.
std::optional<Command> draw_toolbar(const Ui& ui, const Box& box, const ToolbarState& state,
                                    SearchField& search);

}  // namespace interleave::ui
