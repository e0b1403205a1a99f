#pragma once
// The strip under the timeline: the selection in words, else what every thread does at the cursor, else
// what one can do here.

#include "ui/selection.hpp"
#include "ui/style.hpp"
#include "ui/words.hpp"

namespace interleave::ui {

float details_height(const Ui& ui, float width);
// What the strip says, also for the clipboard and screen readers.
Description details_of(const Run& run, const Selection& selection);
void draw_details(const Ui& ui, const Box& box, const Run* run, const Selection& selection);

}  // namespace interleave::ui
