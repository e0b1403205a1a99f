// The timeline's ruler: ticks with one unit, and the corner that says what the axis is.
#include <algorithm>

#include "ui/timeline_panel.hpp"

namespace interleave::ui {

void TimelinePanel::draw_ruler(const Ui& ui, const Run& run, const Selection& selection) const {
    ImDrawList* list = ImGui::GetWindowDrawList();
    float hair = std::max(1.0f, std::floor(ui.scale));
    list->AddRectFilled(m_ruler.min(), m_ruler.max(), ui.colour(Colour::panel));
    list->AddRectFilled({m_gutter.x, m_ruler.bottom() - hair}, {m_ruler.right(), m_ruler.bottom()},
                        ui.colour(Colour::line_strong));
    Box corner{m_gutter.x + ui.px(12), m_ruler.y, m_gutter.width - ui.px(16), m_ruler.height};
    draw_text_in(list, ui.fonts.small, corner, ui.colour(Colour::text_quiet),
                 std::string(icon::clock) + "  " + axis_label(run.axis()));

    list->PushClipRect(m_ruler.min(), m_ruler.max(), true);
    ImFont* font = ui.fonts.small;
    Time distance = tick_distance(static_cast<Time>(ui.px(110) * m_view.time_per_pixel()) + 1);
    int parts = distance % 5 == 0 ? 5 : distance % 4 == 0 ? 4 : distance % 2 == 0 ? 2 : 1;
    Time first = std::max<Time>(0, m_view.origin() / distance * distance);
    Time largest = std::max<Time>(m_view.end(), 1);
    float cursor = selection.cursor ? x_of(*selection.cursor) : -1e6f;
    for (Time tick = first; tick <= m_view.end(); tick += distance) {
        float x = std::round(x_of(tick));
        list->AddRectFilled({x, m_ruler.bottom() - ui.px(9)}, {x + hair, m_ruler.bottom()},
                            ui.colour(Colour::text_quiet));
        std::string label = format_tick(run.axis(), tick, distance, largest);
        // The cursor's own time takes the place of a label that it would cover in part.
        float reach = text_width(font, label) + ui.px(60);
        bool covered = cursor > x - ui.px(40) && cursor < x + reach;
        if (!covered) {
            draw_text(list, font, {x + ui.px(5), m_ruler.y + ui.px(5)},
                      ui.colour(Colour::text_quiet), label);
        }
        for (int part = 1; part < parts; ++part) {
            float minor = std::round(x_of(tick + distance / parts * part));
            list->AddRectFilled({minor, m_ruler.bottom() - ui.px(4)},
                                {minor + hair, m_ruler.bottom()}, ui.colour(Colour::line_strong));
        }
    }
    list->PopClipRect();
}

}  // namespace interleave::ui
