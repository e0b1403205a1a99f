#include "dwarf/symbols.hpp"

#include "base/json.hpp"

namespace interleave::dwarf {
namespace {

using base::JsonWriter;

void write_objects(JsonWriter& json, const DebugInfo& info) {
    json.key("objects").begin_array();
    for (const std::vector<Object>* all : {&info.objects(), &info.guards()}) {
        for (const Object& object : *all) {
            json.begin_object().key("name").value(object.name).key("type").value(object.type);
            json.key("address").value(object.address.value).key("size").value(object.size);
            json.key("line").value(object.line).end_object();
        }
    }
    json.end_array();
}

void write_functions(JsonWriter& json, const DebugInfo& info, const OffsetMap& offsets) {
    json.key("functions").begin_array();
    for (const Function& function : info.functions()) {
        json.begin_object().key("index").value(function.index.value);
        json.key("name").value(function.is_user ? function.name : function.short_name);
        json.key("start").value(offsets.translate(function.start));
        // The end is one past the last byte, which may be another body's start by now.
        json.key("end").value(offsets.translate(function.end - 1) + 1);
        json.key("line").value(function.line).key("user").value(function.is_user).end_object();
    }
    json.end_array();
}

// Lines of the main file only; code of other files inlined into it counts for the line around it.
void write_lines(JsonWriter& json, const DebugInfo& info, const OffsetMap& offsets) {
    json.begin_array();
    uint32_t current = 0;
    auto add = [&](uint32_t offset, uint32_t line) {
        if (line == current) return;
        current = line;
        json.begin_array().value(offset).value(line).end_array();
    };
    for (const CodeLine& row : info.lines()) {
        if (row.end_sequence) {
            add(offsets.translate(row.offset - 1) + 1, 0);
        } else if (row.line != 0 && info.files()[row.file].is_main) {
            add(offsets.translate(row.offset), row.line);
        }
    }
    json.end_array();
}

}  // namespace

std::string symbols_json(const DebugInfo& info, const MarkedModule& marked) {
    JsonWriter json;
    json.begin_object().key("version").value(1).key("source").value(info.source_name());
    write_objects(json, info);
    write_functions(json, info, marked.offsets);
    json.key("codeSectionOffset").value(uint64_t{marked.code_position}).key("lines");
    write_lines(json, info, marked.offsets);
    json.key("unmarkedCodeSectionOffset").value(uint64_t{info.sections().code_position});
    json.key("unmarkedLines");
    write_lines(json, info, OffsetMap());
    json.end_object();
    return json.text() + "\n";
}

}  // namespace interleave::dwarf
