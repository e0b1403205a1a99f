#pragma once
// Executes a script's commands on a store of its own.

#include <map>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "machine/instantiate.hpp"
#include "machine/invoke.hpp"
#include "report.hpp"
#include "script.hpp"
#include "spectest.hpp"
#include "wasm/module.hpp"

namespace interleave::test {

class ScriptRunner {
public:
    // `report` gets what every command came to, and outlives this.
    explicit ScriptRunner(Report& report) : m_report(report), m_spectest(m_store) {}

    void run(const Script& script);

private:
    // "" if the command did what it should, else what happened instead.
    std::string execute(const Command& command);
    std::string module(const Command& command);
    std::string register_module(const Command& command);
    std::string assert_return(const Command& command);
    std::string assert_stop(const Command& command, machine::StopReason reason);
    std::string assert_refused(const Command& command);
    std::string assert_unlinkable(const Command& command);
    std::string assert_uninstantiable(const Command& command);

    // An error's message is what the script expects, or what deviations.cpp knows of.
    std::string compare(const std::string& actual, const Command& command);

    base::Result<machine::Outcome> act(const Action& action);
    struct Instantiated {
        machine::InstanceId instance;
        machine::TrapKind trap = machine::TrapKind::None;
        // Of a start function that did not finish.
        std::string failure;
    };
    base::Result<Instantiated> instantiate(const wasm::ModulePointer& module);
    std::optional<machine::External> find_import(const wasm::Import& import) const;
    std::optional<machine::InstanceId> find_module(const std::string& name) const;

    Report& m_report;
    std::string m_script;
    machine::Store m_store;
    Spectest m_spectest;
    std::optional<machine::InstanceId> m_current;
    std::map<std::string, machine::InstanceId, std::less<>> m_named;       // "$M"
    std::map<std::string, machine::InstanceId, std::less<>> m_registered;  // import names
};

// The bytes of a file. REQUIRES: it can be read
std::vector<uint8_t> read_bytes(const std::filesystem::path& file);

}  // namespace interleave::test
