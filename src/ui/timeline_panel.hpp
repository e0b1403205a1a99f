#pragma once
// The timeline: ruler, gutter with names, lanes. Owns what part of the run is on screen; what is chosen
// belongs to the app and comes in as Selection.
//
//   ┌──────────┬─────────────────────────────┐
//   │ axis     │ ruler: click or drag = cursor│
//   ├──────────┼─────────────────────────────┤   The lanes' rectangles are one image (Backend), made
//   │ names    │ lanes: drag = pan            │   anew only when the view, the rows, the size or the
//   │ (gutter) │                              │   trace changed; text, arrows and outlines are drawn
//   └──────────┴─────────────────────────────┘   over it.
//
// One frame: prepare() (pure: layout, tile, image) → draw_*() → input. The files timeline_panel.cpp,
// timeline_rows.cpp, timeline_overlay.cpp and ruler.cpp have one part each.

#include <optional>
#include <vector>

#include "ui/backend.hpp"
#include "ui/selection.hpp"
#include "ui/style.hpp"
#include "ui/timeline_layout.hpp"
#include "ui/words.hpp"

namespace interleave::ui {

class TimelinePanel {
public:
    explicit TimelinePanel(Backend& backend) : m_backend(backend) {}

    // Draws into the current window and takes the pointer's input.
    void draw(const Ui& ui, const Run& run, const Box& box, Selection& selection);

    // Everything is to be made and uploaded again (another run, theme, a lost context).
    void invalidate();
    // Shows the whole run, and goes on doing so while it grows until the view is moved.
    void fit();
    // While the whole run is kept in view, that is what comes after `begin`: not the program's way to its first step.
    void show_from(Time begin) { m_first = begin; }
    // Shows this part of the axis and stays there.
    void show_range(Time begin, Time end);
    // Fits the selected span, or if it is fitted already, the whole run.
    void focus(const Run& run, const Selection& selection);
    void pan(float css_pixels);
    // Around the cursor if it is on screen, else around the middle.
    void zoom(double factor, const Selection& selection);
    // About a point of the canvas, in device pixels (wheel, pinch).
    void zoom_at(double factor, float x);
    // By device pixels; dx > 0 shows later times, dy > 0 lower rows.
    void scroll_by(float dx, float dy);
    bool can_scroll() const;
    // Brings a time and a lane into sight.
    void reveal(const Run& run, const Selection& selection);
    void toggle(const std::string& group);

    const View& view() const { return m_view; }
    const TimelineLayout& layout() const { return m_layout; }
    const Box& lanes_box() const { return m_lanes; }
    const Box& ruler_box() const { return m_ruler; }
    float scroll() const { return m_scroll; }
    // The span under the pointer, and the fold if it is one.
    std::optional<SpanPlace> hovered() const { return m_hovered; }

    struct Counters {
        uint64_t tiles = 0;       // how often rectangles were made
        uint64_t images = 0;      // how often the image was drawn
        uint64_t rectangles = 0;  // of the current tile
    };
    const Counters& counters() const { return m_counters; }

private:
    void place(const Ui& ui, const Run& run, const Box& box);
    void prepare(const Ui& ui, const Run& run);
    void build_tile(const Ui& ui, const Run& run);

    void draw_ruler(const Ui& ui, const Run& run, const Selection& selection) const;
    void draw_grounds(const Ui& ui, const Run& run) const;
    void draw_labels(const Ui& ui, const Run& run) const;
    void draw_gutter(const Ui& ui, const Run& run, const Selection& selection);
    void draw_end(const Ui& ui, const Run& run) const;
    void draw_outlines(const Ui& ui, const Run& run, const Selection& selection) const;
    void draw_arrows(const Ui& ui, const Run& run, const Selection& selection) const;
    void draw_cursor(const Ui& ui, const Run& run, const Selection& selection) const;
    void draw_hover_card(const Ui& ui, const Run& run) const;
    void draw_scroll_bar(const Ui& ui) const;

    void take_ruler_input(const Run& run, Selection& selection);
    void take_lane_input(const Run& run, Selection& selection);
    void hover(const Run& run);
    void clamp_scroll();

    // The top of something in a row, on screen.
    float y_of(float top) const { return m_lanes.y + top - m_scroll; }
    float x_of(Time time) const;
    std::optional<ImVec2> place_of_event(const Run& run, trace::EventIndex index) const;

    Backend& m_backend;
    View m_view;
    TimelineLayout m_layout;
    Tile m_tile;
    std::vector<TileTrack> m_tile_tracks;
    std::vector<SpanPlace> m_tile_places;  // lane and track of each tile track
    float m_scroll = 0;
    bool m_follow = true;  // keep the whole run in view …
    Time m_first = 0;      // … from here on
    void follow();
    Box m_gutter, m_ruler, m_lanes;

    // What the cached image was made of.
    uint32_t m_generation = 0;
    uint64_t m_events_seen = 0;
    Time m_end_seen = -1;
    float m_scale = 0;
    bool m_coarse = false;
    bool m_layout_stale = true, m_image_stale = true;
    TimelineFrame m_frame;
    void* m_image = nullptr;

    std::optional<SpanPlace> m_hovered;
    std::optional<Mark> m_hovered_fold;
    bool m_dragged = false;
    Counters m_counters;
};

}  // namespace interleave::ui
