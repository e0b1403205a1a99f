#include "ui/looks.hpp"

#include <array>

#include "ui/icons.hpp"

namespace interleave::ui {

namespace {

using trace::ThreadState;

struct StateEntry {
    Look look;
    const char* icon;
};

StateEntry entry(ThreadState state) {
    switch (state) {
        case ThreadState::Starting:
            return {{Style::Outline, Colour::text_quiet, 1}, ""};
        case ThreadState::Ready:
            return {{Style::Outline, Colour::ready, 2}, icon::ready};
        case ThreadState::Running:
            return {{Style::Solid, Colour::thread_0, 1}, icon::play};
        case ThreadState::BlockedOnLock:
            return {{Style::RisingHatch, Colour::wait_lock, 9}, icon::lock};
        case ThreadState::BlockedOnCondition:
            return {{Style::FallingHatch, Colour::wait_signal, 8}, icon::bell};
        case ThreadState::BlockedOnAtomic:
            return {{Style::FallingHatch, Colour::wait_signal, 8}, icon::bell};
        case ThreadState::BlockedOnChannel:
            return {{Style::FallingHatch, Colour::wait_signal, 8}, icon::io};
        case ThreadState::BlockedOnJoin:
            return {{Style::Bars, Colour::wait_thread, 6}, icon::join};
        case ThreadState::BlockedOnProcess:
            return {{Style::Bars, Colour::wait_thread, 6}, icon::join};
        case ThreadState::Sleeping:
            return {{Style::Dots, Colour::sleep, 3}, icon::clock};
        case ThreadState::InputOutput:
            return {{Style::Lines, Colour::io, 5}, icon::io};
        case ThreadState::WaitingForInput:
            return {{Style::Lines, Colour::io, 5}, icon::io};
        case ThreadState::Idle:
            return {{Style::Dots, Colour::sleep, 3}, icon::clock};
        case ThreadState::Done:
            return {{Style::Outline, Colour::line_strong, 0}, icon::done};
    }
    return {};
}

using StateLooks = std::array<Look, trace::ThreadStateCount>;

const StateLooks& looks_of_thread(uint32_t thread) {
    static const std::array<StateLooks, ThreadColourCount> all = [] {
        std::array<StateLooks, ThreadColourCount> looks;
        for (uint32_t colour = 0; colour < ThreadColourCount; ++colour) {
            for (size_t state = 0; state < trace::ThreadStateCount; ++state) {
                looks[colour][state] =
                    state_look(static_cast<ThreadState>(state), trace::ThreadId{colour});
            }
        }
        return looks;
    }();
    return all[thread % ThreadColourCount];
}

// By trace::EventGroup.
constexpr std::array<Look, 13> EventLooks = {{
    {Style::Solid, Colour::text_quiet, 2},   // thread
    {Style::Solid, Colour::wait_lock, 6},    // lock
    {Style::Solid, Colour::wait_signal, 6},  // condition
    {Style::Solid, Colour::wait_signal, 5},  // atomic
    {Style::Solid, Colour::sleep, 3},        // time
    {Style::Solid, Colour::io, 4},           // io
    {Style::Solid, Colour::accent, 7},       // note
    {Style::Solid, Colour::ready, 1},        // memory
    {Style::Solid, Colour::text_quiet, 1},   // schedule
    {Style::Solid, Colour::wait_signal, 5},  // channel
    {Style::Solid, Colour::text_quiet, 4},   // process
    {Style::Solid, Colour::accent, 4},       // coroutine
    {Style::Solid, Colour::accent, 3},       // loop
}};

constexpr std::array<Look, 3> HoldLooks = {{
    {Style::Solid, Colour::wait_thread, 1},
    {Style::Solid, Colour::wait_thread, 1},
    {Style::Outline, Colour::line_strong, 0},  // suspended
}};
constexpr std::array<Look, 1> WaitLooks = {{{Style::RisingHatch, Colour::wait_lock, 1}}};
constexpr std::array<Look, 1> CoreLooks = {{{Style::Solid, Colour::wait_thread, 1}}};
constexpr std::array<Look, 1> NoteLooks = {{{Style::Outline, Colour::accent, 1}}};
constexpr std::array<Look, 1> LevelLooks = {{{Style::Outline, Colour::ready, 1}}};

}  // namespace

Look state_look(ThreadState state, trace::ThreadId thread) {
    Look look = entry(state).look;
    if (state == ThreadState::Running) look.colour = thread_colour(thread.value);
    return look;
}

const char* state_icon(ThreadState state) { return entry(state).icon; }

std::span<const Look> looks_of(const Lane& lane, const Track& track) {
    switch (track.kind) {
        case TrackKind::States:
            return looks_of_thread(lane.id);
        case TrackKind::Events:
            return EventLooks;
        case TrackKind::Notes:
            return NoteLooks;
        case TrackKind::Holds:
            return HoldLooks;
        case TrackKind::Waits:
            return WaitLooks;
        case TrackKind::Levels:
            return LevelLooks;
        case TrackKind::Core:
            return CoreLooks;
    }
    return {};
}

bool is_coloured_by_thread(const Track& track) {
    return track.kind == TrackKind::Holds || track.kind == TrackKind::Waits ||
           track.kind == TrackKind::Core;
}

}  // namespace interleave::ui
