#include "dwarf/sections.hpp"

#include <algorithm>

#include "base/bytes.hpp"

namespace interleave::dwarf {
namespace {

using base::ByteReader;
using base::Error;
using base::Nothing;
using base::Status;

enum SectionId : uint8_t { Custom = 0, Import = 2, Global = 6, Export = 7, Code = 10 };
constexpr uint8_t I32 = 0x7f;

Status malformed(std::string_view what, const char* reason, size_t position) {
    return Error{"The module's " + std::string(what) + " can't be read (" + reason +
                     "). Compile the program again.",
                 position};
}

Status check(const ByteReader& reader, std::string_view what, size_t section_position) {
    if (!reader.failed()) return Nothing{};
    return malformed(what, reader.failure(), section_position + reader.failure_position());
}

struct GlobalKind {
    uint8_t type = 0;
    bool is_mutable = false;
};

void skip_limits(ByteReader& reader) {
    uint8_t flags = reader.u8();
    reader.leb_u64();
    if (flags & 1) reader.leb_u64();
}

Status read_imports(const Section& section, Sections& out, std::vector<GlobalKind>& globals) {
    ByteReader reader(section.contents);
    uint32_t count = reader.leb_u32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        reader.text(reader.leb_u32());
        reader.text(reader.leb_u32());
        switch (reader.u8()) {
            case 0:
                reader.leb_u32();
                ++out.imported_functions;
                break;
            case 1:
                reader.u8();
                skip_limits(reader);
                break;
            case 2:
                skip_limits(reader);
                break;
            case 3: {
                uint8_t type = reader.u8();
                globals.push_back({type, reader.u8() != 0});
                break;
            }
            case 4:
                reader.u8();
                reader.leb_u32();
                break;
            default:
                reader.fail("unknown kind of import");
                break;
        }
    }
    return check(reader, "import section", section.position);
}

// An initialiser is a constant expression: a few instructions up to `end`.
void skip_constant_expression(ByteReader& reader) {
    while (!reader.failed()) {
        switch (reader.u8()) {
            case 0x0b:
                return;
            case 0x23:
            case 0xd2:
                reader.leb_u32();
                break;  // global.get, ref.func
            case 0x41:
                reader.leb_s32();
                break;  // i32.const
            case 0x42:
                reader.leb_s64();
                break;  // i64.const
            case 0x43:
                reader.skip(4);
                break;  // f32.const
            case 0x44:
                reader.skip(8);
                break;  // f64.const
            case 0x6a:
            case 0x6b:
            case 0x6c:
            case 0x7c:
            case 0x7d:
            case 0x7e:
                break;  // arithmetic
            case 0xd0:
                reader.u8();
                break;  // ref.null
            default:
                reader.fail("unknown instruction in a constant expression");
                break;
        }
    }
}

Status read_globals(const Section& section, std::vector<GlobalKind>& globals) {
    ByteReader reader(section.contents);
    uint32_t count = reader.leb_u32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        uint8_t type = reader.u8();
        globals.push_back({type, reader.u8() != 0});
        skip_constant_expression(reader);
    }
    return check(reader, "global section", section.position);
}

Status read_exports(const Section& section, Sections& out, const std::vector<GlobalKind>& globals) {
    ByteReader reader(section.contents);
    uint32_t count = reader.leb_u32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        std::string_view name = reader.text(reader.leb_u32());
        uint8_t kind = reader.u8();
        uint32_t index = reader.leb_u32();
        if (kind != 3 || reader.failed()) continue;
        bool is_mutable_i32 =
            index < globals.size() && globals[index].type == I32 && globals[index].is_mutable;
        out.exported_globals.push_back({name, index, is_mutable_i32});
    }
    return check(reader, "export section", section.position);
}

Status read_code(const Section& section, Sections& out) {
    out.code = section.contents;
    out.code_position = section.position;
    ByteReader reader(section.contents);
    uint32_t count = reader.leb_u32();
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        FunctionBody body;
        body.index = out.imported_functions + i;
        body.size_offset = static_cast<uint32_t>(reader.position());
        uint32_t size = reader.leb_u32();
        body.start = static_cast<uint32_t>(reader.position());
        reader.skip(size);
        if (reader.failed()) break;
        body.end = body.start + size;

        ByteReader locals(section.contents.first(body.end), body.start);
        uint32_t groups = locals.leb_u32();
        for (uint32_t group = 0; group < groups && !locals.failed(); ++group) {
            locals.leb_u32();
            locals.u8();
        }
        if (locals.failed()) return check(locals, "local declarations", section.position);
        body.first_instruction = static_cast<uint32_t>(locals.position());
        out.functions.push_back(body);
    }
    return check(reader, "code section", section.position);
}

// A name section that can't be read costs names only, so its errors are not the module's.
void read_names(std::span<const uint8_t> contents, Sections& out) {
    ByteReader reader(contents);
    while (!reader.at_end() && !reader.failed()) {
        uint8_t id = reader.u8();
        ByteReader part(reader.bytes(reader.leb_u32()));
        if (id != 1) continue;
        uint32_t count = part.leb_u32();
        for (uint32_t i = 0; i < count && !part.failed(); ++i) {
            uint32_t index = part.leb_u32();
            std::string_view name = part.text(part.leb_u32());
            if (!part.failed()) out.function_names.emplace(index, name);
        }
    }
}

}  // namespace

std::span<const uint8_t> Sections::custom(std::string_view name) const {
    for (const Section& section : all) {
        if (section.id == Custom && section.name == name) return section.contents;
    }
    return {};
}

const FunctionBody* Sections::function_at(uint32_t code_offset) const {
    auto after = std::upper_bound(
        functions.begin(), functions.end(), code_offset,
        [](uint32_t offset, const FunctionBody& body) { return offset < body.start; });
    if (after == functions.begin()) return nullptr;
    const FunctionBody& body = *std::prev(after);
    return code_offset < body.end ? &body : nullptr;
}

base::Result<Sections> read_sections(std::span<const uint8_t> module) {
    ByteReader reader(module);
    if (reader.u32() != 0x6d736100 || reader.u32() != 1) {
        return Error{
            "This is not a WebAssembly module of version 1. Give a compiled program (.wasm).", 0};
    }
    Sections out;
    while (!reader.at_end()) {
        Section section;
        section.header_position = reader.position();
        section.id = reader.u8();
        uint32_t size = reader.leb_u32();
        section.position = reader.position();
        section.contents = reader.bytes(size);
        if (Status status = check(reader, "list of sections", 0); !status.ok())
            return status.error();
        if (section.id == Custom) {
            ByteReader name(section.contents);
            section.name = name.text(name.leb_u32());
            if (Status status = check(name, "custom section's name", section.position);
                !status.ok()) {
                return status.error();
            }
            section.contents = section.contents.subspan(name.position());
            section.position += name.position();
        }
        out.all.push_back(section);
    }
    std::vector<GlobalKind> globals;
    for (const Section& section : out.all) {
        Status status = Nothing{};
        switch (section.id) {
            case Custom:
                if (section.name == "name") read_names(section.contents, out);
                break;
            case Import:
                status = read_imports(section, out, globals);
                break;
            case Global:
                status = read_globals(section, globals);
                break;
            case Export:
                status = read_exports(section, out, globals);
                break;
            case Code:
                status = read_code(section, out);
                break;
            default:
                break;
        }
        if (!status.ok()) return status.error();
    }
    return out;
}

}  // namespace interleave::dwarf
