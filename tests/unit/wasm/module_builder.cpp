#include "module_builder.hpp"

namespace interleave::test {

namespace {

Bytes text(std::string_view value) { return leb(value.size()) + Bytes(value.begin(), value.end()); }

Bytes value_types(const std::vector<ValueType>& types) {
    Bytes bytes = leb(types.size());
    for (ValueType type : types) bytes.push_back(static_cast<uint8_t>(type));
    return bytes;
}

Bytes byte(uint8_t value) { return {value}; }
Bytes byte_of(ValueType type) { return {static_cast<uint8_t>(type)}; }

Bytes constant_i32(uint32_t value) {
    base::ByteWriter writer;
    writer.u8(0x41);
    writer.leb_s64(static_cast<int32_t>(value));
    writer.u8(0x0b);
    return writer.data();
}

}  // namespace

Bytes leb(uint64_t value) {
    base::ByteWriter writer;
    writer.leb_u64(value);
    return writer.data();
}

Bytes op(wasm::Opcode opcode, const Bytes& immediates) {
    auto bytes = static_cast<uint16_t>(opcode);
    Bytes result;
    if (bytes >> 8) result.push_back(static_cast<uint8_t>(bytes >> 8));
    result = (bytes >> 8) ? result + leb(bytes & 0xff) : byte(static_cast<uint8_t>(bytes));
    return result + immediates;
}

Bytes zero_of(ValueType type) {
    switch (type) {
        case ValueType::I32:
            return {0x41, 0};
        case ValueType::I64:
            return {0x42, 0};
        case ValueType::F32:
            return {0x43, 0, 0, 0, 0};
        case ValueType::F64:
            return {0x44, 0, 0, 0, 0, 0, 0, 0, 0};
        case ValueType::FuncRef:
            return {0xd0, 0x70};
        case ValueType::ExternRef:
            return {0xd0, 0x6f};
    }
    return {};
}

uint32_t ModuleBuilder::List::add(const Bytes& item) {
    items.insert(items.end(), item.begin(), item.end());
    return count++;
}

uint32_t ModuleBuilder::type(std::vector<ValueType> parameters, std::vector<ValueType> results) {
    return m_types.add(byte(0x60) + value_types(parameters) + value_types(results));
}

uint32_t ModuleBuilder::import_function(std::string_view module, std::string_view name,
                                        uint32_t type) {
    m_imports.add(text(module) + text(name) + byte(0) + leb(type));
    return m_imported_functions++;
}

uint32_t ModuleBuilder::import_global(std::string_view module, std::string_view name,
                                      ValueType type, wasm::Mutability mutability) {
    m_imports.add(text(module) + text(name) + byte(3) + byte_of(type) +
                  byte(static_cast<uint8_t>(mutability)));
    return m_imported_globals++;
}

uint32_t ModuleBuilder::function(uint32_t type, const Bytes& body,
                                 const std::vector<wasm::LocalGroup>& locals) {
    Bytes entry = leb(locals.size());
    for (const wasm::LocalGroup& group : locals)
        entry = entry + leb(group.count) + byte_of(group.type);
    entry = entry + body + byte(0x0b);
    m_code.add(leb(entry.size()) + entry);
    return m_imported_functions + m_functions.add(leb(type));
}

uint32_t ModuleBuilder::table(ValueType element, uint32_t minimum) {
    return m_tables.add(byte_of(element) + byte(0) + leb(minimum));
}

uint32_t ModuleBuilder::memory(uint32_t minimum) { return m_memories.add(byte(0) + leb(minimum)); }

uint32_t ModuleBuilder::shared_memory(uint32_t minimum, uint32_t maximum) {
    return m_memories.add(byte(3) + leb(minimum) + leb(maximum));
}

uint32_t ModuleBuilder::global(ValueType type, wasm::Mutability mutability, const Bytes& initial) {
    return m_imported_globals +
           m_globals.add(byte_of(type) + byte(static_cast<uint8_t>(mutability)) + initial +
                         byte(0x0b));
}

uint32_t ModuleBuilder::tag(uint32_t type) { return m_tags.add(byte(0) + leb(type)); }

void ModuleBuilder::export_as(std::string_view name, wasm::ExternalKind kind, uint32_t index) {
    m_exports.add(text(name) + byte(static_cast<uint8_t>(kind)) + leb(index));
}

void ModuleBuilder::start(uint32_t function) { m_start = leb(function); }

uint32_t ModuleBuilder::active_elements(uint32_t offset, const std::vector<uint32_t>& functions) {
    Bytes item = byte(0) + constant_i32(offset) + leb(functions.size());
    for (uint32_t function : functions) item = item + leb(function);
    return m_elements.add(item);
}

uint32_t ModuleBuilder::passive_elements(ValueType type, const std::vector<Bytes>& expressions) {
    Bytes item = byte(5) + byte_of(type) + leb(expressions.size());
    for (const Bytes& expression : expressions) item = item + expression + byte(0x0b);
    return m_elements.add(item);
}

uint32_t ModuleBuilder::active_data(uint32_t offset, std::string_view bytes) {
    return m_data.add(byte(0) + constant_i32(offset) + text(bytes));
}

uint32_t ModuleBuilder::passive_data(std::string_view bytes) {
    return m_data.add(byte(1) + text(bytes));
}

void ModuleBuilder::custom(std::string_view name, const Bytes& contents) {
    m_custom = m_custom + section(0, text(name) + contents);
}

Bytes ModuleBuilder::header() { return {0, 'a', 's', 'm', 1, 0, 0, 0}; }

Bytes ModuleBuilder::section(uint8_t id, const Bytes& contents) {
    return byte(id) + leb(contents.size()) + contents;
}

void ModuleBuilder::append(Bytes& module, uint8_t id, const List& list) {
    if (list.count != 0) module = module + section(id, leb(list.count) + list.items);
}

Bytes ModuleBuilder::build() const {
    Bytes module = header();
    append(module, 1, m_types);
    append(module, 2, m_imports);
    append(module, 3, m_functions);
    append(module, 4, m_tables);
    append(module, 5, m_memories);
    append(module, 13, m_tags);
    append(module, 6, m_globals);
    append(module, 7, m_exports);
    if (!m_start.empty()) module = module + section(8, m_start);
    append(module, 9, m_elements);
    if (m_data.count != 0) module = module + section(12, leb(m_data.count));
    append(module, 10, m_code);
    append(module, 11, m_data);
    return module + m_custom;
}

}  // namespace interleave::test
