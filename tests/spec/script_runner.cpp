#include "script_runner.hpp"

#include <fstream>
#include <iterator>

#include "deviations.hpp"
#include "values.hpp"
#include "wasm/validator.hpp"

namespace interleave::test {

namespace {

using Kind = Command::Kind;
using machine::StopReason;
using machine::TrapKind;

constexpr const char* TextFormat =
    "text format: we take binary modules only, so this would test wast2json";

std::string describe_stop(const machine::Outcome& outcome) {
    switch (outcome.stop.reason) {
        case StopReason::Finished:
            return "returned " + describe(outcome.results);
        case StopReason::Trap:
            return "trap: " + std::string(machine::describe(outcome.stop.trap));
        case StopReason::UncaughtException:
            return "uncaught exception";
        default:
            return "stopped for another reason";
    }
}

}  // namespace

std::vector<uint8_t> read_bytes(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    INTERLEAVE_ASSERT(stream.good());
    return {std::istreambuf_iterator<char>(stream), {}};
}

void ScriptRunner::run(const Script& script) {
    m_script = script.name;
    for (const Command& command : script.commands) {
        Totals& totals = command.is_assertion() ? m_report.assertions : m_report.others;
        std::string place = script.name + ":" + std::to_string(command.line) + ": ";
        const Deviation* skip = skip_of(script.name, command.line);
        if (skip != nullptr || command.is_text_module) {
            ++totals.skipped;
            m_report.skips.push_back(place + (skip ? std::string(skip->reason) : TextFormat));
            continue;
        }
        std::string failure = execute(command);
        ++(failure.empty() ? totals.passed : totals.failed);
        if (!failure.empty()) m_report.failures.push_back(place + failure);
    }
}

std::string ScriptRunner::execute(const Command& command) {
    switch (command.kind) {
        case Kind::Module:
            return module(command);
        case Kind::Register:
            return register_module(command);
        case Kind::Action: {
            base::Result<machine::Outcome> outcome = act(command.action);
            if (!outcome) return outcome.error().message;
            return outcome->stop.reason == StopReason::Finished ? "" : describe_stop(*outcome);
        }
        case Kind::AssertReturn:
            return assert_return(command);
        case Kind::AssertTrap:
            return assert_stop(command, StopReason::Trap);
        case Kind::AssertExhaustion:
            return assert_stop(command, StopReason::Trap);
        case Kind::AssertException:
            return assert_stop(command, StopReason::UncaughtException);
        case Kind::AssertInvalid:
        case Kind::AssertMalformed:
            return assert_refused(command);
        case Kind::AssertUnlinkable:
            return assert_unlinkable(command);
        case Kind::AssertUninstantiable:
            return assert_uninstantiable(command);
    }
    return "no such command";
}

std::string ScriptRunner::module(const Command& command) {
    base::Result<wasm::ModulePointer> loaded = wasm::load(read_bytes(command.module_file));
    if (!loaded) return "refused: " + loaded.error().message;
    base::Result<Instantiated> made = instantiate(*loaded);
    if (!made) return "not instantiated: " + made.error().message;
    if (made->trap != TrapKind::None) return "trap: " + std::string(machine::describe(made->trap));
    if (!made->failure.empty()) return made->failure;
    m_current = made->instance;
    if (!command.name.empty()) m_named[command.name] = made->instance;
    return "";
}

std::string ScriptRunner::register_module(const Command& command) {
    std::optional<machine::InstanceId> instance = find_module(command.name);
    if (!instance) return "no module " + command.name;
    m_registered[command.register_as] = *instance;
    return "";
}

std::string ScriptRunner::assert_return(const Command& command) {
    base::Result<machine::Outcome> outcome = act(command.action);
    if (!outcome) return outcome.error().message;
    bool right =
        outcome->stop.reason == StopReason::Finished && matches(command.expected, outcome->results);
    if (right) return "";
    return "expected " + describe(command.expected) + ", but " + describe_stop(*outcome);
}

std::string ScriptRunner::assert_stop(const Command& command, StopReason reason) {
    base::Result<machine::Outcome> outcome = act(command.action);
    if (!outcome) return outcome.error().message;
    if (outcome->stop.reason != reason) {
        return "expected " + command.text + ", but " + describe_stop(*outcome);
    }
    if (reason != StopReason::Trap) return "";
    // "uninitialized element 2": the reference interpreter adds the index.
    std::string actual(machine::describe(outcome->stop.trap));
    return says(actual, command.text) || says(command.text, actual)
               ? ""
               : "expected " + command.text + ", but " + actual;
}

std::string ScriptRunner::assert_refused(const Command& command) {
    base::Result<wasm::ModulePointer> loaded = wasm::load(read_bytes(command.module_file));
    if (loaded) return "accepted, but expected " + command.text;
    return compare(loaded.error().message, command);
}

std::string ScriptRunner::assert_unlinkable(const Command& command) {
    base::Result<wasm::ModulePointer> loaded = wasm::load(read_bytes(command.module_file));
    if (!loaded) return "refused: " + loaded.error().message;
    base::Result<Instantiated> made = instantiate(*loaded);
    if (made) return "linked, but expected " + command.text;
    return compare(made.error().message, command);
}

std::string ScriptRunner::assert_uninstantiable(const Command& command) {
    base::Result<wasm::ModulePointer> loaded = wasm::load(read_bytes(command.module_file));
    if (!loaded) return "refused: " + loaded.error().message;
    base::Result<Instantiated> made = instantiate(*loaded);
    if (!made) return "not linked: " + made.error().message;
    if (made->trap == TrapKind::None) return "instantiated, but expected " + command.text;
    return compare(std::string(machine::describe(made->trap)), command);
}

std::string ScriptRunner::compare(const std::string& actual, const Command& command) {
    if (says(actual, command.text)) return "";
    const Deviation* wording = wording_of(m_script, command.line);
    if (wording != nullptr && actual.rfind(wording->ours, 0) == 0) {
        ++m_report.worded_differently;
        return "";
    }
    return "expected \"" + command.text + "\", but it says \"" + actual + "\"";
}

base::Result<machine::Outcome> ScriptRunner::act(const Action& action) {
    std::optional<machine::InstanceId> instance = find_module(action.module);
    if (!instance) return base::Error{"no module " + action.module};
    std::optional<machine::External> found = machine::find_export(m_store, *instance, action.field);
    if (!found) return base::Error{"no export " + action.field};
    if (action.kind == Action::Kind::Get) {
        const auto* global = std::get_if<machine::GlobalId>(&*found);
        if (global == nullptr) return base::Error{action.field + " is no global"};
        machine::Outcome outcome;
        outcome.stop.reason = StopReason::Finished;
        outcome.results = {m_store.global_value(*global)};
        return outcome;
    }
    const auto* function = std::get_if<machine::FunctionReference>(&*found);
    if (function == nullptr) return base::Error{action.field + " is no function"};
    std::vector<machine::Slot> arguments;
    for (const Value& value : action.arguments) arguments.push_back(value.bits);
    return machine::invoke(m_store, *function, arguments);
}

base::Result<ScriptRunner::Instantiated> ScriptRunner::instantiate(
    const wasm::ModulePointer& module) {
    auto lookup = [this](const wasm::Import& import) { return find_import(import); };
    base::Result<machine::Instantiation> made = machine::instantiate(m_store, module, lookup);
    if (!made) return made.error();
    Instantiated result{made->instance, made->trap, ""};
    if (made->trap != TrapKind::None || !made->start) return result;
    machine::Outcome outcome = machine::invoke(m_store, *made->start, {});
    if (outcome.stop.reason == StopReason::Trap) {
        result.trap = outcome.stop.trap;
    } else if (outcome.stop.reason != StopReason::Finished) {
        result.failure = "start function: " + describe_stop(outcome);
    }
    return result;
}

std::optional<machine::External> ScriptRunner::find_import(const wasm::Import& import) const {
    auto registered = m_registered.find(import.module);
    if (registered != m_registered.end()) {
        return machine::find_export(m_store, registered->second, import.name);
    }
    if (import.module == "spectest") return m_spectest.find(import.name);
    return std::nullopt;
}

std::optional<machine::InstanceId> ScriptRunner::find_module(const std::string& name) const {
    if (name.empty()) return m_current;
    auto named = m_named.find(name);
    if (named == m_named.end()) return std::nullopt;
    return named->second;
}

}  // namespace interleave::test
