// libFuzzer's entry: what is a module is instantiated and run, in each of the three ways that the interpreter has.
// Built by clang where INTERLEAVE_SANITIZE has "fuzzer":
//
//   cmake -S . -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DINTERLEAVE_SANITIZE=fuzzer,address,undefined
//   ninja -C build/fuzz fuzz_machine && build/fuzz/tests/unit/machine/fuzz_machine -max_len=4096 <folder of modules>
//
// Whatever a valid module does, the fast loop, the loop with a probe and single instructions end in the same way with
// the same state.

#include <algorithm>
#include <cstdlib>

#include "machine/instantiate.hpp"
#include "machine/invoke.hpp"
#include "machine/state_hash.hpp"
#include "wasm/validator.hpp"

using namespace interleave;

namespace {

constexpr uint64_t MostInstructions = 4000;
constexpr size_t MostFunctions = 4;

void require(bool holds) {
    if (!holds) std::abort();
}

class SeesEverything : public machine::Probe {
public:
    machine::ProbeAnswer on_access(const machine::Thread&, const machine::Access&) override {
        return machine::ProbeAnswer::Continue;
    }
};

struct End {
    machine::Outcome outcome;
    uint64_t state = 0;
};

// Imports are what the module wants them to be, and hold zeros.
std::optional<machine::External> made_for(machine::Store& store, const wasm::Module& module,
                                          const wasm::Import& import) {
    auto if_made = [](auto made) -> std::optional<machine::External> {
        if (made) return *made;
        return std::nullopt;
    };
    switch (import.kind) {
        case wasm::ExternalKind::Function:
            return store.add_host_function("host", module.type_of({import.index}));
        case wasm::ExternalKind::Table:
            return if_made(store.add_table(module.tables[import.index].type));
        case wasm::ExternalKind::Memory:
            return if_made(store.add_memory(module.memories[import.index].type));
        case wasm::ExternalKind::Global:
            return store.add_global(module.globals[import.index].type, 0);
        case wasm::ExternalKind::Tag:
            return store.add_tag(module.types[module.tags[import.index].type_index]);
    }
    return std::nullopt;
}

// Nothing if there is no such function, or no instance.
std::optional<End> run(const wasm::ModulePointer& module, std::string_view name,
                       const machine::RunOptions& options) {
    machine::StoreLimits limits;
    limits.memory_bytes = 2 * wasm::PageSize;
    limits.table_elements = 1000;
    limits.frames = 100;
    limits.slots = 10'000;
    machine::Store store(limits);
    auto made = machine::instantiate(store, module, [&](const wasm::Import& import) {
        return made_for(store, *module, import);
    });
    if (!made || made->trap != machine::TrapKind::None) return std::nullopt;
    auto found = machine::find_export(store, made->instance, name);
    if (!found) return std::nullopt;
    const auto* function = std::get_if<machine::FunctionReference>(&*found);
    if (function == nullptr) return std::nullopt;
    std::vector<machine::Slot> zeros(store.type_of(*function).parameters.size());
    End end;
    end.outcome = machine::invoke(store, *function, zeros, {}, options);
    end.state = machine::hash_store(store);
    return end;
}

void compare(const End& one, const End& other) {
    require(one.outcome.stop.reason == other.outcome.stop.reason);
    require(one.outcome.stop.trap == other.outcome.stop.trap);
    require(one.state == other.state);
    // Of an operation that traps, single instructions have executed the first ones.
    if (one.outcome.stop.reason != machine::StopReason::Trap)
        require(one.outcome.executed == other.outcome.executed);
    require(one.outcome.results == other.outcome.results);
}

void run_in_all_ways(const wasm::ModulePointer& module, std::string_view name) {
    machine::RunOptions options;
    options.instructions = MostInstructions;
    std::optional<End> plain = run(module, name, options);
    if (!plain) return;
    SeesEverything probe;
    options.probe = &probe;
    std::optional<End> probed = run(module, name, options);
    require(probed.has_value());
    compare(*plain, *probed);
    options.probe = nullptr;
    options.granularity = machine::Granularity::Instruction;
    // A budget may have ended after more: several instructions are one operation.
    bool is_trap = plain->outcome.stop.reason == machine::StopReason::Trap;
    options.instructions =
        is_trap ? UINT64_MAX : std::max(plain->outcome.executed, MostInstructions);
    std::optional<End> stepped = run(module, name, options);
    require(stepped.has_value());
    compare(*plain, *stepped);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    base::Result<wasm::ModulePointer> module = wasm::load({data, data + size});
    if (!module.ok()) return 0;
    size_t functions = 0;
    for (const wasm::Export& exported : (*module)->exports) {
        if (++functions > MostFunctions) break;
        run_in_all_ways(*module, exported.name);
    }
    return 0;
}
