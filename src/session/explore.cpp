#include "session/explore.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <set>
#include <span>
#include <string_view>

#include "dwarf/variables.hpp"
#include "explorer/dpor.hpp"
#include "session/bug_report.hpp"
#include "wasm/instruction.hpp"

namespace interleave::session {

using explorer::BugKind;
using explorer::Visibility;
using world::OutcomeKind;

namespace {

// The main thread's stack, as guests are linked (src/guest/flags.txt: stack-size).
constexpr uint32_t MainStackBytes = 1u << 20;

bool is_one_of(std::string_view name, std::span<const std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// C functions whose accesses are their caller's doing.
constexpr std::array<std::string_view, 14> CopyingFunctions = {
    "memcpy", "memmove", "memset", "memcmp", "strlen", "strcpy",   "strncpy",
    "strcmp", "strncmp", "strcat", "memchr", "strchr", "__memcpy", "emscripten_memcpy_bulkmem"};

// They give memory back because their caller wants it. What the library frees of its own accord (an exception that nobody
// holds any more) may be ordered by its own bookkeeping.
constexpr std::array<std::string_view, 4> FreeingFunctions = {"free", "__wrap_free", "realloc",
                                                              "__wrap_realloc"};

bool is_freeing(const dwarf::Function& function) {
    return function.name.starts_with("operator delete") ||
           is_one_of(function.short_name, FreeingFunctions);
}

// Functions of the guest runtime that look at the program's own atomics: std::atomic::wait, std::barrier.
constexpr std::array<std::string_view, 6> WaitingFunctions = {"interleave_atomic_wait",
                                                              "interleave_wait_at",
                                                              "wait_part_of_word",
                                                              "wait_once",
                                                              "differs",
                                                              "load_word"};

bool is_library(const dwarf::Function& function) {
    if (function.entry != dwarf::NoEntry) return false;
    const std::string_view name = function.short_name;
    return !name.starts_with("std::") && !is_one_of(name, CopyingFunctions) &&
           !is_one_of(name, WaitingFunctions);
}

struct LargeAtomic {
    std::string_view name;
    Visibility::AtomicFunction what;
};
constexpr std::array<LargeAtomic, 8> LargeAtomics = {{
    {"__atomic_load", {true, false, 0}},
    {"__atomic_store", {false, true, 0}},
    {"__atomic_exchange", {true, true, 0}},
    {"__atomic_compare_exchange", {true, true, 0}},
    {"__atomic_load_16", {true, false, 16}},
    {"__atomic_store_16", {false, true, 16}},
    {"__atomic_exchange_16", {true, true, 16}},
    {"__atomic_compare_exchange_16", {true, true, 16}},
}};

// The local that holds the function's frame address: what its variables' locations ask for.
uint32_t frame_local(const dwarf::DebugInfo& debug, const dwarf::Function& function) {
    std::optional<uint32_t> asked;
    dwarf::Registers registers;
    registers.local = [&](uint32_t index) -> std::optional<uint64_t> {
        if (!asked) asked = index;
        return 0;
    };
    const dwarf::ReadMemory nothing = [](base::Address, std::span<uint8_t>) { return false; };
    // Somewhere in the middle everything is in place; any offset of the body does for the frame's base.
    const base::CodeOffset middle{function.start + (function.end - function.start) / 2};
    for (const dwarf::Variable& variable : dwarf::visible_variables(debug, middle)) {
        if (variable.kind == dwarf::VariableKind::Global) continue;
        (void)dwarf::locate(debug, variable, middle, registers, nothing);
        if (asked) return *asked;
    }
    return Visibility::NoVariables;
}

// What the function takes off the stack pointer when it begins. REQUIRES: it has a body
uint32_t frame_size(const wasm::Module& module, const wasm::Function& function) {
    constexpr int Prologue = 16;  // instructions
    wasm::InstructionReader reader(module.bytes, function.body);
    wasm::Instruction instruction;
    uint32_t constant = 0;
    bool has_pointer = false;
    for (int i = 0; i < Prologue && reader.next(instruction); ++i) {
        if (instruction.opcode == wasm::Opcode::GlobalGet) has_pointer = true;
        if (instruction.opcode == wasm::Opcode::I32Const)
            constant = static_cast<uint32_t>(instruction.constant);
        if (instruction.opcode == wasm::Opcode::I32Sub) return has_pointer ? constant : 0;
    }
    return 0;
}

std::string exit_words(const explorer::OutcomeFound& outcome) {
    if (outcome.stuck) return "stuck";
    switch (outcome.kind) {
        case OutcomeKind::Exit:
            return "exit " + std::to_string(outcome.code);
        case OutcomeKind::Abort:
            return "abort";
        case OutcomeKind::Trap:
            return "trap";
        case OutcomeKind::Uncaught:
            return "uncaught";
        default:
            return "invalid";
    }
}

std::string count_words(uint64_t count, const char* noun) {
    return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace

Visibility visibility_of(const Program& program) {
    Visibility visibility;
    const dwarf::DebugInfo& debug = *program.debug;
    const wasm::Module& module = *program.module;
    visibility.library_functions.resize(module.functions.size(), false);
    visibility.freeing_functions.resize(module.functions.size(), false);
    visibility.frames.resize(module.functions.size());
    // Optimised code keeps variables in locals, described by location lists: then nothing is known of frames.
    auto is_empty = [&](std::string_view name) {
        const wasm::CustomSection* section = module.find_custom_section(name);
        return section == nullptr || section->contents.size() == 0;
    };
    const bool in_memory = is_empty(".debug_loclists") && is_empty(".debug_loc");
    for (const dwarf::Function& function : debug.functions()) {
        if (function.index.value >= visibility.library_functions.size()) continue;
        const uint32_t index = function.index.value;
        visibility.library_functions[index] = is_library(function);
        visibility.freeing_functions[index] = is_library(function) && is_freeing(function);
        for (const LargeAtomic& large : LargeAtomics) {
            if (function.name == large.name) visibility.atomic_functions.emplace(index, large.what);
        }
        if (in_memory && function.is_user) {
            visibility.frames[index] = {frame_local(debug, function),
                                        frame_size(module, module.functions[index])};
        }
    }
    if (!module.memories.empty()) {
        visibility.static_end = static_cast<uint32_t>(std::min<uint64_t>(
            uint64_t{module.memories[0].type.limits.minimum} * wasm::PageSize, UINT32_MAX));
    }
    for (const std::vector<dwarf::Object>* all : {&debug.objects(), &debug.guards()}) {
        for (const dwarf::Object& object : *all) {
            if (object.size == 0) continue;
            visibility.exceptions.push_back(
                {object.address.value, object.address.value + object.size});
        }
    }
    // The first global of a module that wasm-ld linked is the stack pointer; it begins at the stack's upper end.
    if (module.globals.size() > module.imported_globals) {
        const wasm::ConstantExpression& initial = module.globals[module.imported_globals].initial;
        if (initial.opcode == wasm::Opcode::I32Const) {
            visibility.stack_pointer = module.imported_globals;
            const auto top = static_cast<uint32_t>(initial.bits);
            visibility.main_stack = {top < MainStackBytes ? 0 : top - MainStackBytes, top};
            visibility.exceptions.push_back(visibility.main_stack);
        }
    }
    std::sort(
        visibility.exceptions.begin(), visibility.exceptions.end(),
        [](const Visibility::Range& a, const Visibility::Range& b) { return a.begin < b.begin; });
    return visibility;
}

const char* verdict_name(Verdict verdict) {
    switch (verdict) {
        case Verdict::Proved:
            return "proved";
        case Verdict::Bug:
            return "bug";
        case Verdict::Budget:
            return "budget";
    }
    return "budget";
}

base::Result<std::unique_ptr<ExploreRun>> ExploreRun::create(const Program& program,
                                                             const ExploreSettings& settings) {
    std::unique_ptr<ExploreRun> run(new ExploreRun(program));
    run->m_settings = settings;
    auto made =
        explorer::Exploration::create(program.module, settings.options, visibility_of(program));
    if (!made) return made.error();
    run->m_exploration = std::move(made).value();
    return run;
}

bool ExploreRun::run(uint64_t executions) {
    const uint64_t allowed = std::min(executions, m_settings.budget_executions - m_done);
    if (allowed == 0) return false;
    if (m_settings.stop_at_bug) return run_to_bug(allowed);
    m_done += allowed;
    return m_exploration->run(allowed) && m_done < m_settings.budget_executions;
}

bool ExploreRun::run_to_bug(uint64_t executions) {
    for (uint64_t i = 0; i < executions; ++i) {
        if (!m_exploration->bugs().empty()) return false;
        ++m_done;
        if (!m_exploration->run(1)) return false;
    }
    return m_exploration->bugs().empty() && m_done < m_settings.budget_executions;
}

std::optional<double> ExploreRun::estimate() const {
    const explorer::ExplorationCounts& counts = m_exploration->counts();
    const auto seen = static_cast<double>(counts.executions + counts.stuck);
    if (m_exploration->is_done())
        return m_exploration->is_complete() ? std::optional(seen) : std::nullopt;
    const double progress = m_exploration->progress();
    if (progress <= 0) return std::nullopt;
    return seen / progress;
}

Verdict ExploreRun::verdict() const {
    if (!m_exploration->bugs().empty()) return Verdict::Bug;
    return m_exploration->is_complete() ? Verdict::Proved : Verdict::Budget;
}

void ExploreRun::write(base::JsonWriter& json, double seconds) {
    const explorer::ExplorationCounts& counts = m_exploration->counts();
    json.begin_object().key("verdict").value(verdict_name(verdict()));
    json.key("complete").value(m_exploration->is_complete());
    json.key("summary").value(summary());
    json.key("executions")
        .value(counts.executions)
        .key("blocked")
        .value(counts.stuck + counts.pruned);
    json.key("stuck").value(counts.stuck).key("pruned").value(counts.pruned);
    json.key("redundant").value(counts.redundant).key("tooLong").value(counts.too_long);
    json.key("runaway").value(counts.runaway).key("events").value(counts.events);
    json.key("longest").value(counts.longest).key("restarts").value(counts.restarts);
    json.key("threads").value(counts.threads);
    json.key("progress").value(m_exploration->progress());
    json.key("estimate");
    if (const std::optional<double> all = estimate()) {
        json.value(*all);
    } else {
        json.null();
    }
    json.key("outcomes").begin_array();
    write_outcomes(json);
    json.end_array().key("bugs").begin_array();
    write_bugs(json);
    json.end_array().key("bounds").begin_object();
    const explorer::ExplorationOptions& options = m_exploration->options();
    json.key("eventsPerExecution").value(options.events_per_execution);
    json.key("executions").value(m_settings.budget_executions);
    json.key("spuriousWakeups")
        .value(options.execution.spurious_wakeups ? "one in each thread" : "none");
    json.key("memoryModel").value("sequential consistency");
    json.end_object().key("seconds").value(seconds).end_object();
}

void ExploreRun::write_outcomes(base::JsonWriter& json) const {
    for (const explorer::OutcomeFound& outcome : m_exploration->outcomes()) {
        json.begin_object()
            .key("output")
            .value(outcome.output)
            .key("end")
            .value(exit_words(outcome));
        json.key("exit").value(outcome.code).key("count").value(outcome.count);
        json.key("switches").value(outcome.witness.switches);
        json.key("schedule").value(schedule_text(outcome.witness.segments)).end_object();
    }
}

// Races between the same two lines are one bug to a reader.
void ExploreRun::write_bugs(base::JsonWriter& json) {
    std::set<std::string> told;
    for (const explorer::Bug& bug : m_exploration->bugs()) {
        BugReport report = report_of(m_program, m_exploration->options(), bug);
        if (!told.insert(report.message).second) continue;
        json.begin_object().key("kind").value(explorer::bug_kind_name(bug.kind));
        json.key("message").value(report.message).key("count").value(bug.executions());
        json.key("switches").value(bug.witness.switches);
        json.key("schedule").value(schedule_text(bug.witness.segments));
        json.key("locations").begin_array();
        for (const BugPlace& place : report.places) {
            json.begin_object()
                .key("thread")
                .value(place.thread.value)
                .key("line")
                .value(place.line);
            json.key("what").value(place.what).key("stack").begin_array();
            for (const auto& [function, line] : place.stack) {
                json.begin_object()
                    .key("function")
                    .value(function)
                    .key("line")
                    .value(line)
                    .end_object();
            }
            json.end_array().end_object();
        }
        json.end_array().end_object();
    }
}

std::string ExploreRun::summary() const {
    const explorer::ExplorationCounts& counts = m_exploration->counts();
    const uint64_t seen = counts.executions + counts.stuck;
    std::string text;
    if (m_exploration->is_complete()) {
        text = seen == 1 ? "There is one execution; it was seen."
                         : "All " + std::to_string(seen) + " different executions were seen.";
    } else {
        text = count_words(seen, "execution") + " seen; there are more.";
    }
    const size_t bugs = m_exploration->bugs().size();
    if (bugs == 0) {
        text += m_exploration->is_complete()
                    ? " Proved: no data race, no deadlock, no failed assertion in any interleaving."
                    : " Nothing wrong so far.";
    }
    if (m_exploration->options().execution.spurious_wakeups) {
        text += " Waits on condition variables could wake up spuriously, once in each thread.";
    }
    if (counts.too_long != 0) {
        text += " " + count_words(counts.too_long, "execution") + " had more than " +
                std::to_string(m_exploration->options().events_per_execution) + " events, or " +
                std::to_string(explorer::OptimalDpor::MostInARow) +
                " of one thread while others could have gone on, and were cut.";
    }
    return text;
}

}  // namespace interleave::session
