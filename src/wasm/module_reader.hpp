#pragma once
// What all sections are made of: counts, names, types, limits, constant expressions. Internal to the parser.
//
// Failures stick: after the first, every read returns a harmless value and `error()` tells what was wrong
// first. So the section parsers read a whole record and loops test `failed()`.

#include <span>
#include <string>
#include <string_view>

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "wasm/module.hpp"

namespace interleave::wasm {

class ModuleReader {
public:
    explicit ModuleReader(std::span<const uint8_t> bytes) : m_bytes(bytes), m_reader(bytes) {}

    uint32_t position() const { return static_cast<uint32_t>(m_reader.position()); }
    bool at_end() const { return m_reader.at_end(); }
    size_t remaining() const { return m_reader.remaining(); }
    // REQUIRES: position <= size of the module
    void seek(uint32_t position) { m_reader.seek(position); }

    bool failed() const { return m_failed || m_reader.failed(); }
    void fail(std::string message, uint32_t position);
    // REQUIRES: failed()
    base::Error error() const;

    uint8_t u8() { return m_reader.u8(); }
    uint32_t u32() { return m_reader.leb_u32(); }
    uint32_t fixed_u32() { return m_reader.u32(); }
    ByteRange bytes(uint32_t size);

    // The length of a list. Every item takes a byte at least, so a count beyond the module's end is refused
    // before anything is reserved for it; so is one above `limit` ("too many functions").
    uint32_t count(uint32_t limit, const char* what);
    std::string_view name();
    ValueType value_type();
    ValueType reference_type();
    std::vector<ValueType> value_types(uint32_t limit, const char* what);
    TableType table_type();
    MemoryType memory_type();
    GlobalType global_type();
    // Tags: an attribute (0, exception), then a type.
    uint32_t tag_type();
    ConstantExpression constant_expression();

private:
    // The flags of limits that `allowed` has bits for, then the limits.
    Limits limits(uint8_t allowed, uint8_t& flags);

    std::span<const uint8_t> m_bytes;
    base::ByteReader m_reader;
    bool m_failed = false;
    base::Error m_error;
};

}  // namespace interleave::wasm
