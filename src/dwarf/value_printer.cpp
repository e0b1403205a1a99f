#include "dwarf/value_printer.hpp"

#include <algorithm>

#include "dwarf/members.hpp"
#include "dwarf/types.hpp"
#include "dwarf/value_walk.hpp"

namespace interleave::dwarf {
namespace {

constexpr int DeepestPath = 8;

// The array that a std::array is; NoEntry for other types.
EntryId array_within(const Entries& entries, EntryId type) {
    if (!type_name(entries, type).starts_with("std::array<")) return NoEntry;
    std::optional<Member> elements = find_member(entries, type, "__elems_");
    EntryId array = elements ? strip_qualifiers(entries, elements->type) : NoEntry;
    return array != NoEntry && entries.tag(array) == Tag::ArrayType ? array : NoEntry;
}

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
    if (EntryId array = array_within(entries, type); array != NoEntry) {
        return path_to(entries, array, offset, depth - 1);
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

// A class is one thing when its own address is meant, so `bank` and not `bank.id`; an array is its elements.
std::string way_into(const Entries& entries, EntryId type, uint32_t offset) {
    EntryId plain = strip_qualifiers(entries, type);
    bool is_whole = offset == 0 && plain != NoEntry && entries.tag(plain) != Tag::ArrayType &&
                    array_within(entries, plain) == NoEntry;
    return is_whole ? "" : path_to(entries, type, offset, DeepestPath);
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
    } else if (location.kind == Location::Kind::Memory) {
        base::Address address = {static_cast<uint32_t>(location.value)};
        NamedPlace self = {address, type_size(m_info.entries(), variable.type_entry).value_or(0),
                           variable.name, variable.type_entry};
        ValueHooks hooks = m_hooks;
        hooks.address_name = [this, &self](base::Address asked) {
            std::string name = describe_address(m_info, asked, std::span(&self, 1));
            return !name.empty() || !m_hooks.address_name ? name : m_hooks.address_name(asked);
        };
        ValueWalk walk(m_info, m_read, m_limits, hooks);
        value = walk.print(variable.type_entry, Place::at(address.value), 0);
    } else {
        value = print(variable.type_entry, location);
    }
    value.name = variable.name;
    value.type = variable.type;
    return value;
}

std::vector<NamedPlace> named_places(const DebugInfo& info, base::CodeOffset offset,
                                     const Registers& registers, const ReadMemory& read) {
    std::vector<NamedPlace> places;
    const Entries& entries = info.entries();
    for (const Variable& variable : visible_variables(info, offset)) {
        EntryId plain = strip_qualifiers(entries, variable.type_entry);
        // What a reference or a capture by reference refers to has its name elsewhere.
        bool is_reference = plain != NoEntry && (entries.tag(plain) == Tag::ReferenceType ||
                                                 entries.tag(plain) == Tag::RvalueReferenceType);
        if (is_reference) continue;
        Location location = locate(info, variable, offset, registers, read);
        if (location.kind != Location::Kind::Memory) continue;
        places.push_back({{static_cast<uint32_t>(location.value)},
                          type_size(entries, variable.type_entry).value_or(0),
                          variable.name,
                          variable.type_entry});
    }
    return places;
}

std::string describe_address(const DebugInfo& info, base::Address address,
                             std::span<const NamedPlace> places) {
    for (const NamedPlace& place : places) {
        uint32_t offset = address.value - place.address.value;
        if (address < place.address || offset >= std::max(place.size, 1u)) continue;
        return place.name + way_into(info.entries(), place.type, offset);
    }
    return "";
}

std::string describe_address(const DebugInfo& info, base::Address address) {
    const Object* object = info.object_at(address);
    if (object == nullptr) {
        const Object* guard = info.guard_at(address);
        return guard == nullptr ? "" : guard->name;
    }
    EntryId type = info.entries().inherited_reference(object->entry, At::Type);
    return object->name + way_into(info.entries(), type, address.value - object->address.value);
}

}  // namespace interleave::dwarf
