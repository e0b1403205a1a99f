#include "ui/time_format.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace interleave::ui {

namespace {

struct Unit {
    const char* name;
    Time nanoseconds;
    int digits;  // decimal digits of a nanosecond in this unit
};

constexpr Unit Units[] = {
    {"ns", 1, 0},
    {"µs", 1'000, 3},
    {"ms", 1'000'000, 6},
    {"s", 1'000'000'000, 9},
};

const Unit& unit_for(Time magnitude) {
    const Unit* best = &Units[0];
    for (const Unit& unit : Units) {
        if (magnitude >= unit.nanoseconds) best = &unit;
    }
    return *best;
}

// How many decimals a unit needs so that two times `resolution` apart read differently.
int decimals(const Unit& unit, Time resolution) {
    int count = unit.digits;
    while (count > 0 && resolution >= 10) {
        resolution /= 10;
        --count;
    }
    return count;
}

// Exact: digits by integer division, so that 2^53 ns and more keep their last digit.
std::string fixed_point(Time value, const Unit& unit, int decimals) {
    bool negative = value < 0;
    uint64_t magnitude = negative ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
    auto whole_unit = static_cast<uint64_t>(unit.nanoseconds);
    uint64_t whole = magnitude / whole_unit, rest = magnitude % whole_unit;
    decimals = std::clamp(decimals, 0, std::min(unit.digits, 9));
    for (int i = decimals; i < unit.digits; ++i) rest /= 10;
    char text[64];
    if (decimals > 0) {
        std::snprintf(text, sizeof text, "%s%llu.%0*llu %s", negative ? "−" : "",
                      static_cast<unsigned long long>(whole), decimals,
                      static_cast<unsigned long long>(rest), unit.name);
    } else {
        std::snprintf(text, sizeof text, "%s%llu %s", negative ? "−" : "",
                      static_cast<unsigned long long>(whole), unit.name);
    }
    return text;
}

std::string steps(Time value, bool duration) {
    char text[48];
    std::snprintf(text, sizeof text,
                  duration ? (value == 1 ? "%lld step" : "%lld steps") : "step %lld",
                  static_cast<long long>(value));
    return text;
}

}  // namespace

const char* axis_label(Axis axis) {
    switch (axis) {
        case Axis::Real:
            return "real time";
        case Axis::Virtual:
            return "virtual time";
        case Axis::Step:
            return "step";
    }
    return "";
}

std::string format_duration(Axis axis, Time duration) {
    if (axis == Axis::Step) return steps(duration, true);
    Time magnitude = std::llabs(duration);
    const Unit& unit = unit_for(magnitude);
    Time whole = magnitude / unit.nanoseconds;
    int significant = whole >= 100 ? 0 : whole >= 10 ? 1 : 2;
    return fixed_point(duration, unit, unit.digits == 0 ? 0 : significant);
}

std::string format_time(Axis axis, Time time, Time resolution) {
    if (axis == Axis::Step) return steps(time, false);
    const Unit& unit = unit_for(std::llabs(time));
    return fixed_point(time, unit, decimals(unit, resolution));
}

Time tick_distance(Time at_least) {
    Time power = 1;
    while (power <= at_least / 10) power *= 10;
    for (Time factor : {1, 2, 5, 10}) {
        if (power * factor >= at_least) return power * factor;
    }
    return power * 20;  // at_least between 10 and 20 powers: the loop above stopped one early
}

std::string format_tick(Axis axis, Time time, Time distance, Time largest) {
    if (axis == Axis::Step) return std::to_string(time);
    if (time == 0) return "0";
    const Unit& unit = unit_for(std::llabs(largest));
    return fixed_point(time, unit, decimals(unit, distance));
}

}  // namespace interleave::ui
