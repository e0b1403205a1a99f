#include "wasm/parser.hpp"

#include <utility>

#include "wasm/limits.hpp"
#include "wasm/sections.hpp"

namespace interleave::wasm {

namespace {

constexpr uint32_t Magic = 0x6d736100;  // "\0asm"
constexpr uint32_t Version = 1;
constexpr uint8_t CustomSectionId = 0;

struct Section {
    uint8_t id;
    void (*parse)(ModuleReader&, Module&);
};

// Non-custom sections in the order in which they must come (5.5.2; the tag section of the exception handling
// proposal stands between memory and global).
constexpr Section Sections[] = {
    {1, parse_type_section},    {2, parse_import_section},      {3, parse_function_section},
    {4, parse_table_section},   {5, parse_memory_section},      {13, parse_tag_section},
    {6, parse_global_section},  {7, parse_export_section},      {8, parse_start_section},
    {9, parse_element_section}, {12, parse_data_count_section}, {10, parse_code_section},
    {11, parse_data_section},
};
constexpr uint8_t CodeSectionId = 10;
constexpr size_t SectionCount = std::size(Sections);

void parse_header(ModuleReader& reader) {
    uint32_t magic = reader.fixed_u32();
    if (!reader.failed() && magic != Magic) {
        reader.fail("magic header not detected: this is not a WebAssembly module", 0);
    }
    uint32_t version = reader.fixed_u32();
    if (!reader.failed() && version != Version) {
        reader.fail("unknown binary version " + std::to_string(version), 4);
    }
}

void parse_custom_section(ModuleReader& reader, Module& module, uint32_t end) {
    CustomSection section;
    section.name = reader.name();
    if (reader.failed()) return;
    if (reader.position() > end) {
        reader.fail("unexpected end of section or function, in a custom section's name", end);
        return;
    }
    section.contents = {reader.position(), end};
    reader.seek(end);
    module.custom_sections.push_back(section);
}

// Index in Sections of the section with this id, SectionCount if there is none.
size_t place_of(uint8_t id) {
    size_t place = 0;
    while (place < SectionCount && Sections[place].id != id) ++place;
    return place;
}

// `next_place`: the first place in Sections that may still come.
void parse_section(ModuleReader& reader, Module& module, size_t& next_place) {
    uint32_t start = reader.position();
    uint8_t id = reader.u8();
    size_t place = place_of(id);
    if (id != CustomSectionId && place == SectionCount) {
        reader.fail("malformed section id " + std::to_string(id), start);
        return;
    }
    uint32_t size = reader.u32();
    uint32_t begin = reader.position();
    if (size > reader.remaining()) reader.fail("length out of bounds", begin);
    if (reader.failed()) return;
    uint32_t end = begin + size;
    if (id == CustomSectionId) {
        parse_custom_section(reader, module, end);
        return;
    }
    if (place < next_place) {
        reader.fail("unexpected content after last section: section " + std::to_string(id) +
                        " is out of order or repeated",
                    start);
        return;
    }
    next_place = place + 1;
    if (id == CodeSectionId) module.code_section = {begin, end};
    Sections[place].parse(reader, module);
    if (!reader.failed() && reader.position() != end) {
        reader.fail("section size mismatch", reader.position());
    }
}

// What relates one section to another that may be absent.
void check_counts(ModuleReader& reader, const Module& module) {
    uint32_t end = reader.position();
    bool has_functions = module.functions.size() > module.imported_functions;
    if (has_functions && module.code_section.size() == 0) {
        reader.fail("function and code section have inconsistent lengths: no bodies", end);
    }
    if (module.data_count && *module.data_count != module.data.size()) {
        reader.fail("data count and data section have inconsistent lengths", end);
    }
}

}  // namespace

base::Result<Module> parse(std::vector<uint8_t> bytes) {
    if (bytes.size() > MaxModuleBytes) {
        return base::Error{"module too large: at most " + std::to_string(MaxModuleBytes) + " bytes",
                           MaxModuleBytes};
    }
    Module module;
    module.bytes = std::move(bytes);
    ModuleReader reader(module.bytes);
    parse_header(reader);
    size_t next_place = 0;
    while (!reader.failed() && !reader.at_end()) parse_section(reader, module, next_place);
    if (!reader.failed()) check_counts(reader, module);
    if (reader.failed()) return reader.error();

    if (const CustomSection* names = module.find_custom_section("name")) {
        parse_name_section(module, names->contents, module.names);
    }
    return module;
}

}  // namespace interleave::wasm
