#include "ui/view.hpp"

#include <algorithm>
#include <cmath>

namespace interleave::ui {

namespace {
constexpr double FitMargin = 0.02;  // of the width, at both sides
}

Time View::end() const { return time_at(m_width) + 1; }

double View::widest() const {
    return std::max(1.0, static_cast<double>(m_end - m_begin)) * 1.5 / m_width;
}

void View::set_bounds(Time begin, Time end) {
    m_begin = begin;
    m_end = std::max(end, begin + 1);
}

void View::set_width(double pixels) {
    m_width = std::max(1.0, pixels);
    clamp();
}

void View::fit(Time begin, Time end) {
    double length = std::max(1.0, static_cast<double>(end - begin));
    m_time_per_pixel = length / (m_width * (1 - 2 * FitMargin));
    m_time_per_pixel = std::max(m_time_per_pixel, 1 / MaximumPixelsPerTick);
    double middle = length / 2 - m_time_per_pixel * m_width / 2;
    double whole = std::floor(middle);
    move_to(begin + static_cast<Time>(whole), middle - whole);
}

void View::show(Time begin, Time end) {
    m_time_per_pixel = std::max(1.0, static_cast<double>(end - begin)) / m_width;
    move_to(begin, 0);
    clamp();
}

bool View::is_fitted() const {
    View fitted = *this;
    fitted.fit(m_begin, m_end);
    return std::abs(fitted.m_time_per_pixel / m_time_per_pixel - 1) < 0.01 &&
           std::abs(fitted.pixel_of(m_begin) - pixel_of(m_begin)) < 2;
}

void View::pan(double pixels) {
    double distance = m_fraction + pixels * m_time_per_pixel;
    double whole = std::floor(distance);
    move_to(m_origin + static_cast<Time>(whole), distance - whole);
    clamp();
}

void View::zoom(double factor, double pixel) {
    double scale = std::clamp(m_time_per_pixel / factor, 1 / MaximumPixelsPerTick, widest());
    double distance = m_fraction + pixel * m_time_per_pixel - pixel * scale;
    double whole = std::floor(distance);
    m_time_per_pixel = scale;
    move_to(m_origin + static_cast<Time>(whole), distance - whole);
    clamp();
}

void View::reveal(Time time) {
    double at = pixel_of(time);
    if (at < m_width * 0.1) pan(at - m_width * 0.1);
    if (at > m_width * 0.9) pan(at - m_width * 0.9);
}

double View::pixel_of(Time time) const {
    return (static_cast<double>(time - m_origin) - m_fraction) / m_time_per_pixel;
}

Time View::time_at(double pixel) const {
    return m_origin + static_cast<Time>(std::floor(m_fraction + pixel * m_time_per_pixel));
}

void View::move_to(Time origin, double fraction) {
    m_origin = origin;
    m_fraction = fraction;
}

void View::clamp() {
    m_time_per_pixel = std::clamp(m_time_per_pixel, 1 / MaximumPixelsPerTick, widest());
    double visible = m_width * m_time_per_pixel;
    double margin = visible / 4;
    double length = static_cast<double>(m_end - m_begin);
    double from = static_cast<double>(m_origin - m_begin) + m_fraction;
    double lowest = std::min(-margin, (length - visible) / 2);
    double highest = std::max(length - visible + margin, (length - visible) / 2);
    double clamped = std::clamp(from, lowest, highest);
    if (clamped == from) return;
    double whole = std::floor(clamped);
    move_to(m_begin + static_cast<Time>(whole), clamped - whole);
}

}  // namespace interleave::ui
