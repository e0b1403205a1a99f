#pragma once
// One function per section of the binary format (core spec, 5.5). Internal to the parser.
//
// Each reads the section's contents at the reader's position and appends to the module. What it finds
// wrong is told by `reader.failed()`; that the contents end where the section does is checked by the caller.

#include "wasm/module_reader.hpp"

namespace interleave::wasm {

void parse_type_section(ModuleReader& reader, Module& module);
void parse_import_section(ModuleReader& reader, Module& module);
void parse_function_section(ModuleReader& reader, Module& module);
void parse_table_section(ModuleReader& reader, Module& module);
void parse_memory_section(ModuleReader& reader, Module& module);
void parse_tag_section(ModuleReader& reader, Module& module);
void parse_global_section(ModuleReader& reader, Module& module);
void parse_export_section(ModuleReader& reader, Module& module);
void parse_start_section(ModuleReader& reader, Module& module);
void parse_element_section(ModuleReader& reader, Module& module);
void parse_data_count_section(ModuleReader& reader, Module& module);
void parse_code_section(ModuleReader& reader, Module& module);
void parse_data_section(ModuleReader& reader, Module& module);

// The custom section "name". Malformed contents do not make a module malformed (appendix 7.4): what was read
// before is kept.
void parse_name_section(const Module& module, ByteRange contents, NameSection& names);

}  // namespace interleave::wasm
