#pragma once
// Cards over the timeline: the legend and the help. And what stands there before the first run.

#include "ui/style.hpp"

namespace interleave::ui {

// Both return whether the card was closed by its button or by a press beside it.
bool draw_legend(const Ui& ui, const Box& within);
bool draw_help(const Ui& ui, const Box& within);

void draw_empty(const Ui& ui, const Box& box, const char* headline, const char* hint);

}  // namespace interleave::ui
