#pragma once
// The Store (core spec, 4.2.3): everything that instances own or share. Plain data; nothing runs here.
//
// Thread safety: none. A store belongs to one host thread; explorers give each worker its own store
// (modules are shared, they never change).
//
// Invariants:
// 1. ids are indices that stay valid for the store's life; restoring a snapshot may take away instances
//    that were added after it;
// 2. `generation` changes whenever instances, tables or dropped segments change, so that a snapshot
//    copies these rarely changing parts only when it must.

#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "machine/memory.hpp"
#include "machine/program.hpp"
#include "machine/reference.hpp"
#include "wasm/module.hpp"

namespace interleave::machine {

// What a run may use. Reaching a limit is a trap or a failed grow, never an internal error.
struct StoreLimits {
    uint64_t memory_bytes = uint64_t{1} << 31;  // of one memory
    uint32_t table_elements = 10'000'000;       // of one table
    uint32_t frames = 50'000;                   // of one thread's call stack
    uint32_t slots = 1u << 20;                  // of one thread: locals and operands of all frames
};

struct HostFunction {
    std::string name;  // for messages
    wasm::FunctionType type;
    TypeId type_id;
};

struct Global {
    wasm::GlobalType type;
};

struct Table {
    wasm::TableType type;
    // Shared with snapshots; `Store::writable_table` copies when it is.
    std::shared_ptr<std::vector<Slot>> elements;
    // Since instantiation: only then do hashes of the state look at it.
    bool is_modified = false;
};

struct Tag {
    wasm::FunctionType type;
    TypeId type_id;
};

// One instance of a module. A guest thread has an instance of its own (as in wasi-threads), which
// shares memory with the others and has its own globals and table.
struct Instance {
    static constexpr uint32_t NoMemory = UINT32_MAX;

    Program* program = nullptr;
    std::vector<External> imports;             // in the module's order
    std::vector<FunctionReference> functions;  // the imported ones
    std::vector<GlobalId> imported_globals;
    uint32_t first_global = 0;  // defined global i is GlobalId{first_global + i}
    std::vector<TableId> tables;
    uint32_t memory = NoMemory;  // MemoryId's value
    std::vector<TagId> tags;
    std::vector<bool> dropped_elements;
    std::vector<bool> dropped_data;
};

class Store {
public:
    explicit Store(StoreLimits limits = {});
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    const StoreLimits& limits() const { return m_limits; }

    // Things that the host offers to instances.
    FunctionReference add_host_function(std::string name, wasm::FunctionType type);
    base::Result<MemoryId> add_memory(const wasm::MemoryType& type);
    base::Result<TableId> add_table(const wasm::TableType& type, Slot initial = NullReference);
    GlobalId add_global(const wasm::GlobalType& type, Slot value);
    TagId add_tag(const wasm::FunctionType& type);

    const HostFunction& host_function(FunctionReference reference) const;
    Memory& memory(MemoryId id) { return *m_memories[id.value]; }
    const Memory& memory(MemoryId id) const { return *m_memories[id.value]; }
    uint32_t memory_count() const { return static_cast<uint32_t>(m_memories.size()); }
    const Global& global(GlobalId id) const { return m_globals[id.value]; }
    Slot& global_value(GlobalId id) { return m_global_values[id.value]; }
    Slot global_value(GlobalId id) const { return m_global_values[id.value]; }
    Table& table(TableId id) { return m_tables[id.value]; }
    const Table& table(TableId id) const { return m_tables[id.value]; }
    uint32_t table_count() const { return static_cast<uint32_t>(m_tables.size()); }
    // The elements, no longer shared with any snapshot.
    std::vector<Slot>& writable_table(TableId id);
    const Tag& tag(TagId id) const { return m_tags[id.value]; }
    Instance& instance(InstanceId id) { return m_instances[id.value]; }
    const Instance& instance(InstanceId id) const { return m_instances[id.value]; }
    uint32_t instance_count() const { return static_cast<uint32_t>(m_instances.size()); }
    InstanceId add_instance(Instance instance);

    // The memory of an instance, nullptr if it has none.
    Memory* memory_of(InstanceId id) { return memory_of(m_instances[id.value]); }
    Memory* memory_of(const Instance& instance) {
        return instance.memory == Instance::NoMemory ? nullptr : m_memories[instance.memory].get();
    }
    GlobalId global_of(InstanceId id, uint32_t index) const;
    // The function at this index of the instance's index space; never an import of an import.
    FunctionReference function_of(InstanceId id, uint32_t index) const;
    // A constant expression in the instance. REQUIRES: it is valid there
    Slot evaluate(InstanceId id, const wasm::ConstantExpression& expression) const;
    const wasm::FunctionType& type_of(FunctionReference reference) const;
    TypeId type_id_of(FunctionReference reference) const;

    // Code of the module in this store, made at the first call.
    Program& program(const wasm::ModulePointer& module);
    // Programs made from now on watch the mutable i32 global that is exported under this name.
    void watch_exported_global(std::string name) { m_watched_export = std::move(name); }
    TypeId intern(const wasm::FunctionType& type);
    const wasm::FunctionType& type(TypeId id) const { return m_types[id.value]; }

    // Invariant 2.
    uint64_t generation() const { return m_generation; }
    void changed() { ++m_generation; }

    // All memories, also those to come, keep what is overwritten there.
    void keep_in(Journal& journal);

    // For snapshots and hashes: all values of all globals, and the rarely changing parts.
    const std::vector<Slot>& global_values() const { return m_global_values; }
    std::vector<Slot>& global_values() { return m_global_values; }
    struct Structure {
        std::vector<Instance> instances;
        std::vector<Table> tables;
        std::vector<Global> globals;
        std::vector<wasm::MemoryType> memories;
        uint64_t generation = 0;
        size_t tag_count = 0;
    };
    Structure copy_structure() const;
    // Memories from index `kept_memories` on are made anew, full of zeros.
    void restore_structure(const Structure& structure, size_t kept_memories);

private:
    StoreLimits m_limits;
    std::vector<HostFunction> m_host_functions;
    std::vector<std::unique_ptr<Memory>> m_memories;
    std::vector<Global> m_globals;
    std::vector<Slot> m_global_values;
    std::vector<Table> m_tables;
    std::vector<Tag> m_tags;
    std::vector<Instance> m_instances;
    std::vector<std::unique_ptr<Program>> m_programs;
    std::string m_watched_export;
    Journal* m_journal = nullptr;
    std::vector<wasm::FunctionType> m_types;
    uint64_t m_generation = 0;
};

}  // namespace interleave::machine
