#include "ui/touch.hpp"

#include <algorithm>
#include <cmath>

namespace interleave::ui {

Touch::Finger* Touch::find(int64_t id) {
    for (Finger& finger : m_fingers) {
        if (finger.id == id) return &finger;
    }
    return nullptr;
}

std::optional<PointerChange> Touch::down(int64_t finger, float x, float y) {
    if (find(finger) != nullptr) return std::nullopt;
    m_fingers.push_back({finger, x, y, x, y});
    if (m_fingers.size() == 1) {
        m_pointing = true;
        return PointerChange{x, y, true, false};
    }
    if (!m_pointing) return std::nullopt;
    m_pointing = false;
    return PointerChange{m_fingers[0].x, m_fingers[0].y, false, true};
}

std::optional<PointerChange> Touch::move(int64_t finger, float x, float y) {
    Finger* moved = find(finger);
    if (moved == nullptr) return std::nullopt;
    moved->x = x;
    moved->y = y;
    if (!m_pointing) return std::nullopt;
    return PointerChange{x, y, true, false};
}

std::optional<PointerChange> Touch::up(int64_t finger) {
    Finger* lifted = find(finger);
    if (lifted == nullptr) return std::nullopt;
    PointerChange change{lifted->x, lifted->y, false, false};
    m_fingers.erase(m_fingers.begin() + (lifted - m_fingers.data()));
    if (!m_pointing) return std::nullopt;
    m_pointing = false;
    return change;
}

Gesture Touch::take_gesture() {
    Gesture gesture;
    if (m_fingers.size() >= 2) {
        const Finger &a = m_fingers[0], &b = m_fingers[1];
        float before = std::hypot(a.last_x - b.last_x, a.last_y - b.last_y);
        float now = std::hypot(a.x - b.x, a.y - b.y);
        gesture.active = true;
        gesture.factor = before > 1 ? static_cast<double>(now) / before : 1;
        gesture.x = (a.x + b.x) / 2;
        gesture.y = (a.y + b.y) / 2;
        gesture.dx = gesture.x - (a.last_x + b.last_x) / 2;
        gesture.dy = gesture.y - (a.last_y + b.last_y) / 2;
    }
    for (Finger& finger : m_fingers) {
        finger.last_x = finger.x;
        finger.last_y = finger.y;
    }
    return gesture;
}

}  // namespace interleave::ui
