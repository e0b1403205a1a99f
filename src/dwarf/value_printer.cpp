#include "dwarf/value_printer.hpp"

#include "dwarf/members.hpp"
#include "dwarf/types.hpp"
#include "dwarf/value_walk.hpp"

namespace interleave::dwarf {
namespace {

constexpr int DeepestPath = 8;

// ".gate", "[2].next": the way from the start of an object of the type to the offset.
std::string path_to(const Entries& entries, EntryId type, uint32_t offset, int depth) {
    type = strip_qualifiers(entries, type);
    if (type == NoEntry || depth <= 0) return "";
    if (entries.tag(type) == Tag::ArrayType) {
        EntryId element = entries.reference(type, At::Type);
        uint32_t size = type_size(entries, element).value_or(0);
        if (size == 0) return "";
        return "[" + std::to_string(offset / size) + "]" +
               path_to(entries, element, offset % size, depth - 1);
    }
    if (type_name(entries, type).starts_with("std::")) return "";
    for (const Member& member : members_of(entries, type)) {
        uint32_t size = type_size(entries, member.type).value_or(0);
        if (offset < member.offset || offset - member.offset >= size) continue;
        std::string inner = path_to(entries, member.type, offset - member.offset, depth - 1);
        return member.name.empty() ? inner : "." + std::string(member.name) + inner;
    }
    return "";
}

// A class is one thing when its own address is meant, so `bank` and not `bank.id`.
bool is_whole(const Entries& entries, EntryId type, uint32_t offset) {
    type = strip_qualifiers(entries, type);
    return offset == 0 && type != NoEntry && entries.tag(type) != Tag::ArrayType;
}

}  // namespace

ValuePrinter::ValuePrinter(const DebugInfo& info, ReadMemory read, ValueLimits limits,
                           ValueHooks hooks)
    : m_info(info), m_read(std::move(read)), m_limits(limits), m_hooks(std::move(hooks)) {}

PrintedValue ValuePrinter::print(EntryId type, base::Address address) const {
    ValueWalk walk(m_info, m_read, m_limits, m_hooks);
    return walk.print(type, Place::at(address.value), 0);
}

PrintedValue ValuePrinter::print(EntryId type, const Location& location) const {
    Place place;
    switch (location.kind) {
        case Location::Kind::None:
            break;
        case Location::Kind::Memory:
            place = Place::at(static_cast<uint32_t>(location.value));
            break;
        case Location::Kind::Bytes:
            place.bytes = location.bytes;
            break;
        case Location::Kind::Value:
            for (int i = 0; i < 8; ++i) {
                place.bytes.push_back(static_cast<uint8_t>(location.value >> (8 * i)));
            }
            break;
    }
    ValueWalk walk(m_info, m_read, m_limits, m_hooks);
    return walk.print(type, place, 0);
}

PrintedValue ValuePrinter::print(const Variable& variable, base::CodeOffset offset,
                                 const Registers& registers) const {
    Location location = locate(m_info, variable, offset, registers, m_read);
    PrintedValue value;
    if (location.kind == Location::Kind::None) {
        value.is_readable = false;
        value.text = "(not available here)";
    } else {
        value = print(variable.type_entry, location);
    }
    value.name = variable.name;
    value.type = variable.type;
    return value;
}

std::string describe_address(const DebugInfo& info, base::Address address) {
    const Object* object = info.object_at(address);
    if (object == nullptr) return "";
    const Entries& entries = info.entries();
    EntryId type = entries.inherited_reference(object->entry, At::Type);
    uint32_t offset = address.value - object->address.value;
    if (is_whole(entries, type, offset)) return object->name;
    return object->name + path_to(entries, type, offset, DeepestPath);
}

}  // namespace interleave::dwarf
