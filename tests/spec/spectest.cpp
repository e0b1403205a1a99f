#include "spectest.hpp"

#include <bit>

namespace interleave::test {

using machine::External;
using wasm::ValueType;

Spectest::Spectest(machine::Store& store) {
    const std::pair<const char*, std::vector<ValueType>> prints[] = {
        {"print", {}},
        {"print_i32", {ValueType::I32}},
        {"print_i64", {ValueType::I64}},
        {"print_f32", {ValueType::F32}},
        {"print_f64", {ValueType::F64}},
        {"print_i32_f32", {ValueType::I32, ValueType::F32}},
        {"print_f64_f64", {ValueType::F64, ValueType::F64}},
    };
    for (const auto& [name, parameters] : prints) {
        m_things.emplace(name, store.add_host_function(name, {parameters, {}}));
    }
    auto add_global = [&](const char* name, ValueType type, machine::Slot value) {
        m_things.emplace(name, store.add_global({type, wasm::Mutability::Constant}, value));
    };
    add_global("global_i32", ValueType::I32, 666);
    add_global("global_i64", ValueType::I64, 666);
    add_global("global_f32", ValueType::F32, std::bit_cast<uint32_t>(666.6f));
    add_global("global_f64", ValueType::F64, std::bit_cast<uint64_t>(666.6));
    m_things.emplace("table", store.add_table({ValueType::FuncRef, {10, 20}}).value());
    m_things.emplace("memory", store.add_memory({{1, 2}, wasm::Sharing::Unshared}).value());
    m_things.emplace("shared_memory", store.add_memory({{1, 2}, wasm::Sharing::Shared}).value());
}

std::optional<External> Spectest::find(std::string_view name) const {
    auto found = m_things.find(name);
    if (found == m_things.end()) return std::nullopt;
    return found->second;
}

}  // namespace interleave::test
