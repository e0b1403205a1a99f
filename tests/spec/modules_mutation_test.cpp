// The modules of the official scripts, damaged: parser and validator decide every one with a reason, and what they let
// through the machine can run.

#include <gtest/gtest.h>

#include "conversion.hpp"
#include "exchange.hpp"
#include "json_script.hpp"
#include "mutate.hpp"
#include "script_runner.hpp"
#include "spectest.hpp"
#include "wasm/validator.hpp"

using namespace interleave;

namespace {

// Small modules mutate to more interesting ones than large ones, whose damage mostly hits a constant.
constexpr size_t MaxSeedBytes = 4096;

// Each test converts into a folder of its own: ctest may run them at the same time.
std::vector<std::vector<uint8_t>> official_modules(std::string_view purpose) {
    std::vector<std::vector<uint8_t>> modules;
    for (const std::filesystem::path& path : test::scripts_of("core")) {
        auto json =
            test::convert(path, "", test::output_folder("mutation-" + std::string(purpose)));
        if (!json) continue;
        auto script = test::read_json_script(*json, path.filename().string());
        if (!script) continue;
        for (const test::Command& command : script->commands) {
            if (command.kind != test::Command::Kind::Module) continue;
            std::vector<uint8_t> bytes = test::read_bytes(command.module_file);
            if (bytes.size() <= MaxSeedBytes) modules.push_back(std::move(bytes));
        }
    }
    return modules;
}

// Small enough that a mutation cannot make the test slow, large enough for what the scripts do.
constexpr machine::StoreLimits SmallStore = {
    .memory_bytes = 16u << 20, .table_elements = 100'000, .frames = 1'000, .slots = 1u << 16};
constexpr uint64_t Budget = 20'000;  // instructions of one call

// Calls everything that a module exports, with zeros. The number of calls that ended in some way.
int run_exports(const wasm::ModulePointer& module) {
    machine::Store store(SmallStore);
    test::Spectest spectest(store);
    auto lookup = [&](const wasm::Import& import) { return spectest.find(import.name); };
    base::Result<machine::Instantiation> made = machine::instantiate(store, module, lookup);
    if (!made || made->trap != machine::TrapKind::None) return 0;
    int calls = 0;
    for (const wasm::Export& entry : module->exports) {
        auto external = machine::find_export(store, made->instance, entry.name);
        const auto* function =
            external ? std::get_if<machine::FunctionReference>(&*external) : nullptr;
        if (function == nullptr) continue;
        std::vector<machine::Slot> zeros(store.type_of(*function).parameters.size());
        machine::RunOptions options;
        options.instructions = Budget;
        machine::Outcome outcome = machine::invoke(store, *function, zeros, {}, options);
        EXPECT_LE(outcome.executed, Budget + 1'000);
        ++calls;
    }
    return calls;
}

}  // namespace

TEST(SpecMutation, modules_with_exchanged_instructions_run_within_their_budget) {
    if (test::scripts_of("core").empty()) GTEST_SKIP() << test::how_to_get("core");
    test::Mutator mutator(20261123);
    int calls = 0;
    for (std::vector<uint8_t>& seed : official_modules("run")) {
        base::Result<wasm::ModulePointer> original = wasm::load(std::move(seed));
        ASSERT_TRUE(original.ok());
        for (int variant = 0; variant < 10; ++variant) {
            auto module = wasm::load(test::exchange_instructions(**original, mutator));
            if (module.ok()) calls += run_exports(*module);
        }
    }
    EXPECT_GT(calls, 20'000);
}

TEST(SpecMutation, bad_modules_of_40000_mutations_are_decided_with_a_reason_and_a_position) {
    if (test::scripts_of("core").empty()) GTEST_SKIP() << test::how_to_get("core");
    std::vector<std::vector<uint8_t>> seeds = official_modules("refuse");
    ASSERT_GT(seeds.size(), 1000u);
    test::Mutator mutator(20261122);
    int refused = 0;
    for (size_t round = 0; round < 40'000; ++round) {
        const auto& seed = seeds[round % seeds.size()];
        const auto& other = seeds[(round * 7 + 3) % seeds.size()];
        std::vector<uint8_t> module = mutator.mutate(seed, other);
        size_t size = module.size();
        base::Result<wasm::ModulePointer> result = wasm::load(std::move(module));
        if (result.ok()) continue;
        ++refused;
        ASSERT_FALSE(result.error().message.empty()) << "round " << round;
        ASSERT_LE(result.error().position, size) << "round " << round;
    }
    EXPECT_GT(refused, 20'000);
    EXPECT_LT(refused, 40'000);
}
