#pragma once
// The app's state as JSON: AppSnapshot of web/src/app/app.ts. For tests, for the page's table for screen
// readers, and for the editor's line marks.

#include <string>

#include "ui/app.hpp"

namespace interleave::ui {

// At most `span_limit` spans a track are listed; spanCount says how many there are.
std::string snapshot_json(const App& app, size_t span_limit = 2000);

// The cursor and what each thread does there; "null" if there is no cursor.
std::string cursor_json(const App& app);

}  // namespace interleave::ui
