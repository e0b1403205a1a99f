#include "explore_command.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <thread>

#include "build_command.hpp"
#include "junit.hpp"
#include "rubric.hpp"
#include "session/bug_report.hpp"

namespace interleave::apps {

using explorer::Policy;
using session::ExploreRun;
using session::Verdict;

namespace {

constexpr int BadInput = 3;

const std::map<std::string, Policy> Policies = {{"dpor", Policy::Dpor},
                                                {"naive", Policy::Naive},
                                                {"bounded", Policy::Bounded},
                                                {"random", Policy::Random},
                                                {"pct", Policy::Pct}};

int fail(const std::string& message) {
    std::fprintf(stderr, "interleave: %s\n", message.c_str());
    return BadInput;
}

bool read_file(const std::string& path, std::string& text) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return false;
    text.assign(std::istreambuf_iterator<char>(in), {});
    return true;
}

// What is known once the exploration ended.
struct Finished {
    ExploreRun& run;
    const session::Program& program;
    std::vector<RuleResult> rules;  // of the rubric
    bool has_rubric = false;
    double seconds = 0;

    Verdict verdict() const {
        if (!has_rubric) return run.verdict();
        for (const RuleResult& rule : rules) {
            if (rule.broken) return Verdict::Bug;
        }
        return run.exploration().is_complete() ? Verdict::Proved : Verdict::Budget;
    }
};

// Without a rubric one test case, which fails if there is any bug.
bool write_report(const ExploreOptions& options, const Finished& finished) {
    std::vector<JunitCase> cases;
    for (const RuleResult& rule : finished.rules) {
        const std::string how = rule.schedule.empty() ? "" : "schedule: " + rule.schedule + "\n";
        cases.push_back({rule.name, rule.message, how});
    }
    if (!finished.has_rubric) {
        JunitCase all{options.program, "", ""};
        for (const explorer::Bug& bug : finished.run.exploration().bugs()) {
            const std::string message =
                report_of(finished.program, finished.run.exploration().options(), bug).message;
            if (all.failure.empty()) all.failure = message;
            all.details += std::string(explorer::bug_kind_name(bug.kind)) + ": " + message +
                           "\nschedule: " + session::schedule_text(bug.witness.segments) + "\n";
        }
        cases.push_back(std::move(all));
    }
    return write_junit(options.junit_file, "interleave explore " + options.program, cases,
                       finished.seconds, finished.run.summary());
}

void print(const Finished& finished) {
    const explorer::Exploration& found = finished.run.exploration();
    const explorer::ExplorationCounts& counts = found.counts();
    std::printf(
        "%s (%.2f s, %.0f executions/s)\n", finished.run.summary().c_str(), finished.seconds,
        static_cast<double>(counts.executions + counts.stuck) / std::max(finished.seconds, 1e-3));
    std::printf("\n%-8s %-10s %s\n", "count", "end", "output");
    for (const explorer::OutcomeFound& outcome : found.outcomes()) {
        std::string output = outcome.output;
        for (size_t at = 0; (at = output.find('\n', at)) != std::string::npos; at += 2)
            output.replace(at, 1, "\\n");
        if (output.size() > 100) output = output.substr(0, 97) + "...";
        const char* end = outcome.stuck                              ? "stuck"
                          : outcome.kind == world::OutcomeKind::Exit ? "exit"
                                                                     : "failed";
        std::printf("%-8llu %-10s %s\n", static_cast<unsigned long long>(outcome.count), end,
                    output.c_str());
    }
    for (const explorer::Bug& bug : found.bugs()) {
        std::printf("\n%s, in %llu of them: %s\n  schedule %s\n", explorer::bug_kind_name(bug.kind),
                    static_cast<unsigned long long>(bug.executions()),
                    report_of(finished.program, found.options(), bug).message.c_str(),
                    session::schedule_text(bug.witness.segments).c_str());
    }
    if (finished.has_rubric) std::printf("\n");
    for (const RuleResult& rule : finished.rules) {
        const char* state = rule.broken ? "broken" : found.is_complete() ? "holds" : "holds so far";
        std::printf("%-13s %s%s%s\n", state, rule.name.c_str(), rule.broken ? ": " : "",
                    rule.message.c_str());
    }
}

// What this process has in memory; 0 where there is no /proc that tells it.
double resident_megabytes() {
    std::ifstream file("/proc/self/statm");
    double all = 0;
    double resident = 0;
    file >> all >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

// Runs until it is done, or its time or memory is used up; tells a person how far it is. Returns the seconds.
double run_for(ExploreRun& run, const ExploreOptions& options, bool tell) {
    const auto begin = std::chrono::steady_clock::now();
    double seconds = 0;
    double told = 1;
    bool more = true;
    uint64_t piece = 256;
    while (more && seconds < options.seconds && resident_megabytes() < options.megabytes) {
        more = run.run(piece);
        seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        // All threads pause between two pieces: one takes about a fifth of a second.
        const auto done = static_cast<double>(run.exploration().counts().executions);
        piece = std::max<uint64_t>(256, static_cast<uint64_t>(done / std::max(seconds, 1e-3) / 5));
        if (!tell || seconds < told) continue;
        told = seconds + 1;
        const explorer::ExplorationCounts& counts = run.exploration().counts();
        const uint64_t seen = counts.executions + counts.stuck;
        std::fprintf(stderr, "\r%llu executions", static_cast<unsigned long long>(seen));
        if (std::optional<double> all = run.estimate())
            std::fprintf(stderr, " of about %.0f", *all);
        std::fprintf(stderr, ", %.0f/s, %zu outcomes, %zu bugs   ",
                     static_cast<double>(seen) / seconds, run.exploration().outcomes().size(),
                     run.exploration().bugs().size());
    }
    if (tell && told > 1) std::fprintf(stderr, "\n");
    return seconds;
}

void write_json(Finished& finished) {
    base::JsonWriter json;
    if (!finished.has_rubric) {
        finished.run.write(json, finished.seconds);
        std::cout << json.text() << '\n';
        return;
    }
    base::JsonWriter exploration;
    finished.run.write(exploration, finished.seconds);
    json.begin_object()
        .key("verdict")
        .value(verdict_name(finished.verdict()))
        .key("rules")
        .begin_array();
    for (const RuleResult& rule : finished.rules) {
        json.begin_object().key("rule").value(rule.name).key("broken").value(rule.broken);
        json.key("message").value(rule.message).key("schedule").value(rule.schedule).end_object();
    }
    json.end_array().key("exploration").raw(exploration.text()).end_object();
    std::cout << json.text() << '\n';
}

}  // namespace

void add_explore_options(CLI::App& command, ExploreOptions& options) {
    explorer::ExplorationOptions& exploration = options.settings.options;
    command
        .add_option("program", options.program,
                    "The program: program.wasm, or main.cpp to compile it first")
        ->required();
    command
        .add_option("--policy", options.policy,
                    "dpor: each execution once; naive: every schedule; bounded; random; pct")
        ->check(CLI::IsMember(Policies))
        ->capture_default_str();
    command.add_option("--budget", options.settings.budget_executions, "Executions at most")
        ->capture_default_str();
    command.add_option("--seconds", options.seconds, "Seconds at most")
        ->check(CLI::Range(0.01, 1e6))
        ->capture_default_str();
    command.add_option("--memory", options.megabytes, "Megabytes of memory at most")
        ->check(CLI::Range(1.0, 1e6))
        ->capture_default_str();
    command
        .add_option("--bound", exploration.preemptions,
                    "Preemptions at most, with --policy bounded")
        ->capture_default_str();
    command
        .add_option("--depth", exploration.depth,
                    "The d of PCT: how many events a bug needs in order")
        ->capture_default_str();
    command.add_option("--seed", exploration.seed, "Of random and pct")->capture_default_str();
    command
        .add_option("--events", exploration.events_per_execution, "Events of one execution at most")
        ->capture_default_str();
    exploration.threads = std::clamp(std::thread::hardware_concurrency(), 1u, 16u);
    command
        .add_option("--threads", exploration.threads,
                    "Host threads; the executions are the same whatever their number")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command.add_option("--input", exploration.input, "Standard input of the program, as text");
    command.add_option("--input-file", options.input_file,
                       "Standard input of the program, from a file");
    command.add_flag("--ignore-output-order", options.ignore_output_order,
                     "The order of output is no difference");
    command.add_flag(
        "--spurious-wakeups", exploration.execution.spurious_wakeups,
        "Waits on condition variables may end without a notification, once in each thread");
    command.add_flag("--first-bug", options.settings.stop_at_bug, "Ends at the first bug");
    command.add_flag("--json", options.json, "Prints one JSON object");
    command.add_option("--junit", options.junit_file, "Writes a JUnit report");
    command.add_option("--rubric", options.rubric_file,
                       "Checks the rules of a JSON file instead: {\"mustNot\": [\"deadlock\"], "
                       "\"prints\": [\"3\\n\"], \"exits\": [0], "
                       "\"threads\": 4}");
}

int explore(ExploreOptions& options) {
    Rubric rubric;
    if (std::string text; !options.rubric_file.empty()) {
        if (!read_file(options.rubric_file, text))
            return fail("There is no file " + options.rubric_file + ".");
        base::Result<Rubric> parsed = Rubric::parse(text);
        if (!parsed) return fail(options.rubric_file + ": " + parsed.error().message);
        rubric = std::move(parsed).value();
    }
    std::optional<TemporaryProgram> compiled;
    if (is_source(options.program)) {
        base::Result<TemporaryProgram> made = TemporaryProgram::compile(options.program);
        if (!made) return fail(made.error().message);
        compiled.emplace(std::move(made).value());
    }
    std::string bytes;
    if (!read_file(compiled ? compiled->path() : options.program, bytes)) {
        return fail("There is no file " + options.program + ".");
    }
    base::Result<session::Program> program = session::Program::load({bytes.begin(), bytes.end()});
    if (!program) return fail(options.program + ": " + program.error().message);
    explorer::ExplorationOptions& exploration = options.settings.options;
    if (!options.input_file.empty() && !read_file(options.input_file, exploration.input)) {
        return fail("There is no file " + options.input_file + ".");
    }
    exploration.policy = Policies.at(options.policy);
    exploration.execution.output_order = !options.ignore_output_order;
    base::Result<std::unique_ptr<ExploreRun>> made = ExploreRun::create(*program, options.settings);
    if (!made) return fail(options.program + ": " + made.error().message);

    Finished finished{**made, *program, {}, !options.rubric_file.empty(), 0};
    finished.seconds = run_for(finished.run, options, !options.json && isatty(STDERR_FILENO) != 0);
    if (finished.has_rubric) finished.rules = check(rubric, finished.run, *program);
    if (options.json) {
        write_json(finished);
    } else {
        print(finished);
    }
    if (!options.junit_file.empty() && !write_report(options, finished)) {
        return fail("The report could not be written to " + options.junit_file + ".");
    }
    switch (finished.verdict()) {
        case Verdict::Proved:
            return 0;
        case Verdict::Bug:
            return 1;
        case Verdict::Budget:
            return 2;
    }
    return 2;
}

}  // namespace interleave::apps
