#include "ui/panel_details.hpp"

#include "ui/navigate.hpp"

namespace interleave::ui {

namespace {

Description at_cursor(const Run& run, Time time) {
    Description words;
    words.headline = "At " + format_time(run.axis(), time, 1);
    for (const ThreadMoment& thread : moment(run, time)) {
        words.details.push_back(
            thread.name + " " + thread.state +
            (thread.line ? ", line " + std::to_string(thread.line) : std::string()));
    }
    return words;
}

Description summary(const Run& run) {
    Description words;
    words.headline = run.title().empty() ? "This run" : run.title();
    size_t threads = run.states().threads().size();
    words.details = {
        std::to_string(threads) + (threads == 1 ? " thread" : " threads"),
        std::to_string(run.trace().size()) + " events",
        format_duration(run.axis(), run.trace().end_time()) +
            (run.axis() == Axis::Step ? "" : std::string(" of ") + axis_label(run.axis())),
        "click an event to follow its arrows, click the ruler to look at a moment"};
    return words;
}

}  // namespace

// On a narrow canvas the facts get a second line.
float details_height(const Ui& ui, float width) { return ui.px(width < ui.px(620) ? 74 : 54); }

Description details_of(const Run& run, const Selection& selection) {
    if (selection.span) return describe_span(run, *selection.span);
    if (selection.event) return describe_event(run, *selection.event);
    if (selection.cursor) return at_cursor(run, *selection.cursor);
    return summary(run);
}

void draw_details(const Ui& ui, const Box& box, const Run* run, const Selection& selection) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(box.min(), box.max(), ui.colour(Colour::panel));
    list->AddRectFilled(box.min(), {box.right(), box.y + std::max(1.0f, std::floor(ui.scale))},
                        ui.colour(Colour::line_strong));
    if (run == nullptr || run->empty()) return;
    Description words = details_of(*run, selection);
    float x = box.x + ui.px(12), width = box.width - ui.px(24);
    float y = box.y + ui.px(9);
    draw_rich(list, ui, ui.fonts.strong, {x, y}, ui.colour(Colour::text), words.headline, width);
    std::string details;
    for (const std::string& detail : words.details)
        details += (details.empty() ? "" : "  ·  ") + detail;
    int most = box.height > ui.px(60) ? 2 : 1;
    draw_rich_lines(list, ui, ui.fonts.text, {x, y + ui.fonts.text->FontSize + ui.px(4)},
                    ui.colour(Colour::text_quiet), details, width, most);
}

}  // namespace interleave::ui
