#pragma once
// What is pointed at and chosen.

#include <optional>

#include "ui/run.hpp"

namespace interleave::ui {

struct Selection {
    std::optional<trace::EventIndex> event;  // its arrows are drawn
    std::optional<SpanPlace> span;  // outlined and described; the event's own span if empty
    std::optional<Time> cursor;     // the moment that the page shows

    void select_event(const Run& run, trace::EventIndex index) {
        event = index;
        span.reset();
        cursor = run.trace().time(index);
    }
    void clear() { *this = {}; }
    bool empty() const { return !event && !span; }
};

}  // namespace interleave::ui
