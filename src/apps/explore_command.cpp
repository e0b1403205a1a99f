#include "explore_command.hpp"

#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>

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

std::string xml(std::string_view text) {
    std::string out;
    for (char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? '?' : c;
        }
    }
    return out;
}

// One test case a run, as JUnit's reports are read by every CI server.
bool write_junit(const ExploreOptions& options, const ExploreRun& run, const session::Program& program,
                 double seconds) {
    std::ofstream out(options.junit_file, std::ios::binary);
    const auto& bugs = run.exploration().bugs();
    out << "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"interleave explore\" tests=\"1\" failures=\""
        << (bugs.empty() ? 0 : 1) << "\" time=\"" << seconds << "\">\n  <testcase name=\"" << xml(options.program)
        << "\" time=\"" << seconds << "\">\n";
    if (!bugs.empty()) {
        out << "    <failure message=\"" << xml(report_of(program, run.exploration().options(), bugs[0]).message)
            << "\">\n";
        for (const explorer::Bug& bug : bugs) {
            out << xml(explorer::bug_kind_name(bug.kind)) << ": "
                << xml(report_of(program, run.exploration().options(), bug).message)
                << "\nschedule: " << session::schedule_text(bug.witness.segments) << "\n";
        }
        out << "    </failure>\n";
    }
    out << "    <system-out>" << xml(run.summary()) << "</system-out>\n  </testcase>\n</testsuite>\n";
    return out.flush().good();
}

void print(ExploreRun& run, const session::Program& program, double seconds) {
    const explorer::Exploration& found = run.exploration();
    std::printf("%s (%.2f s)\n", run.summary().c_str(), seconds);
    std::printf("\n%-8s %-10s %s\n", "count", "end", "output");
    for (const explorer::OutcomeFound& outcome : found.outcomes()) {
        std::string output = outcome.output;
        for (size_t at = 0; (at = output.find('\n', at)) != std::string::npos; at += 2) output.replace(at, 1, "\\n");
        if (output.size() > 100) output = output.substr(0, 97) + "...";
        const char* end = outcome.stuck ? "stuck" : outcome.kind == world::OutcomeKind::Exit ? "exit" : "failed";
        std::printf("%-8llu %-10s %s\n", static_cast<unsigned long long>(outcome.count), end, output.c_str());
    }
    for (const explorer::Bug& bug : found.bugs()) {
        std::printf("\n%s, in %llu of them: %s\n  schedule %s\n", explorer::bug_kind_name(bug.kind),
                    static_cast<unsigned long long>(bug.count),
                    report_of(program, found.options(), bug).message.c_str(),
                    session::schedule_text(bug.witness.segments).c_str());
    }
}

}  // namespace

void add_explore_options(CLI::App& command, ExploreOptions& options) {
    explorer::ExplorationOptions& exploration = options.settings.options;
    command.add_option("program", options.program, "The program (program.wasm)")->required();
    command.add_option("--policy", options.policy, "dpor: each execution once; naive: every schedule; bounded; random; pct")
        ->check(CLI::IsMember(Policies))
        ->capture_default_str();
    command.add_option("--budget", options.settings.budget_executions, "Executions at most")->capture_default_str();
    command.add_option("--seconds", options.seconds, "Seconds at most")->check(CLI::Range(0.01, 1e6))->capture_default_str();
    command.add_option("--bound", exploration.preemptions, "Preemptions at most, with --policy bounded")->capture_default_str();
    command.add_option("--depth", exploration.depth, "The d of PCT: how many events a bug needs in order")->capture_default_str();
    command.add_option("--seed", exploration.seed, "Of random and pct")->capture_default_str();
    command.add_option("--events", exploration.events_per_execution, "Events of one execution at most")->capture_default_str();
    command.add_option("--input", exploration.input, "Standard input of the program, as text");
    command.add_option("--input-file", options.input_file, "Standard input of the program, from a file");
    command.add_flag("--ignore-output-order", options.ignore_output_order, "The order of output is no difference");
    command.add_flag("--json", options.json, "Prints one JSON object");
    command.add_option("--junit", options.junit_file, "Writes a JUnit report");
}

int explore(ExploreOptions& options) {
    std::string bytes;
    if (!read_file(options.program, bytes)) return fail("There is no file " + options.program + ".");
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
    ExploreRun& run = **made;

    const auto begin = std::chrono::steady_clock::now();
    double seconds = 0;
    bool more = true;
    while (more && seconds < options.seconds) {
        more = run.run(256);
        seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    }
    if (options.json) {
        base::JsonWriter json;
        run.write(json, seconds);
        std::cout << json.text() << '\n';
    } else {
        print(run, *program, seconds);
    }
    if (!options.junit_file.empty() && !write_junit(options, run, *program, seconds)) {
        return fail("The report could not be written to " + options.junit_file + ".");
    }
    switch (run.verdict()) {
        case Verdict::Proved: return 0;
        case Verdict::Bug: return 1;
        case Verdict::Budget: return 2;
    }
    return 2;
}

}  // namespace interleave::apps
