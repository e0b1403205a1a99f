#include "trace/events.hpp"

#include <array>

#include "base/assert.hpp"

namespace interleave::trace {

namespace {

constexpr EventInfo Table[] = {
#define EVENT(number, name, group, object, argument, sentence) \
    {EventKind::name, #name, EventGroup::group, ObjectMeaning::object, argument, sentence},
#include "trace/events.def"
#undef EVENT
};

constexpr uint8_t Absent = 0xff;
static_assert(std::size(Table) < Absent);

// Number → position in Table. A table that is not ascending stops the build.
constexpr std::array<uint8_t, 256> make_positions() {
    std::array<uint8_t, 256> positions{};
    positions.fill(Absent);
    int previous = -1;
    for (size_t i = 0; i < std::size(Table); ++i) {
        int number = static_cast<int>(Table[i].kind);
        if (number <= previous) throw "events.def must be in ascending order of number";
        previous = number;
        positions[static_cast<size_t>(number)] = static_cast<uint8_t>(i);
    }
    return positions;
}

constexpr std::array<uint8_t, 256> Positions = make_positions();

}  // namespace

std::span<const EventInfo> all_events() { return Table; }

const EventInfo* find_event(uint8_t number) {
    uint8_t position = Positions[number];
    return position == Absent ? nullptr : &Table[position];
}

const EventInfo& event_info(EventKind kind) {
    const EventInfo* info = find_event(static_cast<uint8_t>(kind));
    INTERLEAVE_ASSERT(info != nullptr);
    return *info;
}

const char* group_name(EventGroup group) {
    constexpr const char* Names[] = {"thread",  "lock",      "condition", "atomic",   "time",
                                     "io",      "note",      "memory",    "schedule", "channel",
                                     "process", "coroutine", "loop"};
    return Names[static_cast<size_t>(group)];
}

}  // namespace interleave::trace
