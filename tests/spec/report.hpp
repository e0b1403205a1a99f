#pragma once
// What a suite came to.

#include <string>
#include <vector>

namespace interleave::test {

struct Totals {
    int passed = 0;
    int failed = 0;
    int skipped = 0;
    bool operator==(const Totals&) const = default;
};

struct Report {
    Totals assertions;
    Totals others;                      // modules, registrations, actions
    std::vector<std::string> failures;  // "core/i32.wast:7: …"
    std::vector<std::string> skips;     // "core/i32.wast:7: the reason"
    // Assertions that passed although our message has other words (deviations.hpp).
    int worded_differently = 0;
};

}  // namespace interleave::test
