#pragma once
// The drawn app: one run on show, the panels around it, and what keys and commands do.
//
// Knows nothing of SDL, GL or the browser: those are the Backend's and main_app's. A frame is drawn only
// when asked for; frame() says whether it wants another one soon (a key is held, a search has
// not looked at all events).
//
// REQUIRES for all members: a current Dear ImGui context; frame() between its NewFrame and Render.

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ui/commands.hpp"
#include "ui/navigate.hpp"
#include "ui/panel_toolbar.hpp"
#include "ui/timeline_panel.hpp"

namespace interleave::ui {

class App {
public:
    explicit App(Backend& backend);

    // --- from the page ----------------------------------------------------------------------------------
    // Rebuilds the font atlas if the scale changed: then returns true, and the caller uploads it.
    bool set_screen(float scale, bool coarse);
    void set_theme(Theme theme);
    void set_focused(bool focused) { m_ui.focused = focused; }
    // A new run; replaces the one on show.
    void begin(std::string title, Axis axis);
    // Bytes of its recording. A message instead of success is shown in place of the timeline.
    void append(std::span<const uint8_t> chunk);
    void command(Command command);
    void set_cursor(Time time);
    // The whole run is what comes after `begin` of it; it stands at `now`.
    void show_from(Time begin, Time now);
    // This part of the time axis.
    void show_range(Time begin, Time end);
    void set_search(std::string text, size_t selection_start, size_t selection_end);
    // At a point in device pixels; dx, dy in CSS pixels as the browser's wheel event has them.
    void wheel(float x, float dx, float dy, bool zoom, bool sideways);
    // Two fingers: their distance changed by `factor` about x, their middle moved by dx, dy.
    void pinch(double factor, float x, float dx, float dy);
    // Everything on the GPU was lost.
    void invalidate();
    // Takes in what was appended, as frame() does first; for those who look without drawing.
    void refresh();

    // --- every frame ------------------------------------------------------------------------------------
    bool frame();

    // --- to the page ------------------------------------------------------------------------------------
    const Run* run() const { return m_run.get(); }
    const Ui& ui() const { return m_ui; }
    const TimelinePanel& timeline() const { return m_timeline; }
    const Selection& selection() const { return m_selection; }
    const SearchField& search_field() const { return m_search_field; }
    bool legend_open() const { return m_legend_open; }
    bool help_open() const { return m_help_open; }
    const std::vector<Notice>& notices() const { return m_notices; }
    uint64_t frames() const { return m_frames; }
    // The selection, the moment or the run in words, for the clipboard and screen readers.
    std::string description() const;

private:
    bool take_keys();
    void take_text_keys();
    float draw_notices(const Box& box);
    void draw_body(const Box& box);
    void go_to(std::optional<EventIndex> index);
    void move_cursor(float css_pixels);
    void go_on_searching();
    void count_matches();
    void clear();

    TimelinePanel m_timeline;
    Backend& m_backend;
    Ui m_ui;
    std::unique_ptr<Run> m_run;
    std::string m_problem;  // the recording could not be read
    Selection m_selection;
    Search m_search;
    SearchField m_search_field;
    // To the match before or after the selection, as soon as it is known where that is.
    enum class Jump { None, Previous, Next } m_jump = Jump::None;
    bool m_is_searched = true;  // all events of the run were looked through
    bool m_legend_open = false, m_help_open = false;
    std::vector<Notice> m_notices;
    bool m_notices_closed = false;
    uint64_t m_frames = 0;
};

}  // namespace interleave::ui
