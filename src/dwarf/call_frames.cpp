#include "dwarf/call_frames.hpp"

#include <algorithm>

#include "dwarf/demangle.hpp"
#include "dwarf/types.hpp"

namespace interleave::dwarf {
namespace {

bool contains(const DebugInfo& info, EntryId entry, uint32_t offset) {
    uint32_t code_size = static_cast<uint32_t>(info.sections().code.size());
    std::vector<AddressRange> ranges = info.entries().ranges(entry, code_size);
    return std::any_of(ranges.begin(), ranges.end(),
                       [offset](const AddressRange& range) { return range.contains(offset); });
}

// The inlined subroutines that contain the offset, outermost first.
std::vector<EntryId> inlined_at(const DebugInfo& info, EntryId function, uint32_t offset) {
    std::vector<EntryId> chain;
    const Entries& entries = info.entries();
    EntryId scope = function;
    for (bool descended = true; descended;) {
        descended = false;
        entries.each_child(scope, [&](EntryId child) {
            Tag tag = entries.tag(child);
            if (descended || (tag != Tag::InlinedSubroutine && tag != Tag::LexicalBlock)) return;
            if (!contains(info, child, offset)) return;
            if (tag == Tag::InlinedSubroutine) chain.push_back(child);
            scope = child;
            descended = true;
        });
    }
    return chain;
}

CallFrame inlined_frame(const DebugInfo& info, EntryId entry) {
    const Entries& entries = info.entries();
    CallFrame frame;
    std::string_view symbol = entries.inherited_text(entry, At::LinkageName);
    frame.name =
        tidy_name(symbol.empty() ? qualified_name(entries, entry) : first_name(demangle(symbol)));
    frame.short_name = short_function_name(frame.name);
    EntryId filed = entries.holder(entry, At::DeclFile);
    frame.is_user = filed != NoEntry &&
                    info.is_user_file(entries.unit(filed), entries.constant(filed, At::DeclFile));
    frame.is_inlined = true;
    frame.entry = entry;
    return frame;
}

}  // namespace

std::vector<CallFrame> frames_at(const DebugInfo& info, base::CodeOffset offset) {
    std::vector<CallFrame> frames;
    const Function* function = info.function_at(offset);
    if (function == nullptr) return frames;

    CallFrame outermost;
    outermost.name = function->name;
    outermost.short_name = function->short_name;
    outermost.is_user = function->is_user;
    outermost.entry = function->entry;
    frames.push_back(outermost);
    if (function->entry != NoEntry) {
        for (EntryId entry : inlined_at(info, function->entry, offset.value)) {
            frames.push_back(inlined_frame(info, entry));
        }
    }
    // The row of the line table belongs to the innermost; each other frame is at its call's line.
    frames.back().position = info.position_at(offset).value_or(SourcePosition{});
    for (size_t i = 0; i + 1 < frames.size(); ++i) {
        EntryId callee = frames[i + 1].entry;
        const Entries& entries = info.entries();
        SourcePosition& position = frames[i].position;
        position.line = static_cast<uint32_t>(entries.constant(callee, At::CallLine).value_or(0));
        position.is_user =
            info.is_user_file(entries.unit(callee), entries.constant(callee, At::CallFile));
    }
    std::reverse(frames.begin(), frames.end());
    return frames;
}

}  // namespace interleave::dwarf
