#pragma once
// A tile: the rectangles of all tracks for a range of time three screens wide, at one level of detail.
//
// Tiles exist so that panning and zooming cost next to nothing: rectangles are made and uploaded once a
// screen's width of panning or a factor of two of zooming; all frames in between change uniforms only.
//
// Units: a rectangle's times are 31-bit numbers of 2^shift ns from the tile's origin. shift is 0 (exact)
// while the range fits; beyond that a unit is still far below a pixel, because the range of a tile is
// bound to the number of pixels on screen.

#include <cstdint>
#include <span>
#include <vector>

#include "ui/fold.hpp"
#include "ui/theme.hpp"
#include "ui/view.hpp"

namespace interleave::ui {

// The numbers are those of shaders/timeline.frag.glsl.
enum class Style : uint8_t {
    Solid = 0,
    RisingHatch = 1,
    FallingHatch = 2,
    Bars = 3,
    Dots = 4,
    Lines = 5,
    Outline = 6,
    Fold = 7,
};

// A texel of the rectangle texture, see shaders/timeline.vert.glsl.
struct Rectangle {
    uint32_t start;
    uint32_t length;
    uint32_t place;  // slot 16 bits, style 8, colour 8
    uint32_t look;   // second colour 8, density 8, least width in device pixels 8
};

// How spans of one kind of one track look.
struct Look {
    Style style = Style::Solid;
    Colour colour = Colour::text_quiet;
    // Which of two kinds in a fold deserves to be seen when only two colours fit; 0 = never second.
    uint8_t weight = 0;
};

// A track as the tile sees it.
struct TileTrack {
    const Fold* fold = nullptr;
    std::span<const Span> spans;
    uint32_t slot = 0;
    // Looks by Span::kind; kinds beyond are not drawn.
    std::span<const Look> looks;
    // Used instead of looks[kind].colour where it is not ground (locks: the holder's colour, by
    // Span::object modulo ThreadColourCount).
    bool coloured_by_thread = false;
};

// A span wide enough to carry a label, with its track (index into what build() was given).
struct LabelledSpan {
    uint32_t track;
    uint32_t span;
};

class Tile {
public:
    // Covers the view and a screen's width on both sides.
    // `scale`: device pixels per CSS pixel, for least widths and labels.
    void build(const View& view, std::span<const TileTrack> tracks, float scale);

    // Whether the view can be drawn from this tile as it is.
    bool covers(const View& view) const;
    void invalidate() { m_level = -1; }

    std::span<const Rectangle> rectangles() const { return m_rectangles; }
    std::span<const LabelledSpan> labelled() const { return m_labelled; }
    int level() const { return m_level; }
    int shift() const { return m_shift; }
    Time from() const { return m_from; }
    Time to() const { return m_to; }

    // The view's left edge in this tile's units.
    // REQUIRES: covers(view)
    int32_t origin_of(const View& view) const;
    float fraction_of(const View& view) const;

private:
    void add(const Mark& mark, const TileTrack& track, uint32_t track_index, uint32_t least,
             Time label_from);

    int m_level = -1;
    int m_shift = 0;
    Time m_from = 0, m_to = 0;
    std::vector<Rectangle> m_rectangles;
    std::vector<LabelledSpan> m_labelled;
    std::vector<Mark> m_marks;  // scratch
};

}  // namespace interleave::ui
