#include "machine/store.hpp"

#include <algorithm>

#include "base/assert.hpp"

namespace interleave::machine {

Store::Store(StoreLimits limits) : m_limits(limits) {}
Store::~Store() = default;

FunctionReference Store::add_host_function(std::string name, wasm::FunctionType type) {
    TypeId type_id = intern(type);
    m_host_functions.push_back({std::move(name), std::move(type), type_id});
    return {FunctionReference::Host, static_cast<uint32_t>(m_host_functions.size() - 1)};
}

base::Result<MemoryId> Store::add_memory(const wasm::MemoryType& type) {
    if (uint64_t{type.limits.minimum} * wasm::PageSize > m_limits.memory_bytes) {
        return base::Error{"out of memory: the program wants " +
                           std::to_string(type.limits.minimum / 16) + " MiB, the limit is " +
                           std::to_string(m_limits.memory_bytes >> 20) +
                           " MiB. Lower the memory's initial size."};
    }
    m_memories.push_back(std::make_unique<Memory>(type, m_limits.memory_bytes));
    if (m_journal != nullptr) m_memories.back()->keep_in(*m_journal, memory_count() - 1);
    changed();
    return MemoryId{static_cast<uint32_t>(m_memories.size() - 1)};
}

base::Result<TableId> Store::add_table(const wasm::TableType& type, Slot initial) {
    if (type.limits.minimum > m_limits.table_elements) {
        return base::Error{"out of memory: the program wants a table of " +
                           std::to_string(type.limits.minimum) + " elements, the limit is " +
                           std::to_string(m_limits.table_elements) + ". Make the table smaller."};
    }
    auto elements = std::make_shared<std::vector<Slot>>(type.limits.minimum, initial);
    m_tables.push_back({type, std::move(elements)});
    changed();
    return TableId{static_cast<uint32_t>(m_tables.size() - 1)};
}

GlobalId Store::add_global(const wasm::GlobalType& type, Slot value) {
    m_globals.push_back({type});
    m_global_values.push_back(value);
    changed();
    return GlobalId{static_cast<uint32_t>(m_globals.size() - 1)};
}

TagId Store::add_tag(const wasm::FunctionType& type) {
    TypeId type_id = intern(type);
    m_tags.push_back({type, type_id});
    return TagId{static_cast<uint32_t>(m_tags.size() - 1)};
}

const HostFunction& Store::host_function(FunctionReference reference) const {
    INTERLEAVE_ASSERT(reference.is_host() && reference.function < m_host_functions.size());
    return m_host_functions[reference.function];
}

std::vector<Slot>& Store::writable_table(TableId id) {
    Table& table = m_tables[id.value];
    if (table.elements.use_count() > 1) {
        table.elements = std::make_shared<std::vector<Slot>>(*table.elements);
    }
    table.is_modified = true;
    changed();
    return *table.elements;
}

InstanceId Store::add_instance(Instance instance) {
    m_instances.push_back(std::move(instance));
    changed();
    return InstanceId{static_cast<uint32_t>(m_instances.size() - 1)};
}

GlobalId Store::global_of(InstanceId id, uint32_t index) const {
    const Instance& instance = m_instances[id.value];
    auto imported = static_cast<uint32_t>(instance.imported_globals.size());
    if (index < imported) return instance.imported_globals[index];
    return GlobalId{instance.first_global + index - imported};
}

FunctionReference Store::function_of(InstanceId id, uint32_t index) const {
    const Instance& instance = m_instances[id.value];
    if (index < instance.functions.size()) return instance.functions[index];
    return {id, index};
}

Slot Store::evaluate(InstanceId id, const wasm::ConstantExpression& expression) const {
    auto index = static_cast<uint32_t>(expression.bits);
    switch (expression.opcode) {
        case wasm::Opcode::RefNull:
            return NullReference;
        case wasm::Opcode::RefFunc:
            return function_of(id, index).to_slot();
        case wasm::Opcode::GlobalGet:
            return global_value(global_of(id, index));
        case wasm::Opcode::I32Const:
        case wasm::Opcode::F32Const:
            return static_cast<uint32_t>(expression.bits);
        default:
            return expression.bits;
    }
}

const wasm::FunctionType& Store::type_of(FunctionReference reference) const {
    return m_types[type_id_of(reference).value];
}

TypeId Store::type_id_of(FunctionReference reference) const {
    if (reference.is_host()) return host_function(reference).type_id;
    const Program& program = *m_instances[reference.instance.value].program;
    return program.function_type_id({reference.function});
}

Program& Store::program(const wasm::ModulePointer& module) {
    for (const auto& program : m_programs) {
        if (program->module_pointer() == module) return *program;
    }
    std::optional<uint32_t> watched;
    if (!m_watched_export.empty()) {
        const wasm::Export* found =
            module->find_export(m_watched_export, wasm::ExternalKind::Global);
        if (found != nullptr && found->index >= module->imported_globals) watched = found->index;
    }
    m_programs.push_back(std::make_unique<Program>(*this, module, watched));
    return *m_programs.back();
}

TypeId Store::intern(const wasm::FunctionType& type) {
    auto found = std::find(m_types.begin(), m_types.end(), type);
    if (found == m_types.end()) found = m_types.insert(m_types.end(), type);
    return TypeId{static_cast<uint32_t>(found - m_types.begin())};
}

Store::Structure Store::copy_structure() const {
    Structure structure{m_instances, m_tables, m_globals, {}, m_generation, m_tags.size()};
    for (const auto& memory : m_memories) structure.memories.push_back(memory->type());
    return structure;
}

void Store::restore_structure(const Structure& structure, size_t kept_memories) {
    m_instances = structure.instances;
    m_tables = structure.tables;
    m_globals = structure.globals;
    m_generation = structure.generation;
    m_tags.resize(std::min(structure.tag_count, m_tags.size()));
    m_memories.resize(std::min(kept_memories, m_memories.size()));
    for (size_t i = m_memories.size(); i < structure.memories.size(); ++i) {
        m_memories.push_back(
            std::make_unique<Memory>(structure.memories[i], m_limits.memory_bytes));
        if (m_journal != nullptr) m_memories.back()->keep_in(*m_journal, static_cast<uint32_t>(i));
    }
}

void Store::keep_in(Journal& journal) {
    m_journal = &journal;
    for (uint32_t i = 0; i < memory_count(); ++i) m_memories[i]->keep_in(journal, i);
}

}  // namespace interleave::machine
