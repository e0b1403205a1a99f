#include "ui/timeline_panel.hpp"

#include <algorithm>

#include "ui/looks.hpp"
#include "ui/navigate.hpp"

namespace interleave::ui {

namespace {

constexpr float RulerHeight = 28;
constexpr float GutterWide = 176, GutterNarrow = 104, NarrowCanvas = 620;
constexpr float HoverReach = 4;     // CSS pixels beside a narrow span that still point at it
constexpr float DragThreshold = 4;  // CSS pixels; less is a click

}  // namespace

float TimelinePanel::x_of(Time time) const {
    return m_lanes.x + static_cast<float>(std::clamp(m_view.pixel_of(time), -1e5, 1e5));
}

void TimelinePanel::draw(const Ui& ui, const Run& run, const Box& box, Selection& selection) {
    place(ui, run, box);
    take_ruler_input(run, selection);
    take_lane_input(run, selection);
    prepare(ui, run);

    ImDrawList* list = ImGui::GetWindowDrawList();
    list->PushClipRect(m_lanes.min(), m_lanes.max(), true);
    draw_grounds(ui, run);
    if (m_image != nullptr) {
        list->AddImage(m_image, m_lanes.min(), m_lanes.max(), {0, 1}, {1, 0});
    }
    draw_labels(ui, run);
    draw_end(ui, run);
    draw_outlines(ui, run, selection);
    draw_arrows(ui, run, selection);
    list->PopClipRect();
    draw_gutter(ui, run, selection);
    draw_ruler(ui, run, selection);
    draw_cursor(ui, run, selection);
    draw_scroll_bar(ui);
    draw_hover_card(ui, run);
}

// --- what is on screen ----------------------------------------------------------------------------------

void TimelinePanel::place(const Ui& ui, const Run& run, const Box& box) {
    float gutter = ui.px(box.width < ui.px(NarrowCanvas) ? GutterNarrow : GutterWide);
    float ruler = ui.px(RulerHeight);
    m_gutter = {box.x, box.y + ruler, gutter, box.height - ruler};
    m_ruler = {box.x + gutter, box.y, box.width - gutter, ruler};
    m_lanes = {box.x + gutter, box.y + ruler, box.width - gutter, box.height - ruler};

    if (ui.scale != m_scale || ui.coarse != m_coarse || run.model().generation() != m_generation) {
        m_layout_stale = true;
        // The same time per CSS pixel on another screen.
        if (m_scale > 0 && ui.scale != m_scale) m_tile.invalidate();
        m_scale = ui.scale;
        m_coarse = ui.coarse;
        m_generation = run.model().generation();
    }
    m_view.set_bounds(0, std::max<Time>(run.shown_end(), 1));
    m_view.set_width(m_lanes.width);
    if (m_follow) follow();
    if (m_layout_stale) m_layout.build(run.model(), ui.scale, ui.coarse);
    clamp_scroll();
}

void TimelinePanel::prepare(const Ui& ui, const Run& run) {
    if (m_layout_stale) {
        std::vector<SlotPlace> slots(run.model().slot_count());
        for (const Row& row : m_layout.rows()) {
            if (row.kind != RowKind::Lane) continue;
            for (const TrackPlace& place : row.tracks) {
                const Track& track = run.model().lanes()[row.lane].tracks[place.track];
                slots[track.slot] = {static_cast<int32_t>(place.top),
                                     static_cast<uint32_t>(place.height)};
            }
        }
        m_backend.upload_slots(slots);
        m_tile.invalidate();
        m_layout_stale = false;
    }
    bool grown = run.trace().size() != m_events_seen || run.shown_end() != m_end_seen;
    if (grown || !m_tile.covers(m_view)) build_tile(ui, run);

    TimelineFrame frame{
        .width = static_cast<int>(m_lanes.width),
        .height = static_cast<int>(m_lanes.height),
        .scale = ui.scale,
        .origin = m_tile.origin_of(m_view),
        .fraction = m_tile.fraction_of(m_view),
        .pixels_per_unit = static_cast<float>(static_cast<double>(Time{1} << m_tile.shift()) /
                                              m_view.time_per_pixel()),
        .scroll = m_scroll};
    if (frame.width <= 0 || frame.height <= 0) return;
    if (!m_image_stale && frame == m_frame) return;
    m_image = m_backend.draw_timeline(frame);
    m_frame = frame;
    m_image_stale = false;
    ++m_counters.images;
}

void TimelinePanel::build_tile(const Ui& ui, const Run& run) {
    m_tile_tracks.clear();
    m_tile_places.clear();
    for (const Row& row : m_layout.rows()) {
        if (row.kind != RowKind::Lane) continue;
        const Lane& lane = run.model().lanes()[row.lane];
        for (const TrackPlace& place : row.tracks) {
            const Track& track = lane.tracks[place.track];
            m_tile_tracks.push_back({.fold = &track.fold,
                                     .spans = track.spans,
                                     .slot = track.slot,
                                     .looks = looks_of(lane, track),
                                     .coloured_by_thread = is_coloured_by_thread(track)});
            m_tile_places.push_back({row.lane, place.track, 0});
        }
    }
    m_tile.build(m_view, m_tile_tracks, ui.scale);
    m_backend.upload_rectangles(m_tile.rectangles());
    m_events_seen = run.trace().size();
    m_end_seen = run.shown_end();
    m_image_stale = true;
    ++m_counters.tiles;
    m_counters.rectangles = m_tile.rectangles().size();
}

void TimelinePanel::invalidate() {
    m_tile.invalidate();
    m_layout_stale = true;
    m_image_stale = true;
}

// --- moving about -----------------------------------------------------------------------------------------

void TimelinePanel::fit() {
    m_follow = true;
    follow();
}

void TimelinePanel::follow() {
    m_view.fit(std::min(m_first, m_view.bounds_end() - 1), m_view.bounds_end());
}

void TimelinePanel::show_range(Time begin, Time end) {
    m_follow = false;
    m_view.show(begin, end);
}

void TimelinePanel::focus(const Run& run, const Selection& selection) {
    if (selection.span) {
        const Span& span = run.model().span(*selection.span);
        Time margin = std::max<Time>((span.end - span.start) / 4, 1);
        View before = m_view;
        m_view.fit(span.start - margin, span.end + margin);
        m_follow = false;
        if (!(m_view == before)) return;
    } else if (selection.event && m_view.is_fitted()) {
        Time time = run.trace().time(*selection.event);
        Time reach =
            std::max<Time>(static_cast<Time>(m_view.width() * m_view.time_per_pixel() / 20), 1);
        m_view.fit(time - reach, time + reach);
        m_follow = false;
        return;
    }
    fit();
}

void TimelinePanel::pan(float css_pixels) { scroll_by(css_pixels * m_scale, 0); }

void TimelinePanel::zoom(double factor, const Selection& selection) {
    float x = m_lanes.x + m_lanes.width / 2;
    if (selection.cursor) {
        float at = x_of(*selection.cursor);
        if (at >= m_lanes.x && at <= m_lanes.right()) x = at;
    }
    zoom_at(factor, x);
}

void TimelinePanel::zoom_at(double factor, float x) {
    m_follow = false;
    m_view.zoom(factor, std::clamp(x - m_lanes.x, 0.0f, std::max(0.0f, m_lanes.width)));
}

void TimelinePanel::scroll_by(float dx, float dy) {
    if (dx != 0) {
        m_follow = false;
        m_view.pan(dx);
    }
    m_scroll += dy;
    clamp_scroll();
}

bool TimelinePanel::can_scroll() const { return m_layout.height() > m_lanes.height; }

void TimelinePanel::clamp_scroll() {
    m_scroll =
        std::round(std::clamp(m_scroll, 0.0f, std::max(0.0f, m_layout.height() - m_lanes.height)));
}

void TimelinePanel::reveal(const Run& run, const Selection& selection) {
    if (selection.cursor) {
        // What was recorded since the last frame counts too.
        m_view.set_bounds(0, std::max<Time>(run.shown_end(), 1));
        if (m_follow) follow();
        double at = m_view.pixel_of(*selection.cursor);
        if (at < 0 || at > m_view.width()) m_follow = false;
        if (!m_follow) m_view.reveal(*selection.cursor);
    }
    size_t lane = run.model().lanes().size();
    if (selection.event) lane = run.model().thread_lane(run.trace()[*selection.event].thread);
    if (selection.span) lane = selection.span->lane;
    const Row* row = m_layout.row_of(static_cast<uint32_t>(lane));
    if (row == nullptr) return;
    if (row->top < m_scroll) m_scroll = row->top;
    if (row->top + row->height > m_scroll + m_lanes.height)
        m_scroll = row->top + row->height - m_lanes.height;
    clamp_scroll();
}

void TimelinePanel::toggle(const std::string& group) {
    m_layout.toggle(group);
    m_layout_stale = true;
}

// --- the pointer --------------------------------------------------------------------------------------------

void TimelinePanel::take_ruler_input(const Run& run, Selection& selection) {
    if (m_ruler.width <= 0 || m_ruler.height <= 0) return;
    ImGui::SetCursorScreenPos(m_ruler.min());
    ImGui::InvisibleButton("ruler", {m_ruler.width, m_ruler.height});
    if (!ImGui::IsItemActive()) return;
    float x = std::clamp(ImGui::GetIO().MousePos.x, m_ruler.x, m_ruler.right()) - m_lanes.x;
    selection.cursor = std::clamp<Time>(m_view.time_at(x), 0, run.end_time());
}

void TimelinePanel::take_lane_input(const Run& run, Selection& selection) {
    if (m_lanes.width <= 0 || m_lanes.height <= 0) return;
    ImGui::SetCursorScreenPos(m_lanes.min());
    ImGui::InvisibleButton("lanes", {m_lanes.width, m_lanes.height});
    const ImGuiIO& io = ImGui::GetIO();
    m_hovered.reset();
    m_hovered_fold.reset();
    if (ImGui::IsItemActivated()) m_dragged = false;
    if (ImGui::IsItemActive() &&
        ImGui::IsMouseDragging(ImGuiMouseButton_Left, DragThreshold * m_scale)) {
        ImVec2 moved =
            m_dragged ? io.MouseDelta : ImGui::GetMouseDragDelta(ImGuiMouseButton_Left, 0);
        m_dragged = true;
        scroll_by(-moved.x, -moved.y);
        ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeAll);
    }
    if (ImGui::IsItemHovered()) hover(run);
    if (!ImGui::IsItemDeactivated() || m_dragged) return;

    hover(run);
    selection.span = m_hovered;
    selection.event.reset();
    if (m_hovered_fold) {  // a fold is no single thing: go where its things can be told apart
        zoom_at(4, io.MousePos.x);
        selection.span.reset();
    } else if (m_hovered) {
        selection.event = event_of_span(run, *m_hovered);
        if (run.model().track(*m_hovered).kind == TrackKind::Events) selection.span.reset();
        Time time = m_view.time_at(io.MousePos.x - m_lanes.x);
        const Span& span = run.model().span(*m_hovered);
        selection.cursor = std::clamp(time, span.start, std::max(span.start, span.end - 1));
    }
}

void TimelinePanel::hover(const Run& run) {
    ImVec2 mouse = ImGui::GetIO().MousePos;
    if (!m_lanes.contains(mouse)) return;
    float y = mouse.y - m_lanes.y + m_scroll;
    const Row* row = m_layout.row_at(y);
    if (row == nullptr || row->kind != RowKind::Lane) return;
    const TrackPlace* place = TimelineLayout::track_at(*row, y);
    if (place == nullptr) return;
    const Track& track = run.model().lanes()[row->lane].tracks[place->track];

    Time reach = static_cast<Time>(HoverReach * m_scale * m_view.time_per_pixel());
    Time at = m_view.time_at(mouse.x - m_lanes.x);
    std::vector<Mark> marks;
    track.fold.query(track.spans, Fold::level_for(m_view.time_per_pixel()), at - reach, at + reach,
                     marks);
    const Mark* best = nullptr;
    Time nearest = 0;
    for (const Mark& mark : marks) {
        if (mark.kind >= looks_of(run.model().lanes()[row->lane], track).size()) continue;
        Time distance = std::max({mark.start - at, at - mark.end, Time{0}});
        if (distance > reach || (best != nullptr && distance >= nearest)) continue;
        best = &mark;
        nearest = distance;
    }
    if (best == nullptr) return;
    m_hovered = SpanPlace{row->lane, place->track, best->first};
    if (best->count > 1) m_hovered_fold = *best;
}

}  // namespace interleave::ui
