#pragma once
// SDL2 and WebGL2 in the page: window, context, events, and the timeline's drawing.
//
// SDL's window is the canvas at its size in device pixels, so that Dear ImGui, mouse and GL all count
// the same pixels. SDL names its canvas "#canvas"; the page gives us the element itself.
//
// What SDL's browser driver does not do is done in web/src/app/: container resize, pixel ratio, wheel
// with modifiers, pointer capture, text input, clipboard.

#include <SDL.h>

#include <optional>
#include <string>
#include <utility>

#include "ui/backend.hpp"
#include "ui/timeline_gl.hpp"
#include "ui/touch.hpp"

namespace interleave::ui {

class SdlBackend final : public Backend {
public:
    // Makes the window, the context and Dear ImGui's backends. Returns what went wrong, "" if nothing.
    // REQUIRES: a current Dear ImGui context, which must outlive this
    [[nodiscard]] std::string create();

    void resize(int width, int height);
    // Makes all GL objects anew after the context was lost and restored; "" or what went wrong.
    [[nodiscard]] std::string restore();
    // The font atlas was built anew.
    void upload_fonts();

    // The pointer is outside of the canvas during a drag: SDL would hold it at the edge. Until the next frame.
    void point_outside(float x, float y) { m_outside = {x, y}; }
    // Takes the events since the last frame and begins Dear ImGui's frame. Two fingers are reported as a
    // gesture, all else goes to Dear ImGui.
    Gesture begin_frame();
    // Draws Dear ImGui's frame over a ground colour (0xRRGGBB).
    void end_frame(uint32_t ground);

    void upload_rectangles(std::span<const Rectangle> rectangles) override;
    void upload_slots(std::span<const SlotPlace> slots) override;
    void upload_palette(std::span<const uint8_t> colours) override;
    void* draw_timeline(const TimelineFrame& frame) override;

private:
    void take_finger(const SDL_Event& event);

    SDL_Window* m_window = nullptr;
    SDL_GLContext m_context = nullptr;
    TimelineGl m_timeline;
    Touch m_touch;
    std::optional<std::pair<float, float>> m_outside;
    int m_width = 1, m_height = 1;
};

}  // namespace interleave::ui
