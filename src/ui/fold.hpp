#pragma once
// Level of detail of one track: spans too narrow to be seen apart are folded into marks.
//
// THE PROBLEM. A track may hold a million spans and a screen has some thousand pixels. Drawing all is
// slow; leaving the narrow ones out is a lie: the one lost event may be the one that matters.
//
// THE IDEA. At level k time is cut into buckets of 2^k, aligned to zero (not to the view: marks must not
// flicker while panning). A span of at least 2^k stays as it is. All narrower spans that start in one
// bucket become one mark, which knows its extent, how many they are, the kind of the longest and the set
// of all kinds. In a bucket there starts at most one wide span and one mark, so a view of W pixels with
// buckets of at least two pixels needs at most W rectangles a track (+ a few at the edges).
//
// THE PYRAMID. Folding is associative: the marks of level k can be made from those of any lower level.
// So a few levels are stored, each at most half as long as the one before (all together at most twice
// the spans' number), and a query folds the nearest stored level on the way. Costs: O(pixels) a query.
//
// WHILE A TRACE GROWS new spans are a tail that queries fold span by span; when it reaches a quarter of
// the track the pyramid is built anew, so appending is O(1) a span on average.
//
// Not done: deleting or changing spans, but for the last two (one that is open, one that turned out wrong).

#include <cstdint>
#include <span>
#include <vector>

#include "ui/time_format.hpp"

namespace interleave::ui {

// Anything that is drawn on a track: a state of a thread, a hold of a lock, an event (start == end).
struct Span {
    Time start = 0;
    Time end = 0;
    uint32_t object = 0;  // what it is about; the track's kind says what that is
    uint16_t line = 0;    // source line, 0 = unknown
    uint8_t kind = 0;     // < 16, its meaning is the track's
    uint8_t flags = 0;
};

// One span (count == 1) or several folded ones.
struct Mark {
    Time start = 0;
    Time end = 0;
    uint32_t first = 0;  // index of its first span; a fold has first … first + count - 1
    uint32_t count = 0;
    float longest = 0;   // duration of the longest span
    uint16_t kinds = 0;  // bit i: a span of kind i is in it
    uint8_t kind = 0;    // of the longest span (the smaller kind if two are equally long)
    bool operator==(const Mark&) const = default;
};

class Fold {
public:
    static constexpr int MaximumLevel = 62;

    // Takes note of spans appended since the last call. All but the last two must be final; they are
    // sorted by start and do not overlap.
    void update(std::span<const Span> spans);

    // Appends the marks of a level that touch [from, to] to `out`, in order.
    // REQUIRES: 0 <= level <= MaximumLevel; `spans` begins with those of the last update
    void query(std::span<const Span> spans, int level, Time from, Time to,
               std::vector<Mark>& out) const;

    // The level at which a bucket is 2 to 4 pixels wide.
    static int level_for(double time_per_pixel);

private:
    struct Level {
        int level;
        std::vector<Mark> marks;
    };

    std::vector<Level> m_levels;  // ascending; m_levels[i + 1] at most half as long as m_levels[i]
    size_t m_covered = 0;         // spans that the levels contain
};

}  // namespace interleave::ui
