#pragma once
// A teacher's rubric: what a program must do in every interleaving, as a JSON object, each key a rule and all optional.
//
//   {
//     "mustNot": ["deadlock", "data-race"],   kinds of bugs that may not occur (explorer::bug_kind_name)
//     "prints": ["1\n2\n", "2\n1\n"],         every execution that ends prints one of these
//     "exits": [0],                           … and exits with one of these codes
//     "threads": 4                            at most so many threads, main included
//   }
//
// A rule holds once all interleavings were seen and none broke it; it is broken as soon as one does.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "session/explore.hpp"

namespace interleave::apps {

struct Rubric {
    std::vector<std::string> must_not;
    std::optional<std::vector<std::string>> prints;
    std::optional<std::vector<uint32_t>> exits;
    std::optional<uint32_t> threads;

    // Errors say what is wrong with which key.
    static base::Result<Rubric> parse(const std::string& json);
};

struct RuleResult {
    std::string name;
    bool broken = false;
    std::string message;   // of a broken one: what happened
    std::string schedule;  // and how
};

// One for each rule, in the order above.
std::vector<RuleResult> check(const Rubric& rubric, const session::ExploreRun& run,
                              const session::Program& program);

}  // namespace interleave::apps
