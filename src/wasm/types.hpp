#pragma once
// The types of WebAssembly (core spec, 2.3) as plain values.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace interleave::wasm {

// Bytes of the binary format (5.3).
enum class ValueType : uint8_t {
    I32 = 0x7f,
    I64 = 0x7e,
    F32 = 0x7d,
    F64 = 0x7c,
    FuncRef = 0x70,
    ExternRef = 0x6f,
};

constexpr bool is_reference(ValueType type) {
    return type == ValueType::FuncRef || type == ValueType::ExternRef;
}

// "i32", "funcref", …
std::string_view name_of(ValueType type);

struct FunctionType {
    std::vector<ValueType> parameters;
    std::vector<ValueType> results;
    bool operator==(const FunctionType&) const = default;
};

// "(i32, i64) -> (f32)"
std::string name_of(const FunctionType& type);

// In pages for memories, in elements for tables.
struct Limits {
    uint32_t minimum = 0;
    std::optional<uint32_t> maximum;
    bool operator==(const Limits&) const = default;
};

enum class Sharing : uint8_t { Unshared, Shared };
enum class Mutability : uint8_t { Constant = 0, Variable = 1 };

inline constexpr uint32_t PageSize = 65536;

struct MemoryType {
    Limits limits;
    Sharing sharing = Sharing::Unshared;
    bool operator==(const MemoryType&) const = default;
};

struct TableType {
    ValueType element = ValueType::FuncRef;
    Limits limits;
    bool operator==(const TableType&) const = default;
};

struct GlobalType {
    ValueType type = ValueType::I32;
    Mutability mutability = Mutability::Constant;
    bool operator==(const GlobalType&) const = default;
};

// The type of a block (5.4.1): nothing, one result, or a function type of the module.
struct BlockType {
    enum class Kind : uint8_t { Empty, Value, Function };
    Kind kind = Kind::Empty;
    ValueType value = ValueType::I32;  // of Kind::Value
    uint32_t type_index = 0;           // of Kind::Function
};

// What an import or export is (5.5.5, 5.5.10); Tag is of the exception handling proposal.
enum class ExternalKind : uint8_t { Function = 0, Table = 1, Memory = 2, Global = 3, Tag = 4 };

// "function", "table", …
std::string_view name_of(ExternalKind kind);

// [begin, end) in bytes from the start of the module.
struct ByteRange {
    uint32_t begin = 0;
    uint32_t end = 0;
    uint32_t size() const { return end - begin; }
};

}  // namespace interleave::wasm
