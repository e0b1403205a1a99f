#pragma once
// Exploring a program, and what was found in words and lines: one object of JSON, for the page, the command line and
// tests.

#include <memory>
#include <optional>
#include <string>

#include "base/json.hpp"
#include "explorer/exploration.hpp"
#include "session/program.hpp"

namespace interleave::session {

// Which accesses of the program are its own (explorer/visibility.hpp), from its debug information.
explorer::Visibility visibility_of(const Program& program);

struct ExploreSettings {
    explorer::ExplorationOptions options;
    uint64_t budget_executions = 10'000'000;
    bool stop_at_bug = false;  // the first one ends it
};

// proved: every execution was seen and nothing is wrong in any. bug: something is. budget: neither, so far.
enum class Verdict : uint8_t { Proved, Bug, Budget };
const char* verdict_name(Verdict verdict);

class ExploreRun {
public:
    static base::Result<std::unique_ptr<ExploreRun>> create(const Program& program,
                                                            const ExploreSettings& settings);

    // Does up to so many executions; false once there is nothing left to do, or the budget is used up.
    bool run(uint64_t executions);
    Verdict verdict() const;
    // How many executions there are, as far as that can be told from those seen; nothing for policies without an end.
    std::optional<double> estimate() const;
    const explorer::Exploration& exploration() const { return *m_exploration; }

    // The object of `interleave explore --json`: verdict, executions, blocked, outcomes, bugs, bounds, seconds, and
    // more counts. `seconds` is the caller's: nothing here reads a clock.
    void write(base::JsonWriter& json, double seconds);
    // A sentence for people: what was proved, under which bounds, or what was found.
    std::string summary() const;

private:
    explicit ExploreRun(const Program& program) : m_program(program) {}
    bool run_to_bug(uint64_t executions);
    void write_outcomes(base::JsonWriter& json) const;
    void write_bugs(base::JsonWriter& json);

    Program m_program;
    ExploreSettings m_settings;
    std::unique_ptr<explorer::Exploration> m_exploration;
    uint64_t m_done = 0;
};

}  // namespace interleave::session
