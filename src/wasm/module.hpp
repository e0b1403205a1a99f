#pragma once
// A WebAssembly module as data: what the binary format says (core spec, chapter 5), nothing
// executed.
//
// Thread safety: immutable once `load` or `parse` returned it; share it as shared_ptr<const
// Module>.
//
// Invariants of a module returned by `parse` (parser.hpp):
// 1. every ByteRange and string_view lies within `bytes`, which never change: names need no copies;
// 2. functions, tables, memories, globals and tags are the whole index spaces, imports first, so
// that an
//    index of an instruction indexes the vector directly;
// 3. names are valid UTF-8 and import and export records are well formed.
// Only a module that passed `validate` (validator.hpp) also has: every index in range, every body
// and constant expression well typed, at most one memory.

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "wasm/opcodes.hpp"
#include "wasm/types.hpp"

namespace interleave::wasm {

// A constant expression (3.3.9.1). In a valid module it is exactly one instruction, which is
// i32.const, i64.const, f32.const, f64.const (bits in `bits`), ref.null, ref.func or global.get
// (index in `bits`).
struct ConstantExpression {
    Opcode opcode = Opcode::Unreachable;
    uint64_t bits = 0;
    ByteRange range;  // its instructions including `end`; empty for a function index of an element
                      // segment
};

struct Import {
    std::string_view module;
    std::string_view name;
    ExternalKind kind = ExternalKind::Function;
    uint32_t index = 0;   // in the index space of its kind
    uint32_t offset = 0;  // of the import's record
};

struct Export {
    std::string_view name;
    ExternalKind kind = ExternalKind::Function;
    uint32_t index = 0;
    uint32_t offset = 0;
};

// A run of locals of one type.
struct LocalGroup {
    uint32_t count = 0;
    ValueType type = ValueType::I32;
};

struct Function {
    uint32_t type_index = 0;
    uint32_t offset = 0;  // of its import record or its code entry
    // Of functions with a body:
    std::vector<LocalGroup> locals;  // without the parameters
    uint32_t local_count = 0;        // sum over `locals`
    ByteRange body;                  // the instructions including the last `end`
};

struct Table {
    TableType type;
    uint32_t offset = 0;
};

struct Memory {
    MemoryType type;
    uint32_t offset = 0;
};

struct Global {
    GlobalType type;
    ConstantExpression initial;  // of globals that are not imported
    uint32_t offset = 0;
};

// An exception tag: its type's parameters are the values that an exception carries.
struct Tag {
    uint32_t type_index = 0;
    uint32_t offset = 0;
};

enum class SegmentMode : uint8_t { Active, Passive, Declarative };

struct ElementSegment {
    SegmentMode mode = SegmentMode::Active;
    ValueType type = ValueType::FuncRef;
    uint32_t table = 0;           // of Active
    ConstantExpression position;  // of Active
    std::vector<ConstantExpression> items;
    uint32_t offset = 0;
};

struct DataSegment {
    SegmentMode mode = SegmentMode::Active;
    uint32_t memory = 0;          // of Active
    ConstantExpression position;  // of Active
    ByteRange bytes;
    uint32_t offset = 0;
};

struct CustomSection {
    std::string_view name;
    ByteRange contents;  // after the name
};

// The names of the custom section "name" (core spec, appendix 7.4); empty where a module has none.
struct NamedIndex {
    uint32_t index = 0;
    std::string_view name;
};
struct FunctionLocalNames {
    uint32_t function = 0;
    std::vector<NamedIndex> locals;  // by index
};
struct NameSection {
    std::string_view module;
    std::vector<NamedIndex> functions;  // each list in ascending order of index
    std::vector<NamedIndex> globals;
    std::vector<FunctionLocalNames> locals;
};

struct Module {
    Module() = default;
    Module(Module&&) = default;
    Module& operator=(Module&&) = default;
    Module(const Module&) = delete;  // its views point into its own bytes
    Module& operator=(const Module&) = delete;

    std::vector<uint8_t> bytes;

    std::vector<FunctionType> types;
    std::vector<Import> imports;
    std::vector<Function> functions;
    std::vector<Table> tables;
    std::vector<Memory> memories;
    std::vector<Global> globals;
    std::vector<Tag> tags;
    std::vector<Export> exports;
    std::optional<uint32_t> start;
    std::vector<ElementSegment> elements;
    std::vector<DataSegment> data;
    std::optional<uint32_t> data_count;  // of the data count section
    std::vector<CustomSection> custom_sections;
    NameSection names;

    uint32_t imported_functions = 0;
    uint32_t imported_tables = 0;
    uint32_t imported_memories = 0;
    uint32_t imported_globals = 0;
    uint32_t imported_tags = 0;

    // The contents of the code section; DWARF's addresses count from its begin.
    ByteRange code_section;

    std::span<const uint8_t> slice(ByteRange range) const {
        return std::span(bytes).subspan(range.begin, range.size());
    }
    // REQUIRES: offset within code_section
    base::CodeOffset code_offset(uint32_t offset) const { return {offset - code_section.begin}; }
    uint32_t module_offset(base::CodeOffset offset) const {
        return code_section.begin + offset.value;
    }

    bool is_imported(base::FunctionIndex function) const {
        return function.value < imported_functions;
    }
    // REQUIRES: a valid module, function < functions.size()
    const FunctionType& type_of(base::FunctionIndex function) const {
        return types[functions[function.value].type_index];
    }
    // The name section's name, else its export's name, else "".
    std::string_view name_of(base::FunctionIndex function) const;
    // The function whose body holds this module offset, nullopt outside of bodies.
    std::optional<base::FunctionIndex> function_at(uint32_t offset) const;
    // nullptr if there is none of that name and kind.
    const Export* find_export(std::string_view name, ExternalKind kind) const;
    const CustomSection* find_custom_section(std::string_view name) const;
};

using ModulePointer = std::shared_ptr<const Module>;

}  // namespace interleave::wasm
