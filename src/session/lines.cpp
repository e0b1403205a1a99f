#include "session/lines.hpp"

#include <algorithm>
#include <optional>

namespace interleave::session {

namespace {

std::optional<dwarf::SourcePosition> user_position(const dwarf::DebugInfo& debug,
                                                   const machine::Thread& thread, size_t level) {
    std::optional<machine::CodePosition> code = machine::position(thread, level);
    if (!code) return std::nullopt;
    std::optional<dwarf::SourcePosition> source = debug.position_at(code->offset);
    if (!source || !source->is_user || source->line == 0) return std::nullopt;
    return source;
}

}  // namespace

uint16_t user_line(const dwarf::DebugInfo& debug, const machine::Thread& thread) {
    for (size_t level = 0; level < thread.depth(); ++level) {
        if (auto source = user_position(debug, thread, level)) {
            return static_cast<uint16_t>(std::min<uint32_t>(source->line, UINT16_MAX));
        }
    }
    return 0;
}

bool is_user_code(const dwarf::DebugInfo& debug, const machine::Thread& thread, size_t depth) {
    for (size_t level = 0; level <= depth && level < thread.depth(); ++level) {
        if (user_position(debug, thread, level)) return true;
    }
    return false;
}

}  // namespace interleave::session
