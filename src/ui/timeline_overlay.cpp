// What lies over the timeline's image: the end of the run, outlines, arrows, the cursor, the hover card.
#include <algorithm>

#include "ui/looks.hpp"
#include "ui/navigate.hpp"
#include "ui/timeline_panel.hpp"

namespace interleave::ui {

namespace {

float hair(const Ui& ui) { return std::max(1.0f, std::floor(ui.scale)); }

// An arrow that leaves and arrives horizontally, always from left to right.
void draw_arrow(ImDrawList* list, const Ui& ui, ImVec2 from, ImVec2 to, ImU32 colour) {
    float head = ui.px(7), width = 1.6f * ui.scale;
    float bend = std::max(ui.px(18), std::min(ui.px(80), (to.x - from.x) / 2));
    ImVec2 tip = to, base(to.x - head, to.y);
    list->AddBezierCubic(from, {from.x + bend, from.y}, {base.x - bend, base.y}, base, colour,
                         width);
    list->AddTriangleFilled(tip, {base.x, base.y - head * 0.55f}, {base.x, base.y + head * 0.55f},
                            colour);
    list->AddCircleFilled(from, ui.px(3), colour);
}

}  // namespace

void TimelinePanel::draw_end(const Ui& ui, const Run& run) const {
    if (!run.ended()) return;
    float x = std::round(x_of(run.trace().end_time()));
    if (x < m_lanes.x || x > m_lanes.right()) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    trace::EndReason reason = run.trace().run().reason;
    bool bad = reason == trace::EndReason::Deadlock || reason == trace::EndReason::Trap ||
               reason == trace::EndReason::Abort;
    ImU32 colour = ui.colour(bad                                ? Colour::danger
                             : reason == trace::EndReason::Exit ? Colour::line_strong
                                                                : Colour::warning);
    list->AddRectFilled({x, m_lanes.y}, {x + 2 * hair(ui), m_lanes.bottom()}, colour);
    if (reason == trace::EndReason::Exit) return;
    std::string text =
        std::string(bad ? icon::error : icon::warning) + "  " + trace::end_reason_name(reason);
    float width = text_width(ui.fonts.small, text) + ui.px(12), height = ui.px(20);
    float left = std::min(x + ui.px(6), m_lanes.right() - width - ui.px(12));
    Box box{left, m_lanes.y + ui.px(3), width, height};
    list->AddRectFilled(box.min(), box.max(),
                        ui.colour(bad ? Colour::danger_quiet : Colour::warning_quiet), ui.px(4));
    draw_text(list, ui.fonts.small,
              {box.x + ui.px(6), box.y + (height - ui.fonts.small->FontSize) / 2},
              ui.colour(bad ? Colour::danger : Colour::warning), text);
}

void TimelinePanel::draw_outlines(const Ui& ui, const Run& run, const Selection& selection) const {
    ImDrawList* list = ImGui::GetWindowDrawList();
    auto outline = [&](const SpanPlace& place, const Mark* fold, ImU32 colour, float width) {
        const Row* row = m_layout.row_of(place.lane);
        if (row == nullptr) return;
        const Span& span = run.model().span(place);
        for (const TrackPlace& at : row->tracks) {
            if (at.track != place.track) continue;
            float left = std::round(x_of(fold ? fold->start : span.start));
            float right = std::max(std::round(x_of(fold ? fold->end : span.end)), left + ui.px(2));
            list->AddRect({left - width, y_of(at.top) - width},
                          {right + width, y_of(at.top) + at.height + width}, colour, ui.px(3), 0,
                          width);
        }
    };
    if (m_hovered && !ui.coarse && m_hovered->lane < run.model().lanes().size()) {
        outline(*m_hovered, m_hovered_fold ? &*m_hovered_fold : nullptr, ui.colour(Colour::text),
                hair(ui));
    }
    if (selection.span) outline(*selection.span, nullptr, ui.colour(Colour::accent), 2 * hair(ui));
}

std::optional<ImVec2> TimelinePanel::place_of_event(const Run& run, trace::EventIndex index) const {
    trace::Event event = run.trace()[index];
    size_t lane = run.model().thread_lane(event.thread);
    const Row* row = m_layout.row_of(static_cast<uint32_t>(lane));
    if (row == nullptr) return std::nullopt;
    for (const TrackPlace& place : row->tracks) {
        if (run.model().lanes()[lane].tracks[place.track].kind != TrackKind::Events) continue;
        return ImVec2(x_of(event.time), std::round(y_of(place.top) + place.height / 2));
    }
    return std::nullopt;
}

void TimelinePanel::draw_arrows(const Ui& ui, const Run& run, const Selection& selection) const {
    if (!selection.event) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImU32 colour = ui.colour(Colour::accent);
    auto draw = [&](const trace::Edge& edge) {
        std::optional<ImVec2> from = place_of_event(run, edge.from),
                              to = place_of_event(run, edge.to);
        if (from && to) draw_arrow(list, ui, *from, *to, colour);
    };
    for (const trace::Edge& edge : run.order().predecessors(*selection.event)) draw(edge);
    for (const trace::Edge& edge : run.order().successors(*selection.event)) draw(edge);
    if (std::optional<ImVec2> at = place_of_event(run, *selection.event)) {
        list->AddCircleFilled(*at, ui.px(5), ui.colour(Colour::ground));
        list->AddCircleFilled(*at, ui.px(4), colour);
    }
}

void TimelinePanel::draw_cursor(const Ui& ui, const Run& run, const Selection& selection) const {
    if (!selection.cursor) return;
    float x = std::round(x_of(*selection.cursor));
    if (x < m_lanes.x || x > m_lanes.right()) return;
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({x, m_ruler.y + ui.px(20)}, {x + hair(ui), m_lanes.bottom()},
                        ui.colour(Colour::accent));
    Time resolution = std::max<Time>(1, static_cast<Time>(m_view.time_per_pixel()));
    std::string text = format_time(run.axis(), *selection.cursor, resolution);
    float width = text_width(ui.fonts.small, text) + ui.px(12), height = ui.px(20);
    float left = std::clamp(x - width / 2, m_ruler.x, std::max(m_ruler.x, m_ruler.right() - width));
    Box box{std::round(left), m_ruler.y + ui.px(3), width, height};
    list->AddRectFilled(box.min(), box.max(), ui.colour(Colour::accent), ui.px(5));
    draw_text(list, ui.fonts.small,
              {box.x + ui.px(6), box.y + (height - ui.fonts.small->FontSize) / 2},
              ui.theme == Theme::Dark ? IM_COL32(11, 14, 18, 255) : IM_COL32_WHITE, text);
}

void TimelinePanel::draw_hover_card(const Ui& ui, const Run& run) const {
    if (!m_hovered || ui.coarse || ImGui::IsMouseDown(ImGuiMouseButton_Left)) return;
    Description words = m_hovered_fold ? describe_fold(run, *m_hovered, *m_hovered_fold)
                                       : describe_span(run, *m_hovered);
    if (words.headline.empty()) return;
    ImDrawList* list = ImGui::GetForegroundDrawList();
    ImVec2 screen = ImGui::GetIO().DisplaySize, mouse = ImGui::GetIO().MousePos;
    float padding = ui.px(12), line = ui.fonts.text->FontSize + ui.px(3);
    float most = std::min(ui.px(420), screen.x - ui.px(16)) - 2 * padding;
    float width = rich_width(ui, ui.fonts.strong, words.headline);
    for (const std::string& detail : words.details) {
        width = std::max(width, rich_width(ui, ui.fonts.text, detail));
    }
    width = std::min(width, most);
    float height = line * static_cast<float>(words.details.size() + 1) + ui.px(2);
    Box box{mouse.x + ui.px(14), mouse.y + ui.px(18), width + 2 * padding, height + 2 * ui.px(9)};
    if (box.right() > screen.x - ui.px(6))
        box.x = std::max(ui.px(6), mouse.x - box.width - ui.px(10));
    if (box.bottom() > screen.y - ui.px(6))
        box.y = std::max(ui.px(6), mouse.y - box.height - ui.px(12));
    draw_card(list, ui, box);
    ImVec2 at(box.x + padding, box.y + ui.px(9));
    draw_rich(list, ui, ui.fonts.strong, at, ui.colour(Colour::text), words.headline, width);
    at.y += line + ui.px(2);
    for (const std::string& detail : words.details) {
        draw_rich(list, ui, ui.fonts.text, at, ui.colour(Colour::text_quiet), detail, width);
        at.y += line;
    }
}

}  // namespace interleave::ui
