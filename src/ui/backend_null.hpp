#pragma once
// A backend that shows nothing and counts what it was asked to do: for tests without a GPU.

#include "ui/backend.hpp"

namespace interleave::ui {

class NullBackend final : public Backend {
public:
    void upload_rectangles(std::span<const Rectangle> rectangles) override {
        m_rectangles.assign(rectangles.begin(), rectangles.end());
        ++m_uploads;
    }
    void upload_slots(std::span<const SlotPlace> slots) override {
        m_slots.assign(slots.begin(), slots.end());
    }
    void upload_palette(std::span<const uint8_t>) override {}
    void* draw_timeline(const TimelineFrame& frame) override {
        m_frame = frame;
        ++m_draws;
        return nullptr;
    }

    std::span<const Rectangle> rectangles() const { return m_rectangles; }
    std::span<const SlotPlace> slots() const { return m_slots; }
    const TimelineFrame& frame() const { return m_frame; }
    int uploads() const { return m_uploads; }
    int draws() const { return m_draws; }

private:
    std::vector<Rectangle> m_rectangles;
    std::vector<SlotPlace> m_slots;
    TimelineFrame m_frame;
    int m_uploads = 0;
    int m_draws = 0;
};

}  // namespace interleave::ui
