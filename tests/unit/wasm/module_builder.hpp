#pragma once
// Writes WebAssembly modules for tests, valid or not: what is asked for is written down.

#include <initializer_list>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "wasm/module.hpp"

namespace interleave::test {

using Bytes = std::vector<uint8_t>;
using wasm::ValueType;

inline Bytes operator+(Bytes left, const Bytes& right) {
    left.insert(left.end(), right.begin(), right.end());
    return left;
}

// Bytes of instructions; opcodes with a prefix take two or more.
Bytes op(wasm::Opcode opcode, const Bytes& immediates = {});
// "i32.const 0", "f64.const 0", "ref.null func", …
Bytes zero_of(ValueType type);
Bytes leb(uint64_t value);

class ModuleBuilder {
public:
    // Each returns the index in its index space; imports must come first.
    uint32_t type(std::vector<ValueType> parameters, std::vector<ValueType> results);
    uint32_t import_function(std::string_view module, std::string_view name, uint32_t type);
    uint32_t import_global(std::string_view module, std::string_view name, ValueType type,
                           wasm::Mutability mutability);
    // The body is without its last `end`, which is added.
    uint32_t function(uint32_t type, const Bytes& body,
                      const std::vector<wasm::LocalGroup>& locals = {});
    uint32_t table(ValueType element, uint32_t minimum);
    uint32_t memory(uint32_t minimum);
    uint32_t shared_memory(uint32_t minimum, uint32_t maximum);
    // The initial value is an expression without its `end`.
    uint32_t global(ValueType type, wasm::Mutability mutability, const Bytes& initial);
    uint32_t tag(uint32_t type);
    void export_as(std::string_view name, wasm::ExternalKind kind, uint32_t index);
    void start(uint32_t function);
    uint32_t active_elements(uint32_t offset, const std::vector<uint32_t>& functions);
    uint32_t passive_elements(ValueType type, const std::vector<Bytes>& expressions);
    uint32_t active_data(uint32_t offset, std::string_view bytes);
    uint32_t passive_data(std::string_view bytes);
    void custom(std::string_view name, const Bytes& contents);

    Bytes build() const;

    static Bytes header();
    static Bytes section(uint8_t id, const Bytes& contents);

private:
    struct List {
        uint32_t count = 0;
        Bytes items;
        uint32_t add(const Bytes& item);
    };
    static void append(Bytes& module, uint8_t id, const List& list);

    List m_types, m_imports, m_functions, m_tables, m_memories, m_globals, m_tags, m_exports,
        m_elements, m_code, m_data;
    Bytes m_start;
    Bytes m_custom;
    uint32_t m_imported_functions = 0, m_imported_globals = 0;
};

}  // namespace interleave::test
