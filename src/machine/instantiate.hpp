#pragma once
// Module to instance (core spec, 4.5.4).

#include <functional>
#include <optional>
#include <string_view>

#include "base/result.hpp"
#include "machine/reference.hpp"
#include "machine/store.hpp"
#include "machine/trap.hpp"

namespace interleave::machine {

// What to give for an import; nullopt if there is nothing of that name.
using ImportLookup = std::function<std::optional<External>(const wasm::Import&)>;

struct Instantiation {
    InstanceId instance;
    // An active segment did not fit: the instance must not be used, but what earlier segments wrote to
    // imported memories and tables stays (4.5.4, note).
    TrapKind trap = TrapKind::None;
    // The start function: the caller runs it on a thread before anything else of the instance.
    std::optional<FunctionReference> start;
};

// REQUIRES: `module` is valid (wasm::load or wasm::validate).
// Errors ("unknown import", "incompatible import type") have the import's offset in the module.
base::Result<Instantiation> instantiate(Store& store, const wasm::ModulePointer& module,
                                        const ImportLookup& lookup);

// Another instance of the same module with the same imports: the instance of a new guest thread. With a memory it gets
// that one in place of the imported one: the first instance of a new guest process.
base::Result<Instantiation> instantiate_again(Store& store, InstanceId prototype,
                                              std::optional<MemoryId> memory = std::nullopt);

// nullopt if the instance exports nothing of that name.
std::optional<External> find_export(const Store& store, InstanceId instance, std::string_view name);

}  // namespace interleave::machine
