#pragma once
// Rows: which lanes are shown in which order, where, and where each of their tracks is.
//
// All lengths are whole device pixels from the top of the first row; scrolling comes later.
// Order: cores, then threads, then what they share, then curves; threads and shared things of each
// process under a header of its own where there is more than one process. The lanes of a crowded group are lower, so that fifty
// threads can be compared without much scrolling.

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "ui/timeline_model.hpp"

namespace interleave::ui {

enum class RowKind : uint8_t { Group, Lane };

struct TrackPlace {
    uint32_t track = 0;  // index in the lane
    float top = 0;       // from the first row's top
    float height = 0;
};

struct Row {
    RowKind kind = RowKind::Lane;
    uint32_t lane = 0;  // Lane rows: index in the model
    std::string group;  // Group rows: its title, and what folds it
    uint32_t members = 0;
    float top = 0;
    float height = 0;
    std::vector<TrackPlace> tracks;
};

class TimelineLayout {
public:
    // `scale`: device pixels per CSS pixel. `coarse`: fingers point, so that rows are 44 CSS pixels high.
    void build(const TimelineModel& model, float scale, bool coarse);

    const std::vector<Row>& rows() const { return m_rows; }
    float height() const { return m_height; }

    void toggle(const std::string& group);
    bool is_folded(const std::string& group) const { return m_folded.contains(group); }

    // The row at a height; nullptr above the first and below the last.
    const Row* row_at(float y) const;
    // The row of a lane; nullptr if its group is folded.
    const Row* row_of(uint32_t lane) const;
    // The track of a row nearest to a height; nullptr for group rows.
    static const TrackPlace* track_at(const Row& row, float y);

private:
    void add_group(const TimelineModel& model, const std::string& title,
                   const std::vector<uint32_t>& lanes);
    void add_lane(const Lane& lane, uint32_t index, bool crowded);
    float pixels(float css) const;

    std::vector<Row> m_rows;
    std::set<std::string> m_folded;
    float m_height = 0;
    float m_scale = 1;
    bool m_coarse = false;
};

}  // namespace interleave::ui
