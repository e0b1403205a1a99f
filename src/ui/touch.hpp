#pragma once
// Fingers → a pointer (one finger) or a gesture (two): pure, so that it is tested without a screen.

#include <cstdint>
#include <optional>
#include <vector>

namespace interleave::ui {

// How two fingers moved since the last question. Positions and distances in device pixels.
struct Gesture {
    bool active = false;
    double factor = 1;   // their distance now to what it was
    float x = 0, y = 0;  // their middle
    float dx = 0, dy = 0;
};

// What the pointer does because of a finger.
struct PointerChange {
    float x = 0, y = 0;
    bool down = false;
    bool cancelled = false;  // a second finger came: the press was no click
};

class Touch {
public:
    // Each returns what to tell the pointer, if anything.
    std::optional<PointerChange> down(int64_t finger, float x, float y);
    std::optional<PointerChange> move(int64_t finger, float x, float y);
    std::optional<PointerChange> up(int64_t finger);

    // The gesture since the last call; inactive with fewer than two fingers.
    Gesture take_gesture();

private:
    struct Finger {
        int64_t id;
        float x, y;
        float last_x, last_y;  // at the last take_gesture
    };
    Finger* find(int64_t id);

    std::vector<Finger> m_fingers;
    bool m_pointing = false;  // one finger is the pointer
};

}  // namespace interleave::ui
