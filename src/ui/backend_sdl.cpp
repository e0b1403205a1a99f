#include "ui/backend_sdl.hpp"

#include "imgui.h"
#include "imgui_impl_opengl3.h"
#include "imgui_impl_sdl2.h"

namespace interleave::ui {

std::string SdlBackend::create() {
    // Keys only while the canvas has the focus: text fields and shortcuts of the page are not ours.
    SDL_SetHint(SDL_HINT_EMSCRIPTEN_KEYBOARD_ELEMENT, "#canvas");
    // Fingers are told from the mouse here (touch.hpp).
    SDL_SetHint(SDL_HINT_TOUCH_MOUSE_EVENTS, "0");
    SDL_SetHint(SDL_HINT_MOUSE_TOUCH_EVENTS, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0)
        return std::string("The drawing area can't start: ") + SDL_GetError();
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_PROFILE_MASK, SDL_GL_CONTEXT_PROFILE_ES);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MAJOR_VERSION, 3);
    SDL_GL_SetAttribute(SDL_GL_CONTEXT_MINOR_VERSION, 0);
    SDL_GL_SetAttribute(SDL_GL_DEPTH_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_STENCIL_SIZE, 0);
    SDL_GL_SetAttribute(SDL_GL_ALPHA_SIZE, 0);
    // Neither resizable nor high-DPI in SDL's sense: the page says how many pixels there are.
    m_window = SDL_CreateWindow("Interleave", 0, 0, m_width, m_height, SDL_WINDOW_OPENGL);
    m_context = m_window == nullptr ? nullptr : SDL_GL_CreateContext(m_window);
    if (m_context == nullptr) {
        return std::string(
                   "This browser gives no WebGL2 context, which the timeline is drawn with: ") +
               SDL_GetError();
    }
    ImGui_ImplSDL2_InitForOpenGL(m_window, m_context);
    ImGui_ImplOpenGL3_Init("#version 300 es");
    return m_timeline.create();
}

std::string SdlBackend::restore() {
    ImGui_ImplOpenGL3_DestroyDeviceObjects();
    ImGui_ImplOpenGL3_CreateDeviceObjects();
    return m_timeline.create();
}

void SdlBackend::resize(int width, int height) {
    m_width = width;
    m_height = height;
    SDL_SetWindowSize(m_window, width, height);
}

void SdlBackend::upload_fonts() {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
}

void SdlBackend::take_finger(const SDL_Event& event) {
    const SDL_TouchFingerEvent& touch = event.tfinger;
    float x = touch.x * static_cast<float>(m_width), y = touch.y * static_cast<float>(m_height);
    std::optional<PointerChange> change;
    if (event.type == SDL_FINGERDOWN) change = m_touch.down(touch.fingerId, x, y);
    if (event.type == SDL_FINGERMOTION) change = m_touch.move(touch.fingerId, x, y);
    if (event.type == SDL_FINGERUP) change = m_touch.up(touch.fingerId);
    if (!change) return;
    ImGuiIO& io = ImGui::GetIO();
    io.AddMouseSourceEvent(ImGuiMouseSource_TouchScreen);
    // A press that turns into a pinch ends outside of everything, so that nothing is clicked.
    if (change->cancelled)
        io.AddMousePosEvent(-1, -1);
    else
        io.AddMousePosEvent(change->x, change->y);
    if (event.type != SDL_FINGERMOTION) io.AddMouseButtonEvent(0, change->down);
}

Gesture SdlBackend::begin_frame() {
    if (m_outside) ImGui::GetIO().AddMousePosEvent(m_outside->first, m_outside->second);
    SDL_Event event;
    while (SDL_PollEvent(&event)) {
        if (event.type == SDL_FINGERDOWN || event.type == SDL_FINGERMOTION ||
            event.type == SDL_FINGERUP) {
            take_finger(event);
        } else if (event.type != SDL_MOUSEMOTION || !m_outside) {
            ImGui_ImplSDL2_ProcessEvent(&event);
        }
    }
    m_outside.reset();
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplSDL2_NewFrame();
    ImGui::NewFrame();
    return m_touch.take_gesture();
}

void SdlBackend::end_frame(uint32_t ground) {
    ImGui::Render();
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glViewport(0, 0, m_width, m_height);
    glDisable(GL_SCISSOR_TEST);
    auto channel = [&](int shift) { return static_cast<float>(ground >> shift & 255) / 255.0f; };
    glClearColor(channel(16), channel(8), channel(0), 1);
    glClear(GL_COLOR_BUFFER_BIT);
    ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
    SDL_GL_SwapWindow(m_window);
}

void SdlBackend::upload_rectangles(std::span<const Rectangle> rectangles) {
    m_timeline.upload_rectangles(rectangles);
}

void SdlBackend::upload_slots(std::span<const SlotPlace> slots) { m_timeline.upload_slots(slots); }

void SdlBackend::upload_palette(std::span<const uint8_t> colours) {
    m_timeline.upload_palette(colours);
}

void* SdlBackend::draw_timeline(const TimelineFrame& frame) {
    return reinterpret_cast<void*>(static_cast<intptr_t>(m_timeline.draw(frame)));
}

}  // namespace interleave::ui
