#include "ui/tile.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/assert.hpp"

namespace interleave::ui {

namespace {

// CSS pixels that a label needs at least, at the finest zoom of a tile.
constexpr double LabelPixels = 22;

int shift_for(Time range) {
    int bits = std::bit_width(static_cast<uint64_t>(range));
    return std::max(0, bits - 31);
}

uint32_t density_of(uint32_t count) {
    return std::min(255u, 60u + 28u * static_cast<uint32_t>(std::bit_width(count)));
}

}  // namespace

void Tile::build(const View& view, std::span<const TileTrack> tracks, float scale) {
    double screen = view.width() * view.time_per_pixel();
    m_level = Fold::level_for(view.time_per_pixel());
    m_from = view.origin() - static_cast<Time>(std::ceil(screen));
    m_to = view.origin() + static_cast<Time>(std::ceil(screen * 2)) + 1;
    m_shift = shift_for(m_to - m_from);
    m_rectangles.clear();
    m_labelled.clear();
    // The view may be zoomed in by less than two before the level changes.
    auto label_from = static_cast<Time>(LabelPixels * scale * view.time_per_pixel() / 2);
    auto least = static_cast<uint32_t>(std::max(1.0f, std::round(scale)));
    for (uint32_t i = 0; i < tracks.size(); ++i) {
        m_marks.clear();
        tracks[i].fold->query(tracks[i].spans, m_level, m_from, m_to, m_marks);
        for (const Mark& mark : m_marks) add(mark, tracks[i], i, least, label_from);
    }
}

void Tile::add(const Mark& mark, const TileTrack& track, uint32_t track_index, uint32_t least,
               Time label_from) {
    if (mark.kind >= track.looks.size()) return;
    Time start = std::clamp(mark.start, m_from, m_to), end = std::clamp(mark.end, m_from, m_to);
    Look look = track.looks[mark.kind];
    const Span& first = track.spans[mark.first];
    uint32_t second = 0;
    if (track.coloured_by_thread && mark.count == 1) look.colour = thread_colour(first.object);
    if (mark.count > 1) {
        look.style = Style::Fold;
        uint8_t heaviest = 0;
        for (size_t kind = 0; kind < track.looks.size(); ++kind) {
            bool other = kind != mark.kind && (mark.kinds >> kind & 1);
            if (!other || track.looks[kind].weight <= heaviest) continue;
            heaviest = track.looks[kind].weight;
            second = static_cast<uint32_t>(track.looks[kind].colour);
        }
        least *= 2;
    } else if (mark.end == mark.start) {
        least *= 2;
    }
    m_rectangles.push_back({.start = static_cast<uint32_t>((start - m_from) >> m_shift),
                            .length = static_cast<uint32_t>((end - start) >> m_shift),
                            .place = track.slot | static_cast<uint32_t>(look.style) << 16 |
                                     static_cast<uint32_t>(look.colour) << 24,
                            .look = second | density_of(mark.count) << 8 | least << 16});
    if (mark.count == 1 && mark.end - mark.start >= label_from) {
        m_labelled.push_back({track_index, mark.first});
    }
}

bool Tile::covers(const View& view) const {
    return m_level == Fold::level_for(view.time_per_pixel()) && view.origin() >= m_from &&
           view.end() <= m_to;
}

int32_t Tile::origin_of(const View& view) const {
    INTERLEAVE_ASSERT(view.origin() >= m_from && view.end() <= m_to);
    return static_cast<int32_t>((view.origin() - m_from) >> m_shift);
}

float Tile::fraction_of(const View& view) const {
    Time rest = (view.origin() - m_from) & ((Time{1} << m_shift) - 1);
    return static_cast<float>((static_cast<double>(rest) + view.fraction()) /
                              static_cast<double>(Time{1} << m_shift));
}

}  // namespace interleave::ui
