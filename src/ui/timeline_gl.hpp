#pragma once
// The timeline's rectangles in WebGL2: a data texture, one draw call, into a cached texture.
//
// Measured (Chromium 156, software renderer, November 2026): 0.4–0.6 ms of main-thread time a frame for
// 20 k rectangles as for 5 M; instancing is 3 to 9 times slower, Dear ImGui's draw lists block for 126 ms
// in the upload of 100 k. Never reads GL state back: each glGet waits for the GPU process.
//
// REQUIRES for all members: the GL context is current.

#include <GLES3/gl3.h>

#include <string>

#include "ui/backend.hpp"

namespace interleave::ui {

class TimelineGl {
public:
    // Makes programs and textures; also after the context was lost and restored, when everything has to
    // be uploaded again. Returns what went wrong, "" if nothing did.
    [[nodiscard]] std::string create();

    void upload_rectangles(std::span<const Rectangle> rectangles);
    void upload_slots(std::span<const SlotPlace> slots);
    void upload_palette(std::span<const uint8_t> colours);
    GLuint draw(const TimelineFrame& frame);

private:
    void resize_target(int width, int height);

    GLuint m_program = 0, m_vertex_array = 0;
    GLuint m_rectangles = 0, m_slots = 0, m_palette = 0;
    GLuint m_target = 0, m_framebuffer = 0;
    int m_width = 0, m_height = 0;
    int m_count = 0;  // rectangles
    int m_rows = 0;   // of the rectangle texture that are allocated
    GLint m_origin = 0, m_fraction = 0, m_pixels_per_unit = 0, m_size = 0, m_scroll = 0,
          m_scale = 0;
};

}  // namespace interleave::ui
