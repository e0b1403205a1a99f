#include "machine/instantiate.hpp"

#include <algorithm>

namespace interleave::machine {

namespace {

// Import matching (core spec, 4.5.2 and 3.2): the limits given must lie within the limits declared.
bool limits_match(const wasm::Limits& given, uint64_t given_size, const wasm::Limits& declared) {
    if (given_size < declared.minimum) return false;
    if (!declared.maximum) return true;
    return given.maximum && *given.maximum <= *declared.maximum;
}

bool matches(const Store& store, const wasm::Module& module, const wasm::Import& import,
             const External& given) {
    switch (import.kind) {
        case wasm::ExternalKind::Function: {
            const auto* function = std::get_if<FunctionReference>(&given);
            return function != nullptr &&
                   store.type_of(*function) == module.type_of({import.index});
        }
        case wasm::ExternalKind::Table: {
            const auto* id = std::get_if<TableId>(&given);
            if (id == nullptr) return false;
            const Table& table = store.table(*id);
            const wasm::TableType& declared = module.tables[import.index].type;
            return table.type.element == declared.element &&
                   limits_match(table.type.limits, table.elements->size(), declared.limits);
        }
        case wasm::ExternalKind::Memory: {
            const auto* id = std::get_if<MemoryId>(&given);
            if (id == nullptr) return false;
            const Memory& memory = store.memory(*id);
            const wasm::MemoryType& declared = module.memories[import.index].type;
            return memory.type().sharing == declared.sharing &&
                   limits_match(memory.type().limits, memory.guest_pages(), declared.limits);
        }
        case wasm::ExternalKind::Global: {
            const auto* id = std::get_if<GlobalId>(&given);
            return id != nullptr && store.global(*id).type == module.globals[import.index].type;
        }
        case wasm::ExternalKind::Tag: {
            const auto* id = std::get_if<TagId>(&given);
            const wasm::FunctionType& declared = module.types[module.tags[import.index].type_index];
            return id != nullptr && store.tag(*id).type == declared;
        }
    }
    return false;
}

std::string name_of(const wasm::Import& import) {
    return std::string(wasm::name_of(import.kind)) + " \"" + std::string(import.module) + "\" \"" +
           std::string(import.name) + "\"";
}

void take_import(Instance& instance, const External& given) {
    if (const auto* function = std::get_if<FunctionReference>(&given)) {
        instance.functions.push_back(*function);
    } else if (const auto* table = std::get_if<TableId>(&given)) {
        instance.tables.push_back(*table);
    } else if (const auto* memory = std::get_if<MemoryId>(&given)) {
        instance.memory = memory->value;
    } else if (const auto* global = std::get_if<GlobalId>(&given)) {
        instance.imported_globals.push_back(*global);
    } else {
        instance.tags.push_back(std::get<TagId>(given));
    }
}

base::Status add_definitions(Store& store, const wasm::Module& module, Instance& instance) {
    for (size_t i = module.imported_tables; i < module.tables.size(); ++i) {
        base::Result<TableId> table = store.add_table(module.tables[i].type);
        if (!table.ok()) return base::Error{table.error().message, module.tables[i].offset};
        instance.tables.push_back(*table);
    }
    for (size_t i = module.imported_memories; i < module.memories.size(); ++i) {
        base::Result<MemoryId> memory = store.add_memory(module.memories[i].type);
        if (!memory.ok()) return base::Error{memory.error().message, module.memories[i].offset};
        instance.memory = memory->value;
    }
    for (size_t i = module.imported_tags; i < module.tags.size(); ++i) {
        instance.tags.push_back(store.add_tag(module.types[module.tags[i].type_index]));
    }
    instance.dropped_elements.resize(module.elements.size());
    instance.dropped_data.resize(module.data.size());
    return base::Nothing{};
}

void add_globals(Store& store, const wasm::Module& module, InstanceId id) {
    store.instance(id).first_global = static_cast<uint32_t>(store.global_values().size());
    for (size_t i = module.imported_globals; i < module.globals.size(); ++i) {
        Slot value = store.evaluate(id, module.globals[i].initial);
        store.add_global(module.globals[i].type, value);
    }
}

// Like table.init and elem.drop for each active segment (4.5.4, step 12).
TrapKind apply_elements(Store& store, const wasm::Module& module, InstanceId id) {
    Instance& instance = store.instance(id);
    for (size_t i = 0; i < module.elements.size(); ++i) {
        const wasm::ElementSegment& segment = module.elements[i];
        if (segment.mode == wasm::SegmentMode::Passive) continue;
        instance.dropped_elements[i] = true;
        if (segment.mode == wasm::SegmentMode::Declarative) continue;
        std::vector<Slot>& elements = *store.table(instance.tables[segment.table]).elements;
        uint64_t at = static_cast<uint32_t>(store.evaluate(id, segment.position));
        if (at + segment.items.size() > elements.size()) return TrapKind::OutOfBoundsTableAccess;
        for (const wasm::ConstantExpression& item : segment.items) {
            elements[at++] = store.evaluate(id, item);
        }
    }
    return TrapKind::None;
}

TrapKind apply_data(Store& store, const wasm::Module& module, InstanceId id) {
    Instance& instance = store.instance(id);
    for (size_t i = 0; i < module.data.size(); ++i) {
        const wasm::DataSegment& segment = module.data[i];
        if (segment.mode == wasm::SegmentMode::Passive) continue;
        instance.dropped_data[i] = true;
        auto at = static_cast<uint32_t>(store.evaluate(id, segment.position));
        if (!store.memory_of(id)->write(at, module.slice(segment.bytes))) {
            return TrapKind::OutOfBoundsMemoryAccess;
        }
    }
    return TrapKind::None;
}

// Imports of tables may be shared with snapshots: writes to them must not show there.
void unshare_tables(Store& store, const Instance& instance) {
    for (TableId id : instance.tables) {
        if (store.table(id).elements.use_count() > 1) (void)store.writable_table(id);
    }
}

base::Result<Instantiation> instantiate_with(Store& store, const wasm::ModulePointer& module,
                                             std::vector<External> imports) {
    Instance made;
    made.program = &store.program(module);
    for (const External& given : imports) take_import(made, given);
    made.imports = std::move(imports);
    base::Status added = add_definitions(store, *module, made);
    if (!added.ok()) return added.error();

    unshare_tables(store, made);
    InstanceId id = store.add_instance(std::move(made));
    add_globals(store, *module, id);
    Instantiation result{id};
    result.trap = apply_elements(store, *module, id);
    if (result.trap == TrapKind::None) result.trap = apply_data(store, *module, id);
    if (result.trap == TrapKind::None && module->start) {
        result.start = store.function_of(id, *module->start);
    }
    return result;
}

}  // namespace

base::Result<Instantiation> instantiate(Store& store, const wasm::ModulePointer& module,
                                        const ImportLookup& lookup) {
    std::vector<External> imports;
    for (const wasm::Import& import : module->imports) {
        std::optional<External> given = lookup ? lookup(import) : std::nullopt;
        if (!given) {
            return base::Error{"unknown import: the machine offers no " + name_of(import) +
                                   ". Remove the import or give the function a body.",
                               import.offset};
        }
        if (!matches(store, *module, import, *given)) {
            return base::Error{"incompatible import type: the machine's " + name_of(import) +
                                   " has another type than the module declares.",
                               import.offset};
        }
        imports.push_back(*given);
    }
    return instantiate_with(store, module, std::move(imports));
}

base::Result<Instantiation> instantiate_again(Store& store, InstanceId prototype,
                                              std::optional<MemoryId> memory) {
    const Instance& instance = store.instance(prototype);
    wasm::ModulePointer module = instance.program->module_pointer();
    std::vector<External> imports = instance.imports;
    for (External& given : imports) {
        if (memory && std::holds_alternative<MemoryId>(given)) given = *memory;
    }
    return instantiate_with(store, module, std::move(imports));
}

std::optional<External> find_export(const Store& store, InstanceId id, std::string_view name) {
    const Instance& instance = store.instance(id);
    for (const wasm::Export& candidate : instance.program->module().exports) {
        if (candidate.name != name) continue;
        switch (candidate.kind) {
            case wasm::ExternalKind::Function:
                return store.function_of(id, candidate.index);
            case wasm::ExternalKind::Table:
                return instance.tables[candidate.index];
            case wasm::ExternalKind::Memory:
                return MemoryId{instance.memory};
            case wasm::ExternalKind::Global:
                return store.global_of(id, candidate.index);
            case wasm::ExternalKind::Tag:
                return instance.tags[candidate.index];
        }
    }
    return std::nullopt;
}

}  // namespace interleave::machine
