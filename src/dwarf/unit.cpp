#include "dwarf/unit.hpp"

namespace interleave::dwarf {
namespace {

using base::ByteReader;

uint64_t read_offset(ByteReader& reader, const Unit& unit) {
    return unit.is_64_bit_format ? reader.u64() : reader.u32();
}

uint64_t read_address(ByteReader& reader, const Unit& unit) {
    return unit.address_size == 8 ? reader.u64() : reader.u32();
}

uint64_t read_u24(ByteReader& reader) {
    uint64_t low = reader.u16();
    return low | static_cast<uint64_t>(reader.u8()) << 16;
}

std::string_view text_at(std::span<const uint8_t> section, uint64_t offset) {
    if (offset >= section.size()) return {};
    ByteReader reader(section, offset);
    return reader.zero_terminated();
}

bool read_header(ByteReader& reader, Unit& unit, uint64_t& abbreviations) {
    unit.offset = static_cast<uint32_t>(reader.position());
    uint64_t length = reader.u32();
    if (length == 0xffffffff) {
        unit.is_64_bit_format = true;
        length = reader.u64();
    }
    if (length > reader.remaining()) reader.fail("a unit is longer than its section");
    unit.end = static_cast<uint32_t>(reader.position() + length);
    unit.version = reader.u16();
    if (reader.failed()) return false;
    if (unit.version < 2 || unit.version > 5) {
        reader.fail("unknown version of DWARF");
        return false;
    }
    if (unit.version >= 5) {
        uint8_t kind = reader.u8();
        unit.address_size = reader.u8();
        abbreviations = read_offset(reader, unit);
        if (kind == 2 || kind == 6) reader.skip(8 + (unit.is_64_bit_format ? 8 : 4));  // type units
        if (kind == 4 || kind == 5) reader.skip(8);                                    // skeletons
    } else {
        abbreviations = read_offset(reader, unit);
        unit.address_size = reader.u8();
    }
    if (unit.address_size != 4 && unit.address_size != 8) reader.fail("unknown size of addresses");
    unit.first_entry = static_cast<uint32_t>(reader.position());
    return !reader.failed();
}

// The bases must be known before strings and addresses can be resolved, so the root is read twice.
void read_root(Unit& unit, const DebugSections& sections) {
    for (bool resolve : {false, true}) {
        ByteReader reader(sections.info.first(unit.end), unit.first_entry);
        const Abbreviation* shape = unit.abbreviations.find(reader.leb_u64());
        if (shape == nullptr) return;
        for (const AttributeSpec& spec : shape->attributes) {
            Value value = read_value(reader, spec, unit);
            if (reader.failed()) return;
            switch (spec.name) {
                case At::StrOffsetsBase:
                    unit.str_offsets_base = value.number;
                    break;
                case At::AddrBase:
                    unit.addr_base = value.number;
                    break;
                case At::RnglistsBase:
                    unit.rnglists_base = value.number;
                    break;
                case At::LoclistsBase:
                    unit.loclists_base = value.number;
                    break;
                case At::StmtList:
                    unit.line_offset = value.number;
                    break;
                case At::Name:
                    if (resolve) unit.name = text_of(value, unit, sections);
                    break;
                case At::CompDir:
                    if (resolve) unit.directory = text_of(value, unit, sections);
                    break;
                case At::LowPc:
                    if (resolve) unit.low_pc = address_of(value, unit, sections).value_or(0);
                    break;
                default:
                    break;
            }
        }
    }
}

}  // namespace

DebugSections DebugSections::of(const Sections& sections) {
    return {
        .info = sections.custom(".debug_info"),
        .abbrev = sections.custom(".debug_abbrev"),
        .line = sections.custom(".debug_line"),
        .str = sections.custom(".debug_str"),
        .line_str = sections.custom(".debug_line_str"),
        .str_offsets = sections.custom(".debug_str_offsets"),
        .addr = sections.custom(".debug_addr"),
        .ranges = sections.custom(".debug_ranges"),
        .rnglists = sections.custom(".debug_rnglists"),
        .loc = sections.custom(".debug_loc"),
        .loclists = sections.custom(".debug_loclists"),
    };
}

std::string join_path(std::string_view directory, std::string_view name) {
    bool alone = directory.empty() || (!name.empty() && name.front() == '/');
    std::string full = alone ? std::string(name) : std::string(directory) + "/" + std::string(name);
    std::vector<std::string_view> parts;
    std::string_view rest = full;
    bool absolute = !rest.empty() && rest.front() == '/';
    while (!rest.empty()) {
        size_t slash = rest.find('/');
        std::string_view part = rest.substr(0, slash);
        rest = slash == std::string_view::npos ? std::string_view() : rest.substr(slash + 1);
        if (part.empty() || part == ".") continue;
        if (part == ".." && !parts.empty() && parts.back() != "..") {
            parts.pop_back();
        } else {
            parts.push_back(part);
        }
    }
    std::string path;
    for (std::string_view part : parts) {
        if (absolute || !path.empty()) path += '/';
        path += part;
    }
    return path;
}

std::string Unit::path() const { return join_path(directory, name); }

bool Value::is_reference() const {
    switch (form) {
        case Form::Ref1:
        case Form::Ref2:
        case Form::Ref4:
        case Form::Ref8:
        case Form::RefUdata:
        case Form::RefAddr:
            return true;
        default:
            return false;
    }
}

bool Value::is_expression() const {
    switch (form) {
        case Form::Exprloc:
        case Form::Block:
        case Form::Block1:
        case Form::Block2:
        case Form::Block4:
            return true;
        default:
            return false;
    }
}

std::optional<int64_t> Value::constant() const {
    switch (form) {
        case Form::Data1:
        case Form::Data2:
        case Form::Data4:
        case Form::Data8:
        case Form::Udata:
        case Form::Sdata:
        case Form::ImplicitConst:
        case Form::Flag:
        case Form::FlagPresent:
            return static_cast<int64_t>(number);
        default:
            return std::nullopt;
    }
}

Value read_value(ByteReader& reader, const AttributeSpec& spec, const Unit& unit) {
    Value value;
    value.form = spec.form;
    if (value.form == Form::Indirect) {
        value.form = static_cast<Form>(reader.leb_u64());
        if (value.form == Form::Indirect) reader.fail("an indirect form names an indirect form");
    }
    switch (value.form) {
        case Form::Addr:
            value.number = read_address(reader, unit);
            break;
        case Form::Block1:
            value.block = reader.bytes(reader.u8());
            break;
        case Form::Block2:
            value.block = reader.bytes(reader.u16());
            break;
        case Form::Block4:
            value.block = reader.bytes(reader.u32());
            break;
        case Form::Block:
        case Form::Exprloc:
            value.block = reader.bytes(reader.leb_u64());
            break;
        case Form::Data16:
            value.block = reader.bytes(16);
            break;
        case Form::Data1:
        case Form::Flag:
        case Form::Strx1:
        case Form::Addrx1:
            value.number = reader.u8();
            break;
        case Form::Data2:
        case Form::Strx2:
        case Form::Addrx2:
            value.number = reader.u16();
            break;
        case Form::Strx3:
        case Form::Addrx3:
            value.number = read_u24(reader);
            break;
        case Form::Data4:
        case Form::Strx4:
        case Form::Addrx4:
        case Form::RefSup4:
            value.number = reader.u32();
            break;
        case Form::Data8:
        case Form::RefSig8:
        case Form::RefSup8:
            value.number = reader.u64();
            break;
        case Form::Sdata:
            value.number = static_cast<uint64_t>(reader.leb_s64());
            break;
        case Form::Udata:
        case Form::Strx:
        case Form::Addrx:
        case Form::Loclistx:
        case Form::Rnglistx:
            value.number = reader.leb_u64();
            break;
        case Form::String: {
            std::string_view text = reader.zero_terminated();
            value.block = {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
            break;
        }
        case Form::Strp:
        case Form::LineStrp:
        case Form::StrpSup:
        case Form::SecOffset:
            value.number = read_offset(reader, unit);
            break;
        case Form::RefAddr:
            value.number =
                unit.version <= 2 ? read_address(reader, unit) : read_offset(reader, unit);
            break;
        case Form::Ref1:
            value.number = unit.offset + uint64_t{reader.u8()};
            break;
        case Form::Ref2:
            value.number = unit.offset + uint64_t{reader.u16()};
            break;
        case Form::Ref4:
            value.number = unit.offset + uint64_t{reader.u32()};
            break;
        case Form::Ref8:
            value.number = unit.offset + reader.u64();
            break;
        case Form::RefUdata:
            value.number = unit.offset + reader.leb_u64();
            break;
        case Form::FlagPresent:
            value.number = 1;
            break;
        case Form::ImplicitConst:
            value.number = static_cast<uint64_t>(spec.implicit_value);
            break;
        default:
            reader.fail("unknown form of an attribute");
            break;
    }
    return value;
}

std::string_view text_of(const Value& value, const Unit& unit, const DebugSections& sections) {
    switch (value.form) {
        case Form::String:
            return {reinterpret_cast<const char*>(value.block.data()), value.block.size()};
        case Form::Strp:
            return text_at(sections.str, value.number);
        case Form::LineStrp:
            return text_at(sections.line_str, value.number);
        case Form::Strx:
        case Form::Strx1:
        case Form::Strx2:
        case Form::Strx3:
        case Form::Strx4: {
            uint64_t size = unit.is_64_bit_format ? 8 : 4;
            if (value.number > sections.str_offsets.size() ||
                unit.str_offsets_base > sections.str_offsets.size()) {
                return {};
            }
            ByteReader reader(sections.str_offsets, unit.str_offsets_base + value.number * size);
            uint64_t offset = read_offset(reader, unit);
            return reader.failed() ? std::string_view() : text_at(sections.str, offset);
        }
        default:
            return {};
    }
}

std::optional<uint64_t> indexed_address(uint64_t index, const Unit& unit,
                                        const DebugSections& sections) {
    if (index > sections.addr.size() || unit.addr_base > sections.addr.size()) return std::nullopt;
    ByteReader reader(sections.addr, unit.addr_base + index * unit.address_size);
    uint64_t address = read_address(reader, unit);
    return reader.failed() ? std::nullopt : std::optional(address);
}

std::optional<uint64_t> address_of(const Value& value, const Unit& unit,
                                   const DebugSections& sections) {
    switch (value.form) {
        case Form::Addr:
            return value.number;
        case Form::Addrx:
        case Form::Addrx1:
        case Form::Addrx2:
        case Form::Addrx3:
        case Form::Addrx4:
            return indexed_address(value.number, unit, sections);
        default:
            return std::nullopt;
    }
}

base::Result<std::vector<Unit>> read_units(const DebugSections& sections) {
    std::vector<Unit> units;
    ByteReader reader(sections.info);
    while (!reader.at_end()) {
        Unit unit;
        uint64_t abbreviations = 0;
        if (!read_header(reader, unit, abbreviations)) {
            return base::Error{std::string(".debug_info can't be read (") + reader.failure() +
                                   "). Compile the program again with -g.",
                               reader.failure_position()};
        }
        base::Result<AbbreviationTable> table =
            AbbreviationTable::read(sections.abbrev, abbreviations);
        if (!table.ok()) return table.error();
        unit.abbreviations = std::move(table).value();
        read_root(unit, sections);
        reader.seek(unit.end);
        units.push_back(std::move(unit));
    }
    return units;
}

}  // namespace interleave::dwarf
