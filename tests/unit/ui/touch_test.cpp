#include "ui/touch.hpp"

#include <gtest/gtest.h>

namespace interleave::ui {
namespace {

TEST(Touch, one_finger_is_the_pointer) {
    Touch touch;
    EXPECT_TRUE(touch.down(1, 10, 20)->down);
    EXPECT_EQ(touch.move(1, 15, 25)->x, 15);
    EXPECT_FALSE(touch.up(1)->down);
    EXPECT_FALSE(touch.take_gesture().active);
}

TEST(Touch, a_second_finger_cancels_the_press) {
    Touch touch;
    touch.down(1, 0, 0);
    EXPECT_TRUE(touch.down(2, 100, 0)->cancelled);
    EXPECT_FALSE(touch.move(1, 5, 0).has_value());
    EXPECT_FALSE(touch.up(2).has_value());
    EXPECT_FALSE(touch.up(1).has_value());
}

TEST(Touch, spreading_fingers_zoom_about_their_middle) {
    Touch touch;
    touch.down(1, 100, 50);
    touch.down(2, 200, 50);
    touch.move(1, 50, 50);
    touch.move(2, 250, 50);
    Gesture gesture = touch.take_gesture();
    EXPECT_TRUE(gesture.active);
    EXPECT_DOUBLE_EQ(gesture.factor, 2);
    EXPECT_EQ(gesture.x, 150);
    EXPECT_EQ(gesture.dx, 0);
    EXPECT_DOUBLE_EQ(touch.take_gesture().factor, 1) << "the same movement counted twice";
}

TEST(Touch, two_fingers_together_pan) {
    Touch touch;
    touch.down(1, 100, 50);
    touch.down(2, 200, 50);
    touch.move(1, 130, 60);
    touch.move(2, 230, 60);
    Gesture gesture = touch.take_gesture();
    EXPECT_DOUBLE_EQ(gesture.factor, 1);
    EXPECT_EQ(gesture.dx, 30);
    EXPECT_EQ(gesture.dy, 10);
}

}  // namespace
}  // namespace interleave::ui
