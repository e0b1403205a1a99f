#include "session/names.hpp"

#include <algorithm>
#include <bit>
#include <cstdio>

#include "dwarf/value_printer.hpp"

namespace interleave::session {

std::string name_of_address(const dwarf::DebugInfo& debug, uint32_t address) {
    std::string name = dwarf::describe_address(debug, base::Address{address});
    if (!name.empty()) return name;
    char text[16];
    std::snprintf(text, sizeof text, "0x%x", address);
    return text;
}

std::string name_of_thread(uint32_t id) {
    return id == 0 ? "the main thread" : "thread " + std::to_string(id);
}

std::string name_of_once(const std::string& flag) {
    const bool is_guard = flag.starts_with("static ") || flag == "a static variable";
    return (is_guard ? "the initialisation of " : "the call_once of ") + flag;
}

std::string value_as_text(const dwarf::DebugInfo& debug, uint32_t address, uint64_t bits,
                          uint64_t size) {
    const dwarf::Object* object = debug.object_at(base::Address{address});
    const std::string type = object == nullptr ? "" : object->type;
    const bool whole = object != nullptr && object->size == size;
    if (size < 8) bits &= (uint64_t{1} << (8 * size)) - 1;
    if (whole && type.find("bool") != std::string::npos) return bits != 0 ? "true" : "false";
    if (whole && type.find("double") != std::string::npos) {
        char text[32];
        std::snprintf(text, sizeof text, "%g", std::bit_cast<double>(bits));
        return text;
    }
    if (whole && type.find("float") != std::string::npos) {
        char text[32];
        std::snprintf(text, sizeof text, "%g", std::bit_cast<float>(static_cast<uint32_t>(bits)));
        return text;
    }
    if (type.find("unsigned") != std::string::npos || type.find('*') != std::string::npos)
        return std::to_string(bits);
    const int shift = static_cast<int>(64 - 8 * std::min<uint64_t>(size, 8));
    return std::to_string(static_cast<int64_t>(bits << shift) >> shift);
}

}  // namespace interleave::session
