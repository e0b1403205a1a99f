// Sections that fill tables and memories: element segments, data count, data segments.

#include "wasm/limits.hpp"
#include "wasm/sections.hpp"

namespace interleave::wasm {

namespace {

// Flags of an element segment (5.5.12).
constexpr uint32_t NotActive = 1;        // then ExplicitTable means declarative
constexpr uint32_t ExplicitTable = 2;    // a table index (active), and always a kind or type
constexpr uint32_t WithExpressions = 4;  // items are expressions, not function indices
constexpr uint32_t AllElementFlags = 7;

// Flags of a data segment (5.5.14).
constexpr uint32_t PassiveData = 1;
constexpr uint32_t ExplicitMemory = 2;

constexpr uint8_t FunctionElementKind = 0x00;

void parse_element_type(ModuleReader& reader, uint32_t flags, ElementSegment& segment) {
    bool has_type = flags & (NotActive | ExplicitTable);
    if (!has_type) return;
    if (flags & WithExpressions) {
        segment.type = reader.reference_type();
        return;
    }
    uint32_t start = reader.position();
    if (reader.u8() != FunctionElementKind) reader.fail("malformed element kind", start);
}

ConstantExpression parse_item(ModuleReader& reader, uint32_t flags) {
    if (flags & WithExpressions) return reader.constant_expression();
    uint32_t start = reader.position();
    uint32_t function = reader.u32();
    return {.opcode = Opcode::RefFunc, .bits = function, .range = {start, start}};
}

ElementSegment parse_element_segment(ModuleReader& reader) {
    ElementSegment segment;
    segment.offset = reader.position();
    uint32_t flags = reader.u32();
    if (flags > AllElementFlags) reader.fail("malformed elements segment kind", segment.offset);
    if (flags & NotActive) {
        segment.mode = flags & ExplicitTable ? SegmentMode::Declarative : SegmentMode::Passive;
    } else {
        if (flags & ExplicitTable) segment.table = reader.u32();
        segment.position = reader.constant_expression();
    }
    parse_element_type(reader, flags, segment);
    uint32_t count = reader.count(MaxElementItems, "elements");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        segment.items.push_back(parse_item(reader, flags));
    }
    return segment;
}

DataSegment parse_data_segment(ModuleReader& reader) {
    DataSegment segment;
    segment.offset = reader.position();
    uint32_t flags = reader.u32();
    if (flags > ExplicitMemory) reader.fail("malformed data segment kind", segment.offset);
    if (flags == PassiveData) {
        segment.mode = SegmentMode::Passive;
    } else {
        if (flags == ExplicitMemory) segment.memory = reader.u32();
        segment.position = reader.constant_expression();
    }
    uint32_t size = reader.u32();
    segment.bytes = reader.bytes(size);
    return segment;
}

}  // namespace

void parse_element_section(ModuleReader& reader, Module& module) {
    uint32_t count = reader.count(MaxElementSegments, "element segments");
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        module.elements.push_back(parse_element_segment(reader));
    }
}

void parse_data_count_section(ModuleReader& reader, Module& module) {
    module.data_count = reader.u32();
}

void parse_data_section(ModuleReader& reader, Module& module) {
    uint32_t start = reader.position();
    uint32_t count = reader.count(MaxDataSegments, "data segments");
    if (module.data_count && *module.data_count != count) {
        reader.fail("data count and data section have inconsistent lengths", start);
    }
    for (uint32_t i = 0; i < count && !reader.failed(); ++i) {
        module.data.push_back(parse_data_segment(reader));
    }
}

}  // namespace interleave::wasm
