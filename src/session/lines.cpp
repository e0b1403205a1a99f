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

// Functions of the standard library's headers that a program uses for atomics of its own; not what counts references, and
// not the C library's locks.
bool is_atomics_header(const dwarf::DebugInfo& debug, const machine::Thread& thread, size_t level) {
    std::optional<machine::CodePosition> code = machine::position(thread, level);
    const dwarf::Function* function = code ? debug.function_at(code->offset) : nullptr;
    return function != nullptr && function->name.find("std::") != std::string::npos &&
           function->name.find("__shared_") == std::string::npos &&
           function->name.find("_refcount_") == std::string::npos;
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

bool shows_access(const dwarf::DebugInfo& debug, machine::AccessKind kind,
                  const machine::Thread& thread) {
    // Frames of libc++'s <atomic> between an operation and the user's code, without optimisation.
    constexpr size_t AtomicFrames = 6;
    if (kind == machine::AccessKind::Read || kind == machine::AccessKind::Write)
        return is_user_code(debug, thread);
    for (size_t level = 0; level <= AtomicFrames && level < thread.depth(); ++level) {
        if (user_position(debug, thread, level)) return true;
        if (!is_atomics_header(debug, thread, level)) return false;
    }
    return false;
}

}  // namespace interleave::session
