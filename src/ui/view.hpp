#pragma once
// What part of the time axis is on screen: an integer origin, a fraction, a scale.
//
// The origin is an integer so that a view is exact at any time: at 2^40 ns a float would be off by
// minutes of pixels. The fraction (of one tick, 0 ≤ fraction < 1) lets a deep zoom pan by single pixels.

#include "ui/time_format.hpp"

namespace interleave::ui {

class View {
public:
    // The most that a tick is wide. All pixels here are device pixels.
    static constexpr double MaximumPixelsPerTick = 400;

    Time origin() const { return m_origin; }
    double fraction() const { return m_fraction; }
    double time_per_pixel() const { return m_time_per_pixel; }
    double width() const { return m_width; }
    // The first tick beyond the right edge, at least.
    Time end() const;

    // The part of the axis that exists; a view stays within it, with a margin of a quarter of a screen.
    void set_bounds(Time begin, Time end);
    Time bounds_begin() const { return m_begin; }
    Time bounds_end() const { return m_end; }

    // The width in pixels; keeps origin and scale.
    void set_width(double pixels);

    // Shows [begin, end] with a small margin at both sides.
    void fit(Time begin, Time end);
    // Shows just [begin, end], as far as it can be shown.
    void show(Time begin, Time end);
    bool is_fitted() const;

    void pan(double pixels);
    // factor > 1 shows more detail; the time under `pixel` stays where it is.
    void zoom(double factor, double pixel);
    // Pans as little as needed to bring the time into the middle four fifths.
    void reveal(Time time);

    double pixel_of(Time time) const;
    Time time_at(double pixel) const;

    bool operator==(const View&) const = default;

private:
    void move_to(Time origin, double fraction);
    void clamp();
    double widest() const;

    Time m_origin = 0;
    double m_fraction = 0;
    double m_time_per_pixel = 1;
    double m_width = 1;
    Time m_begin = 0;
    Time m_end = 1;
};

}  // namespace interleave::ui
