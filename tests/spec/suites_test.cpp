// The official scripts. Totals are exact, so that neither a lost assertion nor a new skip goes unseen; every
// skip is listed by name and reason in skipped.txt beside this file (INTERLEAVE_REWRITE_GOLDENS=1 rewrites it).

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "conversion.hpp"
#include "json_script.hpp"
#include "script_runner.hpp"

using namespace interleave;
using test::Report;
using test::Totals;

namespace {

struct Suite {
    const char* name;
    const char* flags;
    size_t scripts;
    Totals assertions;
    Totals others;
    int worded_differently;
    const char* only = nullptr;  // the one script that has no (thread …) commands
};

constexpr Suite Core = {"core", "", 90, {26038, 0, 581}, {1293, 0, 0}, 13};
constexpr Suite Threads = {"threads", "--enable-threads", 4, {419, 0, 25}, {175, 0, 0}, 0};
constexpr Suite TailCall = {"tail-call", "--enable-tail-call", 2, {102, 0, 11}, {6, 0, 0}, 0};
constexpr Suite LegacyExceptions = {
    "legacy-exceptions", "--enable-exceptions --enable-tail-call", 4, {82, 0, 7}, {7, 0, 0}, 0};

constexpr Suite ThreadsHarness = {
    "threads-harness", "--enable-threads", 13, {302, 0, 0}, {70, 0, 0}, 0, "atomic.wast"};

std::string listed(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) text += line + "\n";
    return text;
}

Report run_suite(const Suite& suite) {
    Report report;
    for (const std::filesystem::path& path : test::scripts_of(suite.name)) {
        if (suite.only != nullptr && path.filename() != suite.only) continue;
        std::string name = std::string(suite.name) + "/" + path.filename().string();
        base::Result<std::filesystem::path> json =
            test::convert(path, suite.flags, test::output_folder(suite.name));
        if (!json) {
            report.failures.push_back(json.error().message);
            continue;
        }
        base::Result<test::Script> script = test::read_json_script(*json, name);
        if (!script) {
            report.failures.push_back(script.error().message);
            continue;
        }
        test::ScriptRunner(report).run(*script);
    }
    return report;
}

// The lines of skipped.txt that are of this suite.
std::vector<std::string> known_skips(const std::string& suite) {
    std::ifstream file(INTERLEAVE_SPEC_SKIPPED);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);) {
        if (line.rfind(suite + "/", 0) == 0) lines.push_back(line);
    }
    return lines;
}

void rewrite_skips(const std::string& suite, const std::vector<std::string>& skips) {
    std::vector<std::string> lines = skips;
    for (const char* other :
         {"core", "legacy-exceptions", "tail-call", "threads", "threads-harness"}) {
        if (other == suite) continue;
        std::vector<std::string> kept = known_skips(other);
        lines.insert(lines.end(), kept.begin(), kept.end());
    }
    std::sort(lines.begin(), lines.end());
    std::ofstream(INTERLEAVE_SPEC_SKIPPED) << listed(lines);
}

void expect_totals(const char* what, const Totals& actual, const Totals& expected) {
    EXPECT_EQ(actual.passed, expected.passed) << what << " passed";
    EXPECT_EQ(actual.failed, expected.failed) << what << " failed";
    EXPECT_EQ(actual.skipped, expected.skipped) << what << " skipped";
}

void check(const Suite& suite) {
    if (test::scripts_of(suite.name).empty()) GTEST_SKIP() << test::how_to_get(suite.name);
    EXPECT_EQ(test::scripts_of(suite.name).size(), suite.scripts);
    Report report = run_suite(suite);
    EXPECT_EQ(report.failures.size(), 0u) << listed(report.failures);
    expect_totals("assertions", report.assertions, suite.assertions);
    expect_totals("other commands", report.others, suite.others);
    EXPECT_EQ(report.worded_differently, suite.worded_differently);
    std::sort(report.skips.begin(), report.skips.end());
    if (std::getenv("INTERLEAVE_REWRITE_GOLDENS")) rewrite_skips(suite.name, report.skips);
    EXPECT_EQ(listed(report.skips), listed(known_skips(suite.name)));
}

}  // namespace

TEST(Spec, core_scripts_pass_with_exact_totals) { check(Core); }
TEST(Spec, threads_scripts_pass_with_exact_totals) { check(Threads); }
TEST(Spec, tail_call_scripts_pass_with_exact_totals) { check(TailCall); }
TEST(Spec, legacy_exception_scripts_pass_with_exact_totals) { check(LegacyExceptions); }
// The other twelve are in threads_harness_test.cpp.
TEST(Spec, threads_harness_script_without_threads_passes_with_exact_totals) {
    check(ThreadsHarness);
}
