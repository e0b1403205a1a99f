// Lanes of coroutines: who runs them, and when they are suspended.
//
// A program may create a million coroutines one after the other. So a lane is not one coroutine but one after the other of
// the same name: a new one takes over the lane of one that is gone. As many lanes of a name are needed as there
// were alive at the same time, and beyond a limit the others are left out.

#include "trace/states_step.hpp"

namespace interleave::trace {

namespace {

constexpr size_t MaximumCoroutineLanes = 256;

uint64_t frame_key(const Event& event, uint32_t process) {
    // As lane_key of states.cpp.
    return static_cast<uint64_t>(event.object) | static_cast<uint64_t>(process & 0x0fffffff) << 32 |
           uint64_t{15} << 60;
}

}  // namespace

void States::take_coroutine(const Step& step) {
    const uint64_t key = frame_key(step.event, step.process());
    auto found = m_object_positions.find(key);
    if (step.event.kind == EventKind::coroutine_create) {
        const uint64_t name = static_cast<uint64_t>(step.process()) << 32 | step.event.argument;
        std::vector<size_t>& free = m_free_coroutines[name];
        size_t object = m_objects.size();
        if (!free.empty()) {
            object = free.back();
            free.pop_back();
        } else {
            if (m_coroutine_lanes == MaximumCoroutineLanes) return;
            ++m_coroutine_lanes;
            m_objects.push_back({.kind = ObjectKind::Coroutine, .name = step.event.argument});
            m_object_progress.emplace_back();
        }
        m_objects[object].key = ObjectKey{step.process(), step.event.object};
        m_object_positions[key] = object;
        return turn_coroutine(step, object, false);
    }
    if (found == m_object_positions.end()) return;
    ObjectLane& lane = m_objects[found->second];
    if (step.event.kind != EventKind::coroutine_destroy)
        return turn_coroutine(step, found->second, step.event.kind == EventKind::coroutine_resume);
    if (!lane.holds.empty() && lane.holds.back().end == OpenEnd) {
        lane.holds.back().end = step.event.time;
        lane.holds.back().released = step.index;
    }
    m_free_coroutines[static_cast<uint64_t>(step.process()) << 32 | lane.name].push_back(
        found->second);
    m_object_positions.erase(found);
}

void States::turn_coroutine(const Step& step, size_t object, bool runs) {
    std::vector<HoldSpan>& spans = m_objects[object].holds;
    if (!spans.empty() && spans.back().end == OpenEnd) {
        spans.back().end = step.event.time;
        spans.back().released = step.index;
    }
    spans.push_back({.begin = step.event.time,
                     .acquired = step.index,
                     .thread = step.event.thread,
                     .shared = !runs});
}

}  // namespace interleave::trace
