#include "ui/timeline_layout.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace interleave::ui {

namespace {

constexpr float GroupHeight = 26;
constexpr float LanePadding = 5;
constexpr float LeastRow = 30;
constexpr float CoarseRow = 44;
// Groups of more lanes than this have lower ones: by this factor, but high enough for a line of text.
constexpr size_t Crowd = 16;
constexpr float CrowdedSize = 0.8f;
constexpr float CrowdedPadding = 1;
constexpr float CrowdedRow = 22;

// Height of one track, and the gap below it.
struct Size {
    float height, gap;
};

Size size_of(const Lane& lane, const Track& track) {
    switch (track.kind) {
        case TrackKind::States:
            return {20, 2};
        case TrackKind::Events:
            return {5, 2};
        case TrackKind::Notes:
            return {17, 1};
        case TrackKind::Core:
            return {18, 0};
        case TrackKind::Levels:
            return {lane.kind == LaneKind::Curve ? 28.0f : 20.0f, 2};
        case TrackKind::Holds: {
            auto holds =
                std::count_if(lane.tracks.begin(), lane.tracks.end(),
                              [](const Track& other) { return other.kind == TrackKind::Holds; });
            return {holds > 2 ? 12.0f : holds > 1 ? 15.0f : 20.0f, 1};
        }
        case TrackKind::Waits:
            return {8, 1};
    }
    return {0, 0};
}

// Tracks come to be in the order of events; on screen each kind has its place.
int rank(TrackKind kind) {
    switch (kind) {
        case TrackKind::States:
            return 0;
        case TrackKind::Core:
            return 0;
        case TrackKind::Holds:
            return 0;
        case TrackKind::Levels:
            return 1;
        case TrackKind::Events:
            return 2;
        case TrackKind::Waits:
            return 3;
        case TrackKind::Notes:
            return 4;
    }
    return 5;
}

}  // namespace

float TimelineLayout::pixels(float css) const { return std::round(css * m_scale); }

void TimelineLayout::build(const TimelineModel& model, float scale, bool coarse) {
    m_scale = scale;
    m_coarse = coarse;
    m_rows.clear();
    m_height = 0;
    std::vector<uint32_t> cores, curves;
    std::map<uint32_t, std::vector<uint32_t>> threads, coroutines, objects;  // by process
    for (uint32_t i = 0; i < model.lanes().size(); ++i) {
        const Lane& lane = model.lanes()[i];
        switch (lane.kind) {
            case LaneKind::Core:
                cores.push_back(i);
                break;
            case LaneKind::Thread:
                threads[lane.process].push_back(i);
                break;
            case LaneKind::Object:
                (lane.detail == "coroutine" ? coroutines : objects)[lane.process].push_back(i);
                break;
            case LaneKind::Curve:
                curves.push_back(i);
                break;
        }
    }
    auto by_number = [&](uint32_t a, uint32_t b) {
        return model.lanes()[a].id < model.lanes()[b].id;
    };
    std::sort(cores.begin(), cores.end(), by_number);
    for (auto& [process, lanes] : threads) std::sort(lanes.begin(), lanes.end(), by_number);
    bool several = threads.size() > 1;
    auto title = [&](const char* plain, uint32_t process) {
        return several ? "Process " + std::to_string(process) + " · " + plain : std::string(plain);
    };
    add_group(model, "Cores", cores);
    for (const auto& [process, lanes] : threads) {
        add_group(model, title("Threads", process), lanes);
        if (coroutines.contains(process)) {
            add_group(model, title("Coroutines", process), coroutines[process]);
        }
        if (objects.contains(process)) {
            add_group(model, title("Locks and signals", process), objects[process]);
        }
    }
    add_group(model, "Values", curves);
}

void TimelineLayout::add_group(const TimelineModel& model, const std::string& title,
                               const std::vector<uint32_t>& lanes) {
    if (lanes.empty()) return;
    float height = pixels(m_coarse ? CoarseRow : GroupHeight);
    m_rows.push_back({.kind = RowKind::Group,
                      .group = title,
                      .members = static_cast<uint32_t>(lanes.size()),
                      .top = m_height,
                      .height = height});
    m_height += height;
    if (is_folded(title)) return;
    const bool crowded = lanes.size() > Crowd && !m_coarse;
    for (uint32_t lane : lanes) add_lane(model.lanes()[lane], lane, crowded);
}

void TimelineLayout::add_lane(const Lane& lane, uint32_t index, bool crowded) {
    std::vector<uint32_t> order;
    for (uint32_t i = 0; i < lane.tracks.size(); ++i) order.push_back(i);
    std::stable_sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
        return rank(lane.tracks[a].kind) < rank(lane.tracks[b].kind);
    });
    Row row{.kind = RowKind::Lane, .lane = index, .top = m_height};
    const float padding = crowded ? CrowdedPadding : LanePadding;
    const float factor = crowded ? CrowdedSize : 1;
    float y = m_height + pixels(padding);
    for (uint32_t i : order) {
        Size size = size_of(lane, lane.tracks[i]);
        float height = pixels(size.height * factor);
        row.tracks.push_back({i, y, height});
        y += height + pixels(size.gap * factor);
    }
    float least = pixels(m_coarse ? CoarseRow : crowded ? CrowdedRow : LeastRow);
    row.height = std::max(least, y + pixels(padding - 1) - m_height);
    m_height += row.height;
    m_rows.push_back(std::move(row));
}

void TimelineLayout::toggle(const std::string& group) {
    if (!m_folded.erase(group)) m_folded.insert(group);
}

const Row* TimelineLayout::row_at(float y) const {
    auto after = std::upper_bound(m_rows.begin(), m_rows.end(), y,
                                  [](float value, const Row& row) { return value < row.top; });
    if (after == m_rows.begin()) return nullptr;
    const Row& row = *std::prev(after);
    return y < row.top + row.height ? &row : nullptr;
}

const Row* TimelineLayout::row_of(uint32_t lane) const {
    for (const Row& row : m_rows) {
        if (row.kind == RowKind::Lane && row.lane == lane) return &row;
    }
    return nullptr;
}

const TrackPlace* TimelineLayout::track_at(const Row& row, float y) {
    const TrackPlace* best = nullptr;
    float nearest = 0;
    for (const TrackPlace& place : row.tracks) {
        float distance = std::max({place.top - y, y - place.top - place.height, 0.0f});
        if (best == nullptr || distance < nearest) {
            best = &place;
            nearest = distance;
        }
    }
    return best;
}

}  // namespace interleave::ui
