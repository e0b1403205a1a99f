#include "ui/theme.hpp"

#include <gtest/gtest.h>

#include <initializer_list>

namespace interleave::ui {
namespace {

constexpr Theme Themes[] = {Theme::Dark, Theme::Light};

double contrast_of(Theme theme, Colour a, Colour b) {
    return contrast(colour_rgb(theme, a), colour_rgb(theme, b));
}

TEST(Theme, contrast_is_that_of_wcag) {
    EXPECT_NEAR(contrast(0x000000, 0xffffff), 21, 1e-9);
    EXPECT_NEAR(contrast(0x777777, 0xffffff), 4.48, 0.01);
}

TEST(Theme, text_has_contrast_aa_on_every_ground_it_stands_on) {
    for (Theme theme : Themes) {
        for (Colour ground :
             {Colour::ground, Colour::panel, Colour::raised, Colour::stripe, Colour::hover,
              Colour::danger_quiet, Colour::warning_quiet, Colour::accent_quiet}) {
            EXPECT_GE(contrast_of(theme, Colour::text, ground), 4.5) << colour_name(ground);
        }
        for (Colour ground : {Colour::ground, Colour::panel, Colour::raised}) {
            EXPECT_GE(contrast_of(theme, Colour::text_quiet, ground), 4.5) << colour_name(ground);
        }
        EXPECT_GE(contrast_of(theme, Colour::danger, Colour::danger_quiet), 4.5);
        EXPECT_GE(contrast_of(theme, Colour::warning, Colour::warning_quiet), 4.5);
        EXPECT_GE(contrast_of(theme, Colour::accent, Colour::accent_quiet), 4.5);
    }
}

TEST(Theme, labels_have_contrast_aa_on_every_thread_colour) {
    for (Theme theme : Themes) {
        for (uint32_t thread = 0; thread < ThreadColourCount; ++thread) {
            EXPECT_GE(contrast_of(theme, Colour::text_on_thread, thread_colour(thread)), 4.5)
                << thread;
        }
    }
}

TEST(Theme, states_and_threads_stand_out_from_the_ground) {
    for (Theme theme : Themes) {
        for (Colour colour : {Colour::wait_lock, Colour::wait_signal, Colour::wait_thread,
                              Colour::sleep, Colour::io, Colour::ready, Colour::accent}) {
            EXPECT_GE(contrast_of(theme, colour, Colour::ground), 3) << colour_name(colour);
        }
        for (uint32_t thread = 0; thread < ThreadColourCount; ++thread) {
            EXPECT_GE(contrast_of(theme, thread_colour(thread), Colour::ground), 3) << thread;
        }
    }
}

TEST(Theme, a_thread_has_the_same_colour_everywhere) {
    EXPECT_EQ(thread_colour(3), Colour::thread_3);
    EXPECT_EQ(thread_colour(11), Colour::thread_3);
}

TEST(Theme, the_texture_holds_the_table) {
    auto texture = palette_texture(Theme::Light);
    uint32_t rgb = colour_rgb(Theme::Light, Colour::accent);
    size_t at = static_cast<size_t>(Colour::accent) * 4;
    EXPECT_EQ(texture[at], rgb >> 16);
    EXPECT_EQ(texture[at + 2], rgb & 255);
    EXPECT_EQ(texture[at + 3], 255);
}

}  // namespace
}  // namespace interleave::ui
