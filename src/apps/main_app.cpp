// app.wasm: the drawn app of the page, as functions for web/src/app/ (its only caller).
//
// The page asks for frames and hands in what happened; nothing here runs by itself. Text crosses as UTF-8
// with its length, or zero-terminated where the page only reads; returned text is valid until the next
// call of the same function.
#include <emscripten.h>

#include <memory>
#include <string>

#include "imgui.h"
#include "trace/export_chrome.hpp"
#include "ui/app.hpp"
#include "ui/backend_sdl.hpp"
#include "ui/snapshot.hpp"

using namespace interleave;

namespace {

// Dear ImGui settles within three frames of an input: an event, its effect, its after-effect.
constexpr int SettlingFrames = 3;

struct Page {
    ui::SdlBackend backend;
    ui::App app{backend};
    int frames_wanted = SettlingFrames;
    std::string answer;
};
Page* page = nullptr;

// The app's text goes to a canvas given by the page, which SDL calls "#canvas".
EM_JS_DEPS(canvas_target, "$specialHTMLTargets");
EM_JS(void, use_given_canvas, (), { specialHTMLTargets["#canvas"] = Module["canvas"]; });

const char* answer(std::string text) {
    page->answer = std::move(text);
    return page->answer.c_str();
}

void changed() { page->frames_wanted = SettlingFrames; }

}  // namespace

extern "C" {

// "" or why there is no picture.
EMSCRIPTEN_KEEPALIVE const char* app_create() {
    use_given_canvas();
    ImGui::CreateContext();
    ImGui::GetIO().IniFilename = nullptr;
    page = new Page;
    return answer(page->backend.create());
}

EMSCRIPTEN_KEEPALIVE void app_resize(int width, int height, float scale, int coarse) {
    page->backend.resize(width, height);
    if (page->app.set_screen(scale, coarse != 0)) page->backend.upload_fonts();
    changed();
}

EMSCRIPTEN_KEEPALIVE void app_theme(int light) {
    page->app.set_theme(light ? ui::Theme::Light : ui::Theme::Dark);
    changed();
}

EMSCRIPTEN_KEEPALIVE const char* app_restore() {
    std::string problem = page->backend.restore();
    page->app.invalidate();
    changed();
    return answer(std::move(problem));
}

EMSCRIPTEN_KEEPALIVE void app_focus(int ring) {
    page->app.set_focused(ring != 0);
    changed();
}

// Draws. Returns whether the next frame is wanted already.
EMSCRIPTEN_KEEPALIVE int app_frame() {
    ui::Gesture gesture = page->backend.begin_frame();
    if (gesture.active) {
        page->app.pinch(gesture.factor, gesture.x, gesture.dx, gesture.dy);
        changed();
    }
    bool again = page->app.frame();
    page->backend.end_frame(ui::colour_rgb(page->app.ui().theme, ui::Colour::ground));
    if (page->frames_wanted > 0) --page->frames_wanted;
    return again || page->frames_wanted > 0;
}

// Something happened that SDL sees too (mouse, keys): frames until it has settled.
EMSCRIPTEN_KEEPALIVE void app_input() { changed(); }

// A drag goes on outside of the canvas, at a point in device pixels from its corner.
EMSCRIPTEN_KEEPALIVE void app_pointer_outside(float x, float y) {
    page->backend.point_outside(x, y);
    changed();
}

EMSCRIPTEN_KEEPALIVE void app_begin(const char* title, int size, int axis) {
    page->app.begin(std::string(title, static_cast<size_t>(size)), static_cast<ui::Axis>(axis));
    changed();
}

EMSCRIPTEN_KEEPALIVE void app_append(const uint8_t* bytes, int size) {
    page->app.append({bytes, static_cast<size_t>(size)});
    if (page->frames_wanted == 0) page->frames_wanted = 1;
}

// Returns whether there is such a command.
EMSCRIPTEN_KEEPALIVE int app_command(const char* name) {
    std::optional<ui::Command> command = ui::find_command(name);
    if (command) page->app.command(*command);
    changed();
    return command.has_value();
}

EMSCRIPTEN_KEEPALIVE void app_set_cursor(double time) {
    page->app.set_cursor(static_cast<ui::Time>(time));
    changed();
}

EMSCRIPTEN_KEEPALIVE void app_show_from(double begin, double now) {
    page->app.show_from(static_cast<ui::Time>(begin), static_cast<ui::Time>(now));
    changed();
}

EMSCRIPTEN_KEEPALIVE void app_show_range(double begin, double end) {
    page->app.show_range(static_cast<ui::Time>(begin), static_cast<ui::Time>(end));
    changed();
}

EMSCRIPTEN_KEEPALIVE void app_set_search(const char* text, int size, int start, int end) {
    page->app.set_search(std::string(text, static_cast<size_t>(size)), static_cast<size_t>(start),
                         static_cast<size_t>(end));
    changed();
}

EMSCRIPTEN_KEEPALIVE void app_wheel(float x, float dx, float dy, int zoom, int sideways) {
    page->app.wheel(x, dx, dy, zoom != 0, sideways != 0);
    changed();
}

// The search field in device pixels, 0 0 0 0 while it is closed.
EMSCRIPTEN_KEEPALIVE const float* app_search_box() {
    static float box[4];
    const ui::SearchField& field = page->app.search_field();
    ui::Box drawn = field.open ? field.box : ui::Box{};
    box[0] = drawn.x, box[1] = drawn.y, box[2] = drawn.width, box[3] = drawn.height;
    return box;
}

EMSCRIPTEN_KEEPALIVE int app_search_open() { return page->app.search_field().open; }

// NaN while there is no cursor.
EMSCRIPTEN_KEEPALIVE double app_cursor() {
    const std::optional<ui::Time>& cursor = page->app.selection().cursor;
    return cursor ? static_cast<double>(*cursor) : __builtin_nan("");
}

EMSCRIPTEN_KEEPALIVE const char* app_cursor_json() { return answer(ui::cursor_json(page->app)); }
EMSCRIPTEN_KEEPALIVE const char* app_snapshot() {
    page->app.refresh();
    return answer(ui::snapshot_json(page->app));
}
EMSCRIPTEN_KEEPALIVE const char* app_chrome_json() {
    const ui::Run* run = page->app.run();
    if (run == nullptr) return "[]";
    return answer(trace::export_chrome(run->trace(), run->states(), run->order()));
}
EMSCRIPTEN_KEEPALIVE const char* app_description() { return answer(page->app.description()); }

}  // extern "C"
