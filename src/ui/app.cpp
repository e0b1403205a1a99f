#include "ui/app.hpp"

#include <algorithm>
#include <cmath>

#include "ui/panel_cards.hpp"
#include "ui/panel_details.hpp"

namespace interleave::ui {

namespace {
constexpr double ZoomStep = 1.4;
constexpr float PanStep = 120;        // CSS pixels
constexpr double WheelZoom = 0.0035;  // of a CSS pixel of wheel: 100 px (one notch) zoom by 1.42
constexpr uint64_t SearchPortion = 50'000;  // events a frame: some milliseconds
constexpr int MostNoticeLines = 3;
constexpr float ShortCanvas = 320;  // CSS pixels; below, the details strip gives way to the lanes
}  // namespace

App::App(Backend& backend) : m_timeline(backend), m_backend(backend) {}

bool App::set_screen(float scale, bool coarse) {
    bool fonts = scale != m_ui.scale || m_ui.fonts.text == nullptr;
    m_ui.scale = scale;
    m_ui.coarse = coarse;
    if (fonts) m_ui.fonts = build_fonts(scale);
    apply_style(m_ui);
    m_timeline.invalidate();
    return fonts;
}

void App::set_theme(Theme theme) {
    m_ui.theme = theme;
    apply_style(m_ui);
    m_backend.upload_palette(palette_texture(theme));
    m_timeline.invalidate();
}

void App::invalidate() { set_theme(m_ui.theme); }

void App::begin(std::string title, Axis axis) {
    m_run = std::make_unique<Run>(std::move(title), axis);
    m_problem.clear();
    m_selection.clear();
    m_notices.clear();
    m_notices_closed = false;
    m_search.set(*m_run, "");
    m_search_field.text.clear();
    m_jump = Jump::None;
    m_timeline.invalidate();
    m_timeline.show_from(0);
    m_timeline.fit();
}

void App::append(std::span<const uint8_t> chunk) {
    if (m_run == nullptr) begin("", Axis::Real);
    base::Status status = m_run->append(chunk);
    if (!status.ok()) m_problem = status.error().message;
}

void App::set_cursor(Time time) {
    if (m_run == nullptr) return;
    m_selection.clear();
    m_selection.cursor = std::clamp<Time>(time, 0, m_run->end_time());
    m_timeline.reveal(*m_run, m_selection);
}

void App::show_from(Time begin, Time now) {
    if (m_run != nullptr) m_run->reach(now);
    m_timeline.show_from(begin);
}

void App::show_range(Time begin, Time end) { m_timeline.show_range(begin, end); }

// --- commands -------------------------------------------------------------------------------------------

void App::go_to(std::optional<EventIndex> index) {
    if (!index) return;
    m_selection.select_event(*m_run, *index);
    m_timeline.reveal(*m_run, m_selection);
}

void App::move_cursor(float css_pixels) {
    const View& view = m_timeline.view();
    Time from = m_selection.cursor.value_or(view.time_at(view.width() / 2));
    auto step = static_cast<Time>(std::llround(css_pixels * m_ui.scale * view.time_per_pixel()));
    if (step == 0) step = css_pixels > 0 ? 1 : -1;
    set_cursor(from + step);
}

void App::clear() {
    if (m_help_open || m_legend_open) {
        m_help_open = m_legend_open = false;
    } else if (m_search_field.open) {
        m_search_field.open = false;
    } else {
        m_selection.clear();
    }
}

void App::command(Command command) {
    switch (command) {
        case Command::help:
            m_help_open = !m_help_open;
            return;
        case Command::legend:
            m_legend_open = !m_legend_open;
            return;
        case Command::clear:
            return clear();
        default:
            break;
    }
    if (m_run == nullptr) return;
    auto from_selection = [&](auto step, std::optional<EventIndex> otherwise) {
        go_to(m_selection.event ? step(*m_run, *m_selection.event) : otherwise);
    };
    auto near = [&] { return event_near(*m_run, m_selection.cursor.value_or(0)); };
    switch (command) {
        case Command::fit:
            m_timeline.focus(*m_run, m_selection);
            break;
        case Command::zoom_in:
            m_timeline.zoom(ZoomStep, m_selection);
            break;
        case Command::zoom_out:
            m_timeline.zoom(1 / ZoomStep, m_selection);
            break;
        case Command::pan_left:
            m_timeline.pan(-PanStep);
            break;
        case Command::pan_right:
            m_timeline.pan(PanStep);
            break;
        case Command::previous_event:
            from_selection(previous_event, near());
            break;
        case Command::next_event:
            from_selection(next_event, near());
            break;
        case Command::cause:
            from_selection(cause_of, std::nullopt);
            break;
        case Command::effect:
            from_selection(effect_of, std::nullopt);
            break;
        case Command::cursor_left:
            move_cursor(-1);
            break;
        case Command::cursor_right:
            move_cursor(1);
            break;
        case Command::search:
            m_search_field.open = !m_search_field.open;
            break;
        case Command::search_next:
            m_jump = Jump::Next;
            break;
        case Command::search_previous:
            m_jump = Jump::Previous;
            break;
        case Command::help:
        case Command::legend:
        case Command::clear:
            break;
    }
    go_on_searching();
}

void App::set_search(std::string text, size_t selection_start, size_t selection_end) {
    m_search_field.selection_start = selection_start;
    m_search_field.selection_end = selection_end;
    if (m_run == nullptr || text == m_search_field.text) return;
    m_search_field.text = text;
    m_search.set(*m_run, std::move(text));
    // As one types: the first match from where one is.
    bool matches =
        m_selection.event && m_search.matches(*m_run, m_run->trace()[*m_selection.event]);
    m_jump = matches ? Jump::None : Jump::Next;
    go_on_searching();
}

void App::go_on_searching() {
    if (m_run == nullptr) return;
    m_is_searched = m_search.text().empty() || m_search.look_on(*m_run, SearchPortion);
    if (m_jump != Jump::None) {
        Search::Found found = m_jump == Jump::Next ? m_search.next(*m_run, m_selection.event)
                                                   : m_search.previous(*m_run, m_selection.event);
        if (found.certain || m_is_searched) {
            m_jump = Jump::None;
            go_to(found.event);
        }
    }
    count_matches();
}

void App::count_matches() {
    if (m_run == nullptr || m_search_field.text.empty()) {
        m_search_field.matches = m_search_field.current = 0;
        return;
    }
    EventIndex at = m_selection.event.value_or(EventIndex{0});
    Search::Count count = m_search.count(*m_run, at);
    bool on_match = m_selection.event && m_search.matches(*m_run, m_run->trace()[at]);
    m_search_field.matches = count.all;
    m_search_field.current = on_match ? count.before + 1 : 0;
}

void App::wheel(float x, float dx, float dy, bool zoom, bool sideways) {
    if (zoom || (!sideways && dx == 0 && !m_timeline.can_scroll())) {
        m_timeline.zoom_at(std::exp(-static_cast<double>(dy) * WheelZoom), x);
    } else if (sideways) {
        m_timeline.scroll_by((dx + dy) * m_ui.scale, 0);
    } else {
        m_timeline.scroll_by(dx * m_ui.scale, dy * m_ui.scale);
    }
}

void App::pinch(double factor, float x, float dx, float dy) {
    m_timeline.zoom_at(factor, x);
    m_timeline.scroll_by(-dx, -dy);
}

// --- keys -----------------------------------------------------------------------------------------------------

void App::take_text_keys() {
    // Characters, not keys: where they are depends on the layout of the keyboard.
    for (ImWchar c : ImGui::GetIO().InputQueueCharacters) {
        switch (c) {
            case ',':
                command(Command::previous_event);
                break;
            case '.':
                command(Command::next_event);
                break;
            case '[':
                command(Command::cause);
                break;
            case ']':
                command(Command::effect);
                break;
            case '/':
                command(Command::search);
                break;
            case '?':
                command(Command::help);
                break;
            case '+':
                command(Command::zoom_in);
                break;
            case '-':
                command(Command::zoom_out);
                break;
            default:
                break;
        }
    }
}

bool App::take_keys() {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.KeyCtrl || io.KeyAlt || io.KeySuper) return false;
    take_text_keys();
    auto pressed = [](ImGuiKey key) { return ImGui::IsKeyPressed(key, false); };
    auto repeated = [](ImGuiKey key) { return ImGui::IsKeyPressed(key, true); };
    if (pressed(ImGuiKey_F)) command(Command::fit);
    if (pressed(ImGuiKey_L)) command(Command::legend);
    if (pressed(ImGuiKey_Escape)) command(Command::clear);
    if (pressed(ImGuiKey_Enter))
        command(io.KeyShift ? Command::search_previous : Command::search_next);
    float step = io.KeyShift ? 40.0f : 1.0f;
    if (repeated(ImGuiKey_LeftArrow) && m_run) move_cursor(-step);
    if (repeated(ImGuiKey_RightArrow) && m_run) move_cursor(step);
    if (repeated(ImGuiKey_UpArrow)) m_timeline.scroll_by(0, -m_ui.px(40));
    if (repeated(ImGuiKey_DownArrow)) m_timeline.scroll_by(0, m_ui.px(40));
    if (pressed(ImGuiKey_Home)) set_cursor(0);
    if (pressed(ImGuiKey_End) && m_run) set_cursor(m_run->end_time());

    // A tap is a step; held, the view glides.
    struct Glide {
        ImGuiKey key;
        Command command;
        float pan;
        double zoom;
    };
    constexpr Glide Glides[] = {{ImGuiKey_A, Command::pan_left, -1400, 0},
                                {ImGuiKey_D, Command::pan_right, 1400, 0},
                                {ImGuiKey_W, Command::zoom_in, 0, 3.0},
                                {ImGuiKey_S, Command::zoom_out, 0, -3.0}};
    bool held = false;
    float seconds = std::min(io.DeltaTime, 1 / 20.0f);
    for (const Glide& glide : Glides) {
        if (pressed(glide.key)) command(glide.command);
        if (!ImGui::IsKeyDown(glide.key)) continue;
        held = true;
        if (io.KeysData[glide.key - ImGuiKey_KeysData_OFFSET].DownDuration < 0.25f) continue;
        if (glide.pan != 0) m_timeline.pan(glide.pan * seconds);
        if (glide.zoom != 0) m_timeline.zoom(std::exp(glide.zoom * seconds), m_selection);
    }
    return held || ImGui::IsKeyDown(ImGuiKey_LeftArrow) || ImGui::IsKeyDown(ImGuiKey_RightArrow);
}

// --- drawing -----------------------------------------------------------------------------------------------------

float App::draw_notices(const Box& box) {
    if (m_notices_closed) return 0;
    ImDrawList* list = ImGui::GetWindowDrawList();
    float least = m_ui.px(m_ui.coarse ? 44 : 30), y = box.y;
    float text_x = box.x + m_ui.px(36), width = box.width - m_ui.px(44) - least;
    ImFont* font = m_ui.fonts.text;
    for (const Notice& notice : m_notices) {
        bool danger = notice.kind == NoticeKind::Danger;
        int lines =
            draw_rich_lines(nullptr, m_ui, font, {}, 0, notice.text, width, MostNoticeLines);
        float text_height = static_cast<float>(lines) * (font->FontSize + m_ui.px(2));
        float height = std::max(least, text_height + m_ui.px(10));
        list->AddRectFilled({box.x, y}, {box.right(), y + height},
                            m_ui.colour(danger ? Colour::danger_quiet : Colour::warning_quiet));
        float text_y = y + std::round((height - text_height) / 2);
        draw_text(list, font, {box.x + m_ui.px(12), text_y},
                  m_ui.colour(danger ? Colour::danger : Colour::warning),
                  danger ? icon::error : icon::warning);
        draw_rich_lines(list, m_ui, font, {text_x, text_y}, m_ui.colour(Colour::text), notice.text,
                        width, MostNoticeLines);
        Box close{box.right() - least - m_ui.px(4), y, least, std::min(height, least)};
        ImGui::PushID(notice.text.c_str());
        if (draw_button(m_ui, "close notice", close, icon::close, "", ButtonState::Plain)) {
            m_notices_closed = true;
        }
        ImGui::PopID();
        y += height;
    }
    return y - box.y;
}

void App::draw_body(const Box& box) {
    if (!m_problem.empty()) {
        return draw_empty(m_ui, box, "This recording can't be read", m_problem.c_str());
    }
    if (m_run == nullptr || (m_run->empty() && m_run->title().empty())) {
        return draw_empty(m_ui, box, "Nothing has run yet",
                          "Press Run to see what each thread does, and when");
    }
    if (m_run->empty())
        return draw_empty(m_ui, box, "Starting…", "The first events appear in a moment");
    Box rest = box;
    float notices = draw_notices(rest);
    rest.y += notices;
    rest.height -= notices;
    float details = box.height < m_ui.px(ShortCanvas) ? 0 : details_height(m_ui, box.width);
    m_timeline.draw(m_ui, *m_run, {rest.x, rest.y, rest.width, rest.height - details}, m_selection);
    if (details > 0) {
        draw_details(m_ui, {rest.x, rest.bottom() - details, rest.width, details}, m_run.get(),
                     m_selection);
    }
}

void App::refresh() {
    if (m_run != nullptr && m_run->refresh()) m_notices = ui::notices(*m_run);
}

bool App::frame() {
    ++m_frames;
    refresh();
    bool again = take_keys();
    go_on_searching();
    again |= !m_is_searched;

    ImVec2 size = ImGui::GetIO().DisplaySize;
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(size);
    ImGui::Begin("app", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus |
                     ImGuiWindowFlags_NoScrollWithMouse);
    float bar = toolbar_height(m_ui);
    draw_body({0, bar, size.x, size.y - bar});
    ToolbarState state{.has_run = m_run != nullptr && !m_run->empty(),
                       .has_selection = m_selection.event.has_value(),
                       .legend_open = m_legend_open,
                       .help_open = m_help_open,
                       .is_fitted = m_timeline.view().is_fitted()};
    std::optional<Command> pressed = draw_toolbar(m_ui, {0, 0, size.x, bar}, state, m_search_field);
    ImGui::End();

    Box below{0, bar, size.x, size.y - bar};
    if (m_legend_open && draw_legend(m_ui, below)) m_legend_open = false;
    if (m_help_open && draw_help(m_ui, below)) m_help_open = false;
    if (m_ui.focused) {
        float width = std::max(2.0f, std::round(2 * m_ui.scale));
        ImGui::GetForegroundDrawList()->AddRect({width / 2, width / 2},
                                                {size.x - width / 2, size.y - width / 2},
                                                m_ui.colour(Colour::accent), 0, 0, width);
    }
    if (pressed) command(*pressed);
    return again || pressed.has_value();
}

std::string App::description() const {
    if (m_run == nullptr || m_run->empty()) return "Nothing has run yet. Press Run.";
    std::string text;
    for (const Notice& notice : m_notices) text += notice.text + "\n";
    return text + plain_text(details_of(*m_run, m_selection));
}

}  // namespace interleave::ui
