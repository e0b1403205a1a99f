#include "dwarf/members.hpp"

#include "dwarf/types.hpp"

namespace interleave::dwarf {
namespace {

// Library types nest about six levels; the limit also ends walks through hostile types.
constexpr int DeepestSearch = 10;
constexpr uint16_t ParameterPack = 0x4107;  // DW_TAG_GNU_template_parameter_pack

bool is_class(Tag tag) {
    return tag == Tag::StructureType || tag == Tag::ClassType || tag == Tag::UnionType;
}

std::optional<Member> search(const Entries& entries, EntryId type, std::string_view name, int depth,
                             int& budget) {
    if (depth <= 0 || --budget <= 0) return std::nullopt;
    std::vector<Member> members = members_of(entries, type);
    for (const Member& member : members) {
        if (member.name == name) return member;
    }
    for (bool anonymous : {true, false}) {
        for (const Member& member : members) {
            if (member.name.empty() != anonymous) continue;
            std::optional<Member> inner = search(entries, member.type, name, depth - 1, budget);
            if (!inner) continue;
            inner->offset += member.offset;
            return inner;
        }
    }
    return std::nullopt;
}

}  // namespace

std::vector<Member> members_of(const Entries& entries, EntryId type) {
    std::vector<Member> members;
    type = strip_qualifiers(entries, type);
    if (type == NoEntry || !is_class(entries.tag(type))) return members;
    entries.each_child(type, [&](EntryId child) {
        Tag tag = entries.tag(child);
        if (tag != Tag::Member && tag != Tag::Inheritance) return;
        std::optional<int64_t> offset = entries.constant(child, At::DataMemberLocation);
        std::optional<int64_t> bits = entries.constant(child, At::DataBitOffset);
        bool is_union = entries.tag(type) == Tag::UnionType;
        bool is_static = entries.flag(child, At::External) || entries.flag(child, At::Declaration);
        if (is_static || (!offset && !bits && !is_union)) return;
        Member member;
        member.entry = child;
        member.type = entries.reference(child, At::Type);
        member.name = entries.text(child, At::Name);
        member.is_base = tag == Tag::Inheritance;
        member.bit_size = static_cast<uint32_t>(entries.constant(child, At::BitSize).value_or(0));
        member.offset = static_cast<uint32_t>(offset.value_or(0));
        if (bits) {
            member.offset = static_cast<uint32_t>(*bits / 8);
            member.bit_offset = static_cast<uint32_t>(*bits % 8);
        }
        members.push_back(member);
    });
    return members;
}

std::optional<Member> find_member(const Entries& entries, EntryId type, std::string_view name) {
    int budget = 200;
    return search(entries, type, name, DeepestSearch, budget);
}

std::optional<Member> find_member(const Entries& entries, EntryId type,
                                  std::initializer_list<std::string_view> path) {
    Member found;
    found.type = type;
    for (std::string_view name : path) {
        std::optional<Member> next = find_member(entries, found.type, name);
        if (!next) return std::nullopt;
        next->offset += found.offset;
        found = *next;
    }
    return found;
}

EntryId template_argument(const Entries& entries, EntryId type, size_t index) {
    type = strip_qualifiers(entries, type);
    EntryId argument = NoEntry;
    if (type == NoEntry) return argument;
    size_t seen = 0;
    auto visit = [&](EntryId child) {
        if (entries.tag(child) != Tag::TemplateTypeParameter) return;
        if (seen++ == index) argument = entries.reference(child, At::Type);
    };
    entries.each_child(type, [&](EntryId child) {
        visit(child);
        if (static_cast<uint16_t>(entries.tag(child)) == ParameterPack) {
            entries.each_child(child, visit);
        }
    });
    return argument;
}

}  // namespace interleave::dwarf
