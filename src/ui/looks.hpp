#pragma once
// How each state, event and hold looks and which icon stands for it: the one table that the timeline,
// its legend and the hover cards share.

#include <span>

#include "ui/tile.hpp"
#include "ui/timeline_model.hpp"

namespace interleave::ui {

// The look of a thread's state; running has the thread's colour.
Look state_look(trace::ThreadState state, trace::ThreadId thread);
const char* state_icon(trace::ThreadState state);

// A track's looks by Span::kind, as a Tile needs them. Lives for ever.
std::span<const Look> looks_of(const Lane& lane, const Track& track);
// Whether the colour is that of the thread in Span::object.
bool is_coloured_by_thread(const Track& track);

}  // namespace interleave::ui
