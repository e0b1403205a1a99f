#include "rubric.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "session/bug_report.hpp"

namespace interleave::apps {

using explorer::BugKind;
using nlohmann::json;

namespace {

constexpr std::array Kinds = {BugKind::Deadlock, BugKind::NoProgress, BugKind::DataRace,
                              BugKind::Abort,    BugKind::Trap,       BugKind::Uncaught,
                              BugKind::ExitCode, BugKind::Misuse,     BugKind::Invalid};

bool is_kind(const std::string& name) {
    return std::any_of(Kinds.begin(), Kinds.end(),
                       [&](BugKind kind) { return name == bug_kind_name(kind); });
}

base::Error wrong(const std::string& key, const std::string& wanted) {
    return base::Error{"In the rubric, \"" + key + "\" must be " + wanted + "."};
}

// The array's elements, if all are of the type that `is` tells.
template <typename T, typename Is>
bool take_list(const json& value, std::vector<T>& out, const Is& is) {
    if (!value.is_array()) return false;
    for (const json& each : value) {
        if (!is(each)) return false;
        out.push_back(each.get<T>());
    }
    return true;
}

std::string quoted(const std::string& text) {
    constexpr size_t Longest = 80;
    return json(text.size() > Longest ? text.substr(0, Longest) + "…" : text)
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

RuleResult must_not(const std::string& kind, const session::ExploreRun& run,
                    const session::Program& program) {
    RuleResult result{"must not: " + kind, false, "", ""};
    for (const explorer::Bug& bug : run.exploration().bugs()) {
        if (kind != bug_kind_name(bug.kind) || result.broken) continue;
        result.broken = true;
        result.message = report_of(program, run.exploration().options(), bug).message;
        result.schedule = session::schedule_text(bug.witness.segments);
    }
    return result;
}

// Of the executions that came to an end, one that breaks the rule.
template <typename Holds>
RuleResult each_outcome(std::string name, const session::ExploreRun& run, const Holds& holds) {
    RuleResult result{std::move(name), false, "", ""};
    for (const explorer::OutcomeFound& outcome : run.exploration().outcomes()) {
        if (outcome.stuck || result.broken || holds(outcome)) continue;
        result.broken = true;
        result.message = "It prints " + quoted(outcome.output) + " and exits with " +
                         std::to_string(outcome.code) + ".";
        result.schedule = session::schedule_text(outcome.witness.segments);
    }
    return result;
}

template <typename T>
bool contains(const std::vector<T>& all, const T& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

base::Result<Rubric> Rubric::parse(const std::string& text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) return base::Error{"The rubric is not a JSON object."};
    auto is_text = [](const json& value) { return value.is_string(); };
    auto is_code = [](const json& value) {
        return value.is_number_unsigned() && value.get<uint64_t>() < 256;
    };
    Rubric rubric;
    for (const auto& [key, value] : object.items()) {
        if (key == "mustNot") {
            auto is_bug = [&](const json& each) {
                return each.is_string() && is_kind(each.get<std::string>());
            };
            if (!take_list(value, rubric.must_not, is_bug)) {
                std::string names;
                for (BugKind kind : Kinds)
                    names += std::string(names.empty() ? "" : ", ") + bug_kind_name(kind);
                return wrong(key, "a list of kinds of bugs: " + names);
            }
        } else if (key == "prints") {
            if (!take_list(value, rubric.prints.emplace(), is_text))
                return wrong(key, "a list of texts");
        } else if (key == "exits") {
            if (!take_list(value, rubric.exits.emplace(), is_code))
                return wrong(key, "a list of exit codes, 0 to 255");
        } else if (key == "threads") {
            if (!value.is_number_unsigned() || value.get<uint64_t>() > 64)
                return wrong(key, "a number up to 64");
            rubric.threads = value.get<uint32_t>();
        } else {
            return base::Error{"The rubric has no rule \"" + key +
                               "\": there are mustNot, prints, exits and threads."};
        }
    }
    return rubric;
}

std::vector<RuleResult> check(const Rubric& rubric, const session::ExploreRun& run,
                              const session::Program& program) {
    std::vector<RuleResult> results;
    for (const std::string& kind : rubric.must_not) results.push_back(must_not(kind, run, program));
    if (rubric.prints) {
        results.push_back(each_outcome(
            "prints one of the expected outputs", run,
            [&](const auto& outcome) { return contains(*rubric.prints, outcome.output); }));
    }
    if (rubric.exits) {
        results.push_back(each_outcome(
            "exits with an expected code", run,
            [&](const auto& outcome) { return contains(*rubric.exits, outcome.code); }));
    }
    if (rubric.threads) {
        const uint32_t threads = run.exploration().counts().threads;
        RuleResult result{"at most " + std::to_string(*rubric.threads) + " threads",
                          threads > *rubric.threads, "", ""};
        if (result.broken)
            result.message = "It uses " + std::to_string(threads) + " threads, main included.";
        results.push_back(result);
    }
    return results;
}

}  // namespace interleave::apps
