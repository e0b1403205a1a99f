// The timeline's rows: grounds and grid, labels on spans, names in the gutter.
#include <algorithm>

#include "ui/looks.hpp"
#include "ui/timeline_panel.hpp"

namespace interleave::ui {

namespace {

constexpr float LabelRoom = 26;  // CSS pixels; narrower spans get no label
constexpr float LabelInset = 6;
constexpr size_t LeastElided = 2 + 4 + 3;  // bytes: two spaces, four letters, "…"

// The words on a span where there is room for them.
std::string label_words(const Run& run, const Lane& lane, const Track& track, const Span& span) {
    using trace::ThreadState;
    switch (track.kind) {
        case TrackKind::States:
            switch (static_cast<ThreadState>(span.kind)) {
                case ThreadState::BlockedOnLock:
                case ThreadState::BlockedOnCondition:
                case ThreadState::BlockedOnAtomic:
                    return run.trace().object_name(trace::ObjectKey{lane.process, span.object});
                case ThreadState::BlockedOnChannel:
                    return run.trace().object_name(trace::channel_key(span.object));
                case ThreadState::BlockedOnJoin:
                    return "join " + thread_title(run, trace::ThreadId{span.object});
                case ThreadState::InputOutput:
                    return std::string(run.trace().text_at(span.object));
                default:
                    return trace::thread_state_name(static_cast<ThreadState>(span.kind));
            }
        case TrackKind::Notes:
            return std::string(run.trace().text_at(span.object));
        case TrackKind::Holds:
            if (span.kind == SuspendedSpan) return "suspended";
            [[fallthrough]];
        case TrackKind::Core:
            return thread_title(run, trace::ThreadId{span.object});
        case TrackKind::Levels:
            return std::to_string(span.object);
        case TrackKind::Events:
        case TrackKind::Waits:
            return "";
    }
    return "";
}

const char* label_icon(const Lane& lane, const Track& track, const Span& span) {
    if (track.kind == TrackKind::States)
        return state_icon(static_cast<trace::ThreadState>(span.kind));
    if (lane.detail == "coroutine") return span.kind == SuspendedSpan ? "" : icon::play;
    if (track.kind == TrackKind::Holds) return icon::lock;
    return "";
}

const char* lane_icon(const Lane& lane) {
    switch (lane.kind) {
        case LaneKind::Core:
            return icon::core;
        case LaneKind::Thread:
            return "";
        case LaneKind::Object:
            return lane.detail == "lock" || lane.detail == "once flag" ? icon::lock : icon::bell;
        case LaneKind::Curve:
            return icon::cursor;
    }
    return "";
}

}  // namespace

void TimelinePanel::draw_grounds(const Ui& ui, const Run& run) const {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled(m_lanes.min(), m_lanes.max(), ui.colour(Colour::ground));
    bool odd = false;
    for (const Row& row : m_layout.rows()) {
        float top = y_of(row.top), bottom = top + row.height;
        odd = row.kind == RowKind::Group ? false : !odd;
        if (bottom < m_lanes.y || top > m_lanes.bottom()) continue;
        if (row.kind == RowKind::Group) {
            list->AddRectFilled({m_lanes.x, top}, {m_lanes.right(), bottom},
                                ui.colour(Colour::panel));
        } else if (odd) {
            list->AddRectFilled({m_lanes.x, top}, {m_lanes.right(), bottom},
                                ui.colour(Colour::stripe));
        }
        list->AddLine({m_lanes.x, bottom}, {m_lanes.right(), bottom}, ui.colour(Colour::line));
    }
    // The same lines as the ruler's ticks.
    Time distance = tick_distance(static_cast<Time>(ui.px(110) * m_view.time_per_pixel()) + 1);
    Time first = std::max<Time>(0, m_view.origin() / distance * distance);
    for (Time tick = first; tick <= m_view.end(); tick += distance) {
        float x = std::round(x_of(tick));
        if (x < m_lanes.x) continue;
        list->AddRectFilled({x, m_lanes.y},
                            {x + std::max(1.0f, std::floor(ui.scale)), m_lanes.bottom()},
                            ui.colour(Colour::line));
    }
    // Before the start there is no time.
    float start = x_of(0);
    if (start > m_lanes.x) {
        list->AddRectFilled(m_lanes.min(), {start, m_lanes.bottom()},
                            ui.colour(Colour::panel, 0.7f));
    }
    float end = x_of(run.shown_end());
    if (end < m_lanes.right()) {
        list->AddRectFilled({end, m_lanes.y}, m_lanes.max(), ui.colour(Colour::panel, 0.7f));
    }
}

void TimelinePanel::draw_labels(const Ui& ui, const Run& run) const {
    ImDrawList* list = ImGui::GetWindowDrawList();
    ImFont* font = ui.fonts.small;
    float inset = ui.px(LabelInset);
    for (const LabelledSpan& labelled : m_tile.labelled()) {
        SpanPlace place = m_tile_places[labelled.track];
        place.span = labelled.span;
        const Lane& lane = run.model().lanes()[place.lane];
        const Track& track = lane.tracks[place.track];
        const Span& span = track.spans[place.span];
        float left = std::max(x_of(span.start), m_lanes.x),
              right = std::min(x_of(span.end), m_lanes.right());
        if (right - left < ui.px(LabelRoom)) continue;
        const Row* row = m_layout.row_of(place.lane);
        if (row == nullptr) continue;
        auto it = std::find_if(row->tracks.begin(), row->tracks.end(),
                               [&](const TrackPlace& at) { return at.track == place.track; });
        float top = y_of(it->top);
        if (it->height < font->FontSize - ui.px(3) || top > m_lanes.bottom() ||
            top + it->height < m_lanes.y)
            continue;

        std::string words = label_words(run, lane, track, span);
        std::string text = label_icon(lane, track, span);
        float room = right - left - 2 * inset;
        std::string full = text.empty() ? words : text + "  " + words;
        std::string shown = elide(font, full, room);
        // A name is shortened to no less than a few letters; with less room the icon stands alone.
        if (shown == full || shown.size() >= text.size() + LeastElided) text = shown;
        if (text.empty() || text_width(font, text) > room) continue;

        Look look = looks_of(lane, track)[span.kind];
        float y = top + (it->height - font->FontSize) / 2;
        if (look.style == Style::Solid) {
            draw_text(list, font, {left + inset, y}, ui.colour(Colour::text_on_thread), text);
            continue;
        }
        // On a pattern the words get a quiet plate, or they would drown in it.
        float width = text_width(font, text), plate = ui.px(3);
        if (look.style != Style::Outline) {
            list->AddRectFilled({left + inset - plate, top + ui.px(2)},
                                {left + inset + width + plate, top + it->height - ui.px(2)},
                                ui.colour(Colour::ground, 0.82f), ui.px(3));
        }
        draw_text(list, font, {left + inset, y}, ui.colour(Colour::text), text);
    }
}

void TimelinePanel::draw_gutter(const Ui& ui, const Run& run, const Selection& selection) {
    ImDrawList* list = ImGui::GetWindowDrawList();
    list->AddRectFilled({m_gutter.x, m_ruler.y}, m_gutter.max(), ui.colour(Colour::panel));
    list->PushClipRect(m_gutter.min(), m_gutter.max(), true);
    float padding = ui.px(12);
    std::string toggled;
    for (const Row& row : m_layout.rows()) {
        Box box{m_gutter.x, y_of(row.top), m_gutter.width, row.height};
        if (box.bottom() < m_gutter.y || box.y > m_gutter.bottom()) continue;
        list->AddLine({box.x, box.bottom()}, {box.right(), box.bottom()}, ui.colour(Colour::line));
        if (row.kind == RowKind::Group) {
            ImGui::SetCursorScreenPos(box.min());
            ImGui::PushID(row.group.c_str());
            if (ImGui::InvisibleButton("group", {box.width, box.height})) toggled = row.group;
            bool hovered = ImGui::IsItemHovered() && !ui.coarse;
            ImGui::PopID();
            ImU32 colour = ui.colour(hovered ? Colour::text : Colour::text_quiet);
            const char* chevron = m_layout.is_folded(row.group) ? icon::next : icon::down;
            float y = box.y + (box.height - ui.fonts.small->FontSize) / 2;
            draw_text(list, ui.fonts.small, {box.x + ui.px(8), y}, colour, chevron);
            std::string title = row.group + "  " + std::to_string(row.members);
            draw_text_in(list, ui.fonts.small,
                         {box.x + ui.px(26), box.y, box.width - ui.px(30), box.height}, colour,
                         title);
            continue;
        }
        const Lane& lane = run.model().lanes()[row.lane];
        bool selected = selection.span && selection.span->lane == row.lane;
        if (selected) {
            list->AddRectFilled(box.min(), {box.x + ui.px(3), box.bottom()},
                                ui.colour(Colour::accent));
        }
        // Names stand beside the first track: in a tall lane they don't float in its middle.
        float line = std::min(box.height, ui.px(30));
        float x = box.x + padding;
        if (lane.kind == LaneKind::Thread) {
            float size = ui.px(10), y = std::round(box.y + (line - size) / 2);
            list->AddRectFilled({x, y}, {x + size, y + size}, ui.colour(thread_colour(lane.id)),
                                ui.px(3));
        } else {
            draw_text_in(list, ui.fonts.small, {x - ui.px(1), box.y, ui.px(16), line},
                         ui.colour(Colour::text_quiet), lane_icon(lane));
        }
        x += ui.px(18);
        bool is_name = lane.kind == LaneKind::Object || lane.kind == LaneKind::Curve;
        std::string name = is_name || lane.kind == LaneKind::Core
                               ? lane.name
                               : thread_title(run, trace::ThreadId{lane.id});
        float room = box.right() - x - ui.px(6);
        float width = draw_text_in(list, is_name ? ui.fonts.mono : ui.fonts.text,
                                   {x, box.y, room, line}, ui.colour(Colour::text), name);
        room -= width + ui.px(8);
        if (!lane.detail.empty() && room > text_width(ui.fonts.small, lane.detail)) {
            draw_text_in(list, ui.fonts.small, {x + width + ui.px(8), box.y, room, line},
                         ui.colour(Colour::text_quiet), lane.detail);
        }
    }
    list->PopClipRect();
    float edge = m_gutter.right() - std::max(1.0f, std::floor(ui.scale));
    list->AddRectFilled({edge, m_ruler.y}, {m_gutter.right(), m_gutter.bottom()},
                        ui.colour(Colour::line_strong));
    if (!toggled.empty()) toggle(toggled);
}

void TimelinePanel::draw_scroll_bar(const Ui& ui) const {
    if (!can_scroll()) return;
    float width = ui.px(6), track = m_lanes.height;
    float length = std::max(ui.px(24), track * m_lanes.height / m_layout.height());
    float top = m_lanes.y + (track - length) * m_scroll / (m_layout.height() - m_lanes.height);
    ImGui::GetWindowDrawList()->AddRectFilled({m_lanes.right() - width - ui.px(2), top + ui.px(2)},
                                              {m_lanes.right() - ui.px(2), top + length - ui.px(2)},
                                              ui.colour(Colour::line_strong), width / 2);
}

}  // namespace interleave::ui
