#include "ui/fold.hpp"

#include <algorithm>
#include <cmath>

#include "base/assert.hpp"

namespace interleave::ui {

namespace {

// A stored level has to be worth its memory, and short tracks need none.
constexpr size_t SmallestLevel = 64;

Mark mark_of(const Span& span, size_t index) {
    return {.start = span.start,
            .end = span.end,
            .first = static_cast<uint32_t>(index),
            .count = 1,
            .longest = static_cast<float>(span.end - span.start),
            .kinds = static_cast<uint16_t>(1u << (span.kind & 15)),
            .kind = span.kind};
}

bool is_wide(const Mark& mark, int level) {
    return mark.count == 1 && mark.end - mark.start >= Time{1} << level;
}

// Adds marks of a lower level, in order, to the marks of `level`.
class Folder {
public:
    Folder(int level, std::vector<Mark>& out) : m_level(level), m_out(out), m_begin(out.size()) {}

    void add(const Mark& mark) {
        if (m_out.size() == m_begin || is_wide(mark, m_level) || is_wide(m_out.back(), m_level) ||
            m_out.back().start >> m_level != mark.start >> m_level) {
            m_out.push_back(mark);
            return;
        }
        Mark& fold = m_out.back();
        fold.end = std::max(fold.end, mark.end);
        fold.count += mark.count;
        fold.kinds |= mark.kinds;
        if (mark.longest > fold.longest ||
            (mark.longest == fold.longest && mark.kind < fold.kind)) {
            fold.longest = mark.longest;
            fold.kind = mark.kind;
        }
    }

private:
    int m_level;
    std::vector<Mark>& m_out;
    size_t m_begin;
};

// Where to begin folding so that everything that reaches to `from` is there, in whole buckets: the things
// before `from` that reach over it, and what shares a bucket with the first of them.
template <typename Thing>
size_t first_touching(std::span<const Thing> things, int level, Time from) {
    auto it = std::lower_bound(things.begin(), things.end(), from,
                               [](const Thing& thing, Time time) { return thing.start < time; });
    while (it != things.begin() && std::prev(it)->end >= from) --it;
    if (it != things.end() && it->start < from) {
        while (it != things.begin() && std::prev(it)->start >> level == it->start >> level) --it;
    }
    return static_cast<size_t>(it - things.begin());
}

}  // namespace

int Fold::level_for(double time_per_pixel) {
    double bucket = time_per_pixel * 2;
    if (bucket <= 1) return 0;
    return std::min(MaximumLevel, static_cast<int>(std::ceil(std::log2(bucket))));
}

void Fold::update(std::span<const Span> spans) {
    size_t closed = spans.size() < 2 ? 0 : spans.size() - 2;
    if (closed < m_covered) {
        m_levels.clear();
        m_covered = 0;
    }
    if (closed - m_covered < std::max(SmallestLevel * 4, closed / 4)) return;
    m_levels.clear();
    m_covered = closed;
    std::vector<Mark> marks;
    Level current{0, {}};
    for (int level = 0; level <= MaximumLevel; ++level) {
        marks.clear();
        Folder folder(level, marks);
        if (m_levels.empty()) {
            for (size_t i = 0; i < closed; ++i) folder.add(mark_of(spans[i], i));
        } else {
            for (const Mark& mark : m_levels.back().marks) folder.add(mark);
        }
        if (marks.size() < SmallestLevel) break;
        size_t before = m_levels.empty() ? closed : m_levels.back().marks.size();
        if (marks.size() * 2 <= before) m_levels.push_back({level, marks});
    }
    for (Level& level : m_levels) level.marks.shrink_to_fit();
}

void Fold::query(std::span<const Span> spans, int level, Time from, Time to,
                 std::vector<Mark>& out) const {
    INTERLEAVE_ASSERT(level >= 0 && level <= MaximumLevel && spans.size() >= m_covered);
    // Whole buckets at both ends, so that a mark is the same wherever the view begins.
    from = from >> level << level;
    to = ((to >> level) + 1) << level;

    Folder folder(level, out);
    const Level* stored = nullptr;
    for (const Level& candidate : m_levels) {
        if (candidate.level <= level) stored = &candidate;
    }
    size_t next = 0;
    if (stored != nullptr) {
        std::span<const Mark> marks(stored->marks);
        for (size_t i = first_touching(marks, level, from); i < marks.size() && marks[i].start < to;
             ++i) {
            folder.add(marks[i]);
        }
        next = m_covered;
    }
    std::span<const Span> tail = spans.subspan(next);
    for (size_t i = first_touching(tail, level, from); i < tail.size() && tail[i].start < to; ++i) {
        folder.add(mark_of(tail[i], next + i));
    }
}

}  // namespace interleave::ui
