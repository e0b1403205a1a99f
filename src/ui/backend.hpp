#pragma once
// What the app needs of the place it draws on. Two implementations, chosen by CMake: backend_sdl (SDL2,
// WebGL2, in the page) and backend_null (nothing is shown: tests).

#include <cstddef>
#include <cstdint>
#include <span>

#include "ui/tile.hpp"

namespace interleave::ui {

// Where a slot (src/ui/layout.hpp) is, in device pixels from the top of all rows. Height 0 hides it.
struct SlotPlace {
    int32_t top = 0;
    uint32_t height = 0;
    uint32_t unused[2] = {0, 0};
};

// One drawing of the timeline's rectangles.
struct TimelineFrame {
    int width = 0, height = 0;  // device pixels
    float scale = 1;            // device pixels per logical pixel
    int32_t origin = 0;         // of the view, in units of the uploaded tile
    float fraction = 0;         // of a unit
    float pixels_per_unit = 1;  // device pixels
    float scroll = 0;           // device pixels
    bool operator==(const TimelineFrame&) const = default;
};

class Backend {
public:
    virtual ~Backend() = default;

    virtual void upload_rectangles(std::span<const Rectangle> rectangles) = 0;
    virtual void upload_slots(std::span<const SlotPlace> slots) = 0;
    // Bytes R, G, B, A.
    virtual void upload_palette(std::span<const uint8_t> colours) = 0;
    // Draws what was uploaded into a texture and returns it as Dear ImGui's texture id; valid until the
    // next call. The image's first row is its bottom row.
    virtual void* draw_timeline(const TimelineFrame& frame) = 0;
};

}  // namespace interleave::ui
