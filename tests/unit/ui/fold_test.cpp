#include "ui/fold.hpp"

#include <gtest/gtest.h>

#include <random>

namespace interleave::ui {
namespace {

std::vector<Span> random_spans(size_t count, uint32_t seed, Time origin = 0) {
    std::mt19937 random(seed);
    std::vector<Span> spans;
    Time now = origin;
    for (size_t i = 0; i < count; ++i) {
        now += random() % 50;
        Time length = random() % 8 == 0 ? random() % 5000 : random() % 60;
        if (random() % 4 == 0) length = 0;
        spans.push_back({now, now + length, 0, 0, static_cast<uint8_t>(random() % 5), 0});
        now += length;
    }
    return spans;
}

std::vector<Mark> folded(const std::vector<Span>& spans, int level, Time from, Time to) {
    Fold fold;
    fold.update(spans);
    std::vector<Mark> marks;
    fold.query(spans, level, from, to, marks);
    return marks;
}

// The rule of the header, written down a second time: no pyramid, no clever start.
std::vector<Mark> folded_naively(const std::vector<Span>& spans, int level) {
    std::vector<Mark> marks;
    for (uint32_t i = 0; i < spans.size(); ++i) {
        const Span& span = spans[i];
        bool wide = span.end - span.start >= Time{1} << level;
        bool last_wide = !marks.empty() && marks.back().count == 1 &&
                         marks.back().end - marks.back().start >= Time{1} << level;
        bool same = !marks.empty() && marks.back().start >> level == span.start >> level;
        auto length = static_cast<float>(span.end - span.start);
        auto bit = static_cast<uint16_t>(1 << span.kind);
        if (wide || last_wide || !same) {
            marks.push_back({span.start, span.end, i, 1, length, bit, span.kind});
            continue;
        }
        Mark& mark = marks.back();
        mark.end = std::max(mark.end, span.end);
        ++mark.count;
        mark.kinds |= bit;
        if (length > mark.longest || (length == mark.longest && span.kind < mark.kind)) {
            mark.longest = length;
            mark.kind = span.kind;
        }
    }
    return marks;
}

TEST(Fold, no_span_vanishes_at_any_zoom) {
    std::vector<Span> spans = random_spans(5000, 1);
    for (int level = 0; level <= 40; ++level) {
        uint64_t count = 0;
        uint32_t next = 0;
        for (const Mark& mark : folded(spans, level, 0, spans.back().end)) {
            EXPECT_EQ(mark.first, next);
            next = mark.first + mark.count;
            count += mark.count;
        }
        EXPECT_EQ(count, spans.size()) << "level " << level;
    }
}

TEST(Fold, the_pyramid_gives_what_folding_every_span_gives) {
    for (uint32_t seed = 1; seed <= 5; ++seed) {
        std::vector<Span> spans = random_spans(3000, seed);
        for (int level = 0; level <= 24; ++level) {
            EXPECT_EQ(folded(spans, level, 0, spans.back().end), folded_naively(spans, level))
                << "seed " << seed << " level " << level;
        }
    }
}

TEST(Fold, a_fold_knows_every_kind_in_it) {
    std::vector<Span> spans = random_spans(500, 3);
    for (const Mark& mark : folded(spans, 12, 0, spans.back().end)) {
        uint16_t kinds = 0;
        for (uint32_t i = mark.first; i < mark.first + mark.count; ++i) {
            kinds |= static_cast<uint16_t>(1 << spans[i].kind);
        }
        EXPECT_EQ(mark.kinds, kinds);
    }
}

TEST(Fold, marks_are_the_same_while_panning) {
    std::vector<Span> spans = random_spans(4000, 7);
    for (int level : {3, 6, 9, 12}) {
        std::vector<Mark> all = folded(spans, level, 0, spans.back().end);
        for (Time from = 0; from < spans.back().end; from += 777) {
            for (const Mark& mark : folded(spans, level, from, from + 5000)) {
                EXPECT_NE(std::find(all.begin(), all.end(), mark), all.end())
                    << "level " << level << " from " << from << " mark at " << mark.start;
            }
        }
    }
}

TEST(Fold, what_touches_the_view_is_in_it) {
    std::vector<Span> spans = random_spans(2000, 11);
    for (Time from = 100; from < spans.back().end; from += 1313) {
        std::vector<Mark> marks = folded(spans, 4, from, from + 100);
        for (uint32_t i = 0; i < spans.size(); ++i) {
            if (spans[i].end < from || spans[i].start > from + 100) continue;
            bool found = std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
                return i >= mark.first && i < mark.first + mark.count;
            });
            EXPECT_TRUE(found) << "span " << i << " from " << from;
        }
    }
}

TEST(Fold, a_screen_never_needs_more_marks_than_pixels) {
    std::vector<Span> spans = random_spans(200'000, 5);
    constexpr double Width = 1280;
    Fold fold;
    fold.update(spans);
    for (double time_per_pixel = 0.01; time_per_pixel < 1e5; time_per_pixel *= 1.37) {
        auto length = static_cast<Time>(Width * time_per_pixel);
        std::vector<Mark> marks;
        Time middle = spans[spans.size() / 2].start;
        fold.query(spans, Fold::level_for(time_per_pixel), middle, middle + length, marks);
        EXPECT_LE(marks.size(), Width + 8) << time_per_pixel;
    }
}

TEST(Fold, growing_gives_what_building_at_once_gives) {
    std::vector<Span> spans = random_spans(6000, 13);
    Fold growing;
    std::vector<Span> so_far;
    for (const Span& span : spans) {
        so_far.push_back(span);
        growing.update(so_far);
    }
    for (int level = 0; level < 20; level += 3) {
        std::vector<Mark> marks;
        growing.query(spans, level, 0, spans.back().end, marks);
        EXPECT_EQ(marks, folded_naively(spans, level));
    }
}

TEST(Fold, times_are_exact_far_from_zero) {
    constexpr Time Far = Time{1} << 40;
    std::vector<Span> spans = random_spans(3000, 17, Far);
    std::vector<Mark> marks = folded(spans, 0, Far, spans.back().end);
    EXPECT_EQ(marks.front().start, spans.front().start);
    EXPECT_EQ(marks, folded_naively(spans, 0));
}

TEST(Fold, an_empty_track_has_no_marks) { EXPECT_TRUE(folded({}, 5, 0, 1000).empty()); }

}  // namespace
}  // namespace interleave::ui
