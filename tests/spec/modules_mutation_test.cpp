// The modules of the official scripts, damaged: parser and validator decide every one with a reason.

#include <gtest/gtest.h>

#include "conversion.hpp"
#include "json_script.hpp"
#include "mutate.hpp"
#include "script_runner.hpp"
#include "wasm/validator.hpp"

using namespace interleave;

namespace {

// Small modules mutate to more interesting ones than large ones, whose damage mostly hits a constant.
constexpr size_t MaxSeedBytes = 4096;

std::vector<std::vector<uint8_t>> official_modules() {
    std::vector<std::vector<uint8_t>> modules;
    for (const std::filesystem::path& path : test::scripts_of("core")) {
        auto json = test::convert(path, "", test::output_folder("mutation"));
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

}  // namespace

TEST(SpecMutation, bad_modules_of_40000_mutations_are_decided_with_a_reason_and_a_position) {
    if (test::scripts_of("core").empty()) GTEST_SKIP() << test::how_to_get("core");
    std::vector<std::vector<uint8_t>> seeds = official_modules();
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
