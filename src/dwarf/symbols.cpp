#include "dwarf/symbols.hpp"

#include <cstdio>

namespace interleave::dwarf {
namespace {

void append_text(std::string& json, std::string_view text) {
    json += '"';
    for (char c : text) {
        if (c == '"' || c == '\\') {
            json += '\\';
            json += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
            json += escape;
        } else {
            json += c;
        }
    }
    json += '"';
}

void append_number(std::string& json, std::string_view key, uint64_t value) {
    json += '"';
    json += key;
    json += "\":";
    json += std::to_string(value);
}

std::string objects_of(const DebugInfo& info) {
    std::string json;
    for (const Object& object : info.objects()) {
        json += json.empty() ? "{\"name\":" : ",{\"name\":";
        append_text(json, object.name);
        json += ",\"type\":";
        append_text(json, object.type);
        json += ',';
        append_number(json, "address", object.address.value);
        json += ',';
        append_number(json, "size", object.size);
        json += ',';
        append_number(json, "line", object.line);
        json += '}';
    }
    return json;
}

std::string functions_of(const DebugInfo& info, const OffsetMap& offsets) {
    std::string json;
    for (const Function& function : info.functions()) {
        json += json.empty() ? "{" : ",{";
        append_number(json, "index", function.index.value);
        json += ",\"name\":";
        append_text(json, function.is_user ? function.name : function.short_name);
        json += ',';
        append_number(json, "start", offsets.translate(function.start));
        json += ',';
        // The end is one past the last byte, which may be another body's start by now.
        append_number(json, "end", offsets.translate(function.end - 1) + 1);
        json += ',';
        append_number(json, "line", function.line);
        json += function.is_user ? ",\"user\":true}" : ",\"user\":false}";
    }
    return json;
}

// Lines of the main file only; code of other files inlined into it counts for the line around it.
std::string lines_of(const DebugInfo& info, const OffsetMap& offsets) {
    std::string json;
    uint32_t current = 0;
    auto add = [&](uint32_t offset, uint32_t line) {
        if (line == current) return;
        current = line;
        if (!json.empty()) json += ',';
        json += '[' + std::to_string(offset) + ',' + std::to_string(line) + ']';
    };
    for (const CodeLine& row : info.lines()) {
        if (row.end_sequence) {
            add(offsets.translate(row.offset - 1) + 1, 0);
        } else if (row.line != 0 && info.files()[row.file].is_main) {
            add(offsets.translate(row.offset), row.line);
        }
    }
    return json;
}

}  // namespace

std::string symbols_json(const DebugInfo& info, const MarkedModule& marked) {
    std::string json = "{\"version\":1,\"source\":";
    append_text(json, info.source_name());
    json += ",\n\"objects\":[" + objects_of(info) + "]";
    json += ",\n\"functions\":[" + functions_of(info, marked.offsets) + "],\n";
    append_number(json, "codeSectionOffset", marked.code_position);
    json += ",\n\"lines\":[" + lines_of(info, marked.offsets) + "],\n";
    append_number(json, "unmarkedCodeSectionOffset", info.sections().code_position);
    json += ",\n\"unmarkedLines\":[" + lines_of(info, OffsetMap()) + "]}\n";
    return json;
}

}  // namespace interleave::dwarf
