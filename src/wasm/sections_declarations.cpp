// Sections that declare: types, imports, functions, tables, memories, tags, globals, exports, start.

#include <utility>

#include "wasm/limits.hpp"
#include "wasm/sections.hpp"

namespace interleave::wasm {

namespace {

constexpr uint8_t FunctionTypeForm = 0x60;

void add_function(Module& module, uint32_t type_index, uint32_t offset) {
    Function function;
    function.type_index = type_index;
    function.offset = offset;
    module.functions.push_back(std::move(function));
}

void parse_import(ModuleReader& reader, Module& module) {
    Import import;
    import.offset = reader.position();
    import.module = reader.name();
    import.name = reader.name();
    uint32_t kind_position = reader.position();
    uint8_t kind = reader.u8();
    import.kind = static_cast<ExternalKind>(kind);
    switch (import.kind) {
        case ExternalKind::Function:
            import.index = module.imported_functions++;
            add_function(module, reader.u32(), import.offset);
            break;
        case ExternalKind::Table:
            import.index = module.imported_tables++;
            module.tables.push_back({.type = reader.table_type(), .offset = import.offset});
            break;
        case ExternalKind::Memory:
            import.index = module.imported_memories++;
            module.memories.push_back({.type = reader.memory_type(), .offset = import.offset});
            break;
        case ExternalKind::Global:
            import.index = module.imported_globals++;
            module.globals.push_back({reader.global_type(), {}, import.offset});
            break;
        case ExternalKind::Tag:
            import.index = module.imported_tags++;
            module.tags.push_back({.type_index = reader.tag_type(), .offset = import.offset});
            break;
        default:
            reader.fail("malformed import kind", kind_position);
            return;
    }
    module.imports.push_back(import);
}

}  // namespace

void parse_type_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxTypes, "types");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint32_t start = reader.position();
        uint8_t form = reader.u8();
        if (form != FunctionTypeForm) {
            // The form is a signed LEB128 of one byte.
            reader.fail(form & 0x80 ? "integer representation too long, in the form of a type"
                                    : "malformed type form: only function types are supported",
                        start);
            return;
        }
        FunctionType type;
        type.parameters = reader.value_types(MaxParameters, "parameters");
        type.results = reader.value_types(MaxResults, "results");
        module.types.push_back(std::move(type));
    }
}

void parse_import_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxImports, "imports");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) parse_import(reader, module);
}

void parse_function_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxFunctions, "functions");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint32_t offset = reader.position();
        add_function(module, reader.u32(), offset);
    }
}

void parse_table_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxTables, "tables");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint32_t offset = reader.position();
        module.tables.push_back({.type = reader.table_type(), .offset = offset});
    }
}

void parse_memory_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxTables, "memories");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint32_t offset = reader.position();
        module.memories.push_back({.type = reader.memory_type(), .offset = offset});
    }
}

void parse_tag_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxTags, "tags");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint32_t offset = reader.position();
        module.tags.push_back({.type_index = reader.tag_type(), .offset = offset});
    }
}

void parse_global_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxGlobals, "globals");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        Global global;
        global.offset = reader.position();
        global.type = reader.global_type();
        global.initial = reader.constant_expression();
        module.globals.push_back(global);
    }
}

void parse_export_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxExports, "exports");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        Export entry;
        entry.offset = reader.position();
        entry.name = reader.name();
        uint32_t kind_position = reader.position();
        entry.kind = static_cast<ExternalKind>(reader.u8());
        if (entry.kind > ExternalKind::Tag) reader.fail("malformed export kind", kind_position);
        entry.index = reader.u32();
        module.exports.push_back(entry);
    }
}

void parse_start_section(ModuleReader& reader, Module& module) { module.start = reader.u32(); }

}  // namespace interleave::wasm
