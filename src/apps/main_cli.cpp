// interleave: the lab on the command line.
//
//   interleave run program.wasm [--cores N --seed S --quantum T …]   one run; the program's output, then how it ended
//   interleave lesson mutex [the same options]                        a lesson's program
//   interleave explore program.wasm [--policy … --budget … --json]    all its interleavings (explore_command.hpp)
//   interleave build main.cpp -o program.wasm                         a program for all of these (build_command.hpp)
//
// Exit codes of run and lesson: what the program exited with; 134 abort; 3 bad input; 1 every other way to end (deadlock, trap, limit).

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "base/json.hpp"
#include "build_command.hpp"
#include "explore_command.hpp"
#include "session/inspect.hpp"
#include "session/lab_run.hpp"
#include "trace/deadlock.hpp"
#include "trace/export_chrome.hpp"
#include "trace/happens_before.hpp"
#include "trace/recording.hpp"

namespace {

using namespace interleave;
using session::LabRun;
using session::LabStatus;

constexpr int BadInput = 3;
constexpr int OtherEnd = 1;
constexpr int AbortCode = 134;

struct Options {
    std::string program;
    std::string lesson;
    std::string lessons_folder = INTERLEAVE_LESSONS;
    session::LabSettings settings;
    double quantum_microseconds = 4000;
    double switch_microseconds = 1;
    std::string schedule_file;
    std::optional<std::string>
        input;  // all of it; without, standard input is read line by line as it is asked for
    std::string trace_file;
    bool print_schedule = false;
    bool json = false;
    bool stacks = false;
};

int fail(const std::string& message) {
    std::fprintf(stderr, "interleave: %s\n", message.c_str());
    return BadInput;
}

std::string describe(const std::string& file, const base::Error& error) {
    std::string text = file + ": " + error.message;
    if (error.position != base::Error::NoPosition)
        text += " (at byte " + std::to_string(error.position) + ")";
    return text;
}

std::optional<std::vector<uint8_t>> read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::vector<uint8_t>(std::istreambuf_iterator<char>(in), {});
}

// The program of a lesson: by folder name ("2-mutex"), or the name after its number ("mutex").
std::optional<std::filesystem::path> find_lesson(const Options& options) {
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator(options.lessons_folder, error)) {
        std::string folder = entry.path().filename().string();
        size_t dash = folder.find('-');
        bool matches = folder == options.lesson ||
                       (dash != std::string::npos && folder.substr(dash + 1) == options.lesson);
        if (!matches) continue;
        for (const char* name : {"program.debug.wasm", "program.wasm"}) {
            if (std::filesystem::exists(entry.path() / name)) return entry.path() / name;
        }
    }
    return std::nullopt;
}

void add_run_options(CLI::App& command, Options& options) {
    explorer::CoreOptions& cores = options.settings.cores;
    command.add_option("--cores", cores.cores, "Virtual cores")
        ->check(CLI::Range(1, 64))
        ->capture_default_str();
    command.add_option("--seed", cores.seed,
                       "0 is the plain machine; others vary quanta and queues");
    command
        .add_option("--quantum", options.quantum_microseconds,
                    "Microseconds a thread keeps its core")
        ->check(CLI::Range(0.001, 1e9))
        ->capture_default_str();
    command
        .add_option("--switch-cost", options.switch_microseconds,
                    "Microseconds to change threads on a core")
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
    command
        .add_option("--instruction-cost", options.settings.world.instruction_nanoseconds,
                    "Nanoseconds of one instruction; 0: only waits take time")
        ->check(CLI::Range(0, 1000000))
        ->capture_default_str();
    command
        .add_option("--limit", options.settings.instruction_limit,
                    "Instructions before the run is ended")
        ->capture_default_str();
    command.add_option("--schedule", options.schedule_file,
                       "Replays this schedule (text or a file's name)");
    command.add_option(
        "--input", options.input,
        "Standard input of the program, as text; a replay needs the same as the run had");
    command.add_flag("--print-schedule", options.print_schedule,
                     "Prints the schedule that was taken");
    command.add_option("--trace", options.trace_file,
                       "Writes the run for ui.perfetto.dev or chrome://tracing");
    command.add_flag("--stacks", options.stacks,
                     "Prints every thread's stack and variables at the end, as JSON");
    command.add_flag("--json", options.json,
                     "Prints one JSON object instead of the program's output");
}

// The recorder's bytes as a trace, the way the page's app reads them.
void feed(trace::Recording& recording, LabRun& run) {
    std::vector<uint8_t> chunk = run.recorder().take_chunk();
    base::Status fed = recording.feed(chunk);
    INTERLEAVE_ASSERT(fed.ok());
}

void print_end(const LabRun& run, const trace::Trace& trace, const trace::States& states) {
    std::fprintf(stderr, "%s", session::lab_status_name(run.status()));
    if (run.status() == LabStatus::Exit) std::fprintf(stderr, " %u", run.exit_code());
    std::fprintf(stderr, " after %.6f s of virtual time, %llu instructions, %zu threads\n",
                 static_cast<double>(run.time()) / 1e9,
                 static_cast<unsigned long long>(run.executed()), trace.thread_count());
    if (!run.message().empty()) std::fprintf(stderr, "%s\n", run.message().c_str());
    if (run.status() == LabStatus::Deadlock) {
        trace::WaitForGraph graph = wait_for_graph(trace, states, run.time());
        std::fprintf(stderr, "%s\n", trace::describe(trace, graph).c_str());
    }
}

void print_findings(LabRun& run) {
    for (const session::Finding& finding : run.recorder().findings()) {
        std::fprintf(stderr, "line %u, thread %u: %s\n", finding.line, finding.thread.value,
                     world::misuse_sentence(finding.misuse));
    }
}

void print_json(LabRun& run, const trace::Trace& trace) {
    base::JsonWriter json;
    json.begin_object().key("status").value(session::lab_status_name(run.status()));
    json.key("exitCode").value(run.exit_code()).key("message").value(run.message());
    json.key("output").value(run.output()).key("virtualNanoseconds").value(run.time());
    json.key("instructions")
        .value(run.executed())
        .key("threads")
        .value(uint64_t{trace.thread_count()});
    json.key("events").value(trace.size());
    char hash[24];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(run.hash()));
    json.key("stateHash").value(hash);
    json.key("findings").begin_array();
    for (const session::Finding& finding : run.recorder().findings()) {
        json.begin_object().key("line").value(uint32_t{finding.line});
        json.key("thread").value(finding.thread.value);
        json.key("message").value(world::misuse_sentence(finding.misuse)).end_object();
    }
    json.end_array().key("schedule").value(run.schedule().to_text()).end_object();
    std::cout << json.text() << '\n';
}

int exit_code(const LabRun& run) {
    switch (run.status()) {
        case LabStatus::Exit:
            return static_cast<int>(run.exit_code() & 0xff);
        case LabStatus::Abort:
            return AbortCode;
        default:
            return OtherEnd;
    }
}

int replay(const session::Program& program, const Options& options) {
    std::string text = options.schedule_file;
    if (auto file = read_file(text)) {
        text.assign(file->begin(), file->end());
        text.erase(
            std::find_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }),
            text.end());
    }
    base::Result<explorer::Schedule> schedule = explorer::Schedule::from_text(text);
    if (!schedule) return fail(describe("--schedule", schedule.error()));
    base::Result<std::unique_ptr<world::World>> world =
        world::World::create(program.module, options.settings.world);
    if (!world) return fail(world.error().message);
    const std::string input = options.input.value_or("");
    (*world)->give_input({reinterpret_cast<const uint8_t*>(input.data()), input.size()});
    explorer::Replay replay(**world, *schedule);
    if (base::Status done = replay.run(); !done) return fail(done.error().message);
    std::cout << (*world)->output();
    const bool stuck = !(*world)->outcome().ended() && (*world)->is_stuck();
    std::fprintf(stderr, "replayed %zu segments; state %016llx%s\n", schedule->segments.size(),
                 static_cast<unsigned long long>((*world)->hash()),
                 stuck ? "; no thread can go on" : "");
    return (*world)->outcome().kind == world::OutcomeKind::Exit
               ? static_cast<int>((*world)->outcome().code & 0xff)
               : OtherEnd;
}

int run_program(const std::string& file, Options& options) {
    std::optional<std::vector<uint8_t>> bytes = read_file(file);
    if (!bytes)
        return fail("There is no file " + file +
                    ". Give the path of a program built by the playground.");
    base::Result<session::Program> program = session::Program::load(std::move(*bytes));
    if (!program) return fail(describe(file, program.error()));
    options.settings.cores.quantum_nanoseconds =
        static_cast<int64_t>(options.quantum_microseconds * 1000);
    options.settings.cores.switch_nanoseconds =
        static_cast<int64_t>(options.switch_microseconds * 1000);
    options.settings.world.seed = options.settings.cores.seed;
    if (options.input) {
        options.settings.input = *options.input;
        options.settings.input_open = false;
    }
    if (!options.schedule_file.empty()) return replay(*program, options);

    base::Result<std::unique_ptr<LabRun>> made = LabRun::create(*program, options.settings);
    if (!made) return fail(describe(file, made.error()));
    LabRun& run = **made;
    trace::Trace trace(trace::Axis::Virtual);
    trace::Recording recording(trace);
    size_t printed = 0;
    bool input_ended = false;
    for (;;) {
        LabStatus status = run.run(20'000'000);
        feed(recording, run);
        if (!options.json) {
            std::cout << std::string_view(run.output()).substr(printed) << std::flush;
            printed = run.output().size();
        }
        if (status == LabStatus::NeedsInput && !input_ended) {
            std::string line;
            if (std::getline(std::cin, line)) {
                line.push_back('\n');
                run.give_input({reinterpret_cast<const uint8_t*>(line.data()), line.size()});
            } else {
                input_ended = true;
                run.close_input();
            }
        } else if (status != LabStatus::Running) {
            break;
        }
    }
    recording.finish();
    trace::States states;
    states.extend(trace);
    if (options.json) {
        print_json(run, trace);
    } else {
        print_end(run, trace, states);
        print_findings(run);
        if (options.stacks) {
            base::JsonWriter json;
            session::InspectOptions all;
            all.library_frames = true;
            session::inspect(json, *program, run.world(), run.time(), all);
            std::cout << json.text() << '\n';
        }
        if (options.print_schedule) std::cout << run.schedule().to_text() << '\n';
    }
    if (!options.trace_file.empty()) {
        std::ofstream out(options.trace_file, std::ios::binary);
        trace::HappensBefore order;
        order.extend(trace);
        out << trace::export_chrome(trace, states, order);
        if (!out.flush())
            return fail("The trace could not be written to " + options.trace_file + ".");
    }
    return exit_code(run);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("The lab of Interleave: runs C++ thread programs deterministically.",
                 "interleave");
    app.require_subcommand(1);
    Options options;
    options.settings.input_open = true;

    CLI::App* run = app.add_subcommand("run", "Runs a program (program.wasm) on virtual cores");
    run->add_option("program", options.program, "The program")->required();
    add_run_options(*run, options);
    CLI::App* lesson = app.add_subcommand("lesson", "Runs a lesson's program");
    lesson->add_option("name", options.lesson, "The lesson, e.g. mutex")->required();
    lesson->add_option("--lessons", options.lessons_folder, "Where the built lessons are")
        ->capture_default_str();
    add_run_options(*lesson, options);

    CLI::App* explore =
        app.add_subcommand("explore", "All interleavings of a program: outcomes, races, deadlocks");
    apps::ExploreOptions exploring;
    apps::add_explore_options(*explore, exploring);
    CLI::App* build =
        app.add_subcommand("build", "Compiles C++20 sources to a program (program.wasm)");
    apps::BuildOptions building;
    apps::add_build_options(*build, building);

    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : BadInput;
    }
    if (*explore) return apps::explore(exploring);
    if (*build) return apps::build(building);
    if (*run) return run_program(options.program, options);
    std::optional<std::filesystem::path> program = find_lesson(options);
    if (!program) {
        return fail("There is no lesson " + options.lesson + " in " + options.lessons_folder +
                    ". `make` builds the lessons; their folders are their names.");
    }
    return run_program(program->string(), options);
}
