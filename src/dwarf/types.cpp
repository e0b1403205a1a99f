#include "dwarf/types.hpp"

#include "dwarf/demangle.hpp"

namespace interleave::dwarf {
namespace {

constexpr int DeepestType = 32;
constexpr uint64_t LargestType = UINT32_MAX;

std::string name_of(const Entries& entries, EntryId type, int depth);

bool is_class(Tag tag) {
    return tag == Tag::StructureType || tag == Tag::ClassType || tag == Tag::UnionType;
}

std::string parameters_of(const Entries& entries, EntryId function, int depth) {
    std::string text;
    entries.each_child(function, [&](EntryId child) {
        if (entries.tag(child) != Tag::FormalParameter) return;
        if (!text.empty()) text += ", ";
        text += name_of(entries, entries.reference(child, At::Type), depth - 1);
    });
    return text;
}

std::string dimensions_of(const Entries& entries, EntryId array) {
    std::string text;
    entries.each_child(array, [&](EntryId child) {
        if (entries.tag(child) != Tag::SubrangeType) return;
        std::optional<int64_t> count = entries.constant(child, At::Count);
        if (!count) {
            if (std::optional<int64_t> upper = entries.constant(child, At::UpperBound)) {
                count = static_cast<int64_t>(static_cast<uint64_t>(*upper) + 1);
            }
        }
        text += '[';
        if (count) text += std::to_string(*count);
        text += ']';
    });
    return text;
}

std::string name_of(const Entries& entries, EntryId type, int depth) {
    if (type == NoEntry) return "void";
    if (depth <= 0) return "…";
    EntryId inner = entries.reference(type, At::Type);
    auto inner_name = [&] { return name_of(entries, inner, depth - 1); };
    switch (entries.tag(type)) {
        case Tag::ConstType:
            return "const " + inner_name();
        case Tag::VolatileType:
            return "volatile " + inner_name();
        case Tag::AtomicType:
            return "_Atomic " + inner_name();
        case Tag::RestrictType:
            return inner_name();
        case Tag::PointerType:
            if (inner != NoEntry && entries.tag(inner) == Tag::SubroutineType) {
                return name_of(entries, entries.reference(inner, At::Type), depth - 1) + " (*)(" +
                       parameters_of(entries, inner, depth - 1) + ")";
            }
            return inner_name() + "*";
        case Tag::ReferenceType:
            return inner_name() + "&";
        case Tag::RvalueReferenceType:
            return inner_name() + "&&";
        case Tag::Typedef: {
            // std::vector<int>::value_type and std::remove_extent_t<int> say less than int.
            EntryId scope = entries.parent(type);
            std::string name = qualified_name(entries, type);
            bool is_detour = (scope != NoEntry && is_class(entries.tag(scope))) ||
                             name.find("_t<") != std::string::npos;
            return is_detour && name.starts_with("std::") ? inner_name() : name;
        }
        case Tag::PointerToMember:
            return inner_name() + " (member pointer)";
        case Tag::ArrayType:
            return inner_name() + dimensions_of(entries, type);
        case Tag::SubroutineType:
            return inner_name() + "(" + parameters_of(entries, type, depth - 1) + ")";
        case Tag::StructureType:
        case Tag::ClassType:
        case Tag::UnionType:
        case Tag::EnumerationType:
            if (entries.text(type, At::Name).empty()) {
                bool is_closure = entries.tag(type) == Tag::ClassType;
                return is_closure ? "lambda" : "(unnamed)";
            }
            return qualified_name(entries, type);
        default:
            return qualified_name(entries, type);
    }
}

std::optional<uint64_t> size_of(const Entries& entries, EntryId type, int depth) {
    if (type == NoEntry || depth <= 0) return std::nullopt;
    if (std::optional<int64_t> size = entries.constant(type, At::ByteSize)) {
        return static_cast<uint64_t>(*size);
    }
    EntryId inner = entries.reference(type, At::Type);
    switch (entries.tag(type)) {
        case Tag::PointerType:
        case Tag::ReferenceType:
        case Tag::RvalueReferenceType:
            return 4;
        case Tag::Typedef:
        case Tag::ConstType:
        case Tag::VolatileType:
        case Tag::RestrictType:
        case Tag::AtomicType:
        case Tag::EnumerationType:
        case Tag::TemplateAlias:
            return size_of(entries, inner, depth - 1);
        case Tag::ArrayType: {
            std::optional<uint64_t> size = size_of(entries, inner, depth - 1);
            entries.each_child(type, [&](EntryId child) {
                if (entries.tag(child) != Tag::SubrangeType || !size) return;
                std::optional<int64_t> count = entries.constant(child, At::Count);
                std::optional<int64_t> upper = entries.constant(child, At::UpperBound);
                uint64_t elements = count   ? static_cast<uint64_t>(*count)
                                    : upper ? static_cast<uint64_t>(*upper) + 1
                                            : LargestType + 1;
                bool fits = elements <= LargestType && *size * elements <= LargestType;
                size = fits ? std::optional(*size * elements) : std::nullopt;
            });
            return size;
        }
        case Tag::StructureType:
        case Tag::ClassType:
        case Tag::UnionType: {
            EntryId definition = type_definition(entries, type);
            return definition == type ? std::nullopt : size_of(entries, definition, depth - 1);
        }
        default:
            return std::nullopt;
    }
}

bool is_scope(Tag tag) { return tag == Tag::Namespace || tag == Tag::Subprogram || is_class(tag); }

}  // namespace

EntryId strip_qualifiers(const Entries& entries, EntryId type) {
    for (int depth = 0; depth < DeepestType && type != NoEntry; ++depth) {
        switch (entries.tag(type)) {
            case Tag::Typedef:
            case Tag::ConstType:
            case Tag::VolatileType:
            case Tag::RestrictType:
            case Tag::AtomicType:
            case Tag::TemplateAlias:
                type = entries.reference(type, At::Type);
                break;
            default:
                return type_definition(entries, type);
        }
    }
    return NoEntry;
}

std::string type_name(const Entries& entries, EntryId type) {
    return tidy_name(name_of(entries, type, DeepestType));
}

std::optional<uint32_t> type_size(const Entries& entries, EntryId type) {
    std::optional<uint64_t> size = size_of(entries, type, DeepestType);
    if (!size || *size > LargestType) return std::nullopt;
    return static_cast<uint32_t>(*size);
}

std::optional<uint64_t> array_length(const Entries& entries, EntryId array) {
    std::optional<uint64_t> length;
    entries.each_child(array, [&](EntryId child) {
        if (length || entries.tag(child) != Tag::SubrangeType) return;
        if (std::optional<int64_t> count = entries.constant(child, At::Count)) {
            length = static_cast<uint64_t>(*count);
        } else if (std::optional<int64_t> upper = entries.constant(child, At::UpperBound)) {
            length = static_cast<uint64_t>(*upper) + 1;
        }
    });
    return length;
}

EntryId type_definition(const Entries& entries, EntryId type) {
    if (type == NoEntry || !entries.flag(type, At::Declaration)) return type;
    std::string_view name = entries.text(type, At::Name);
    EntryId scope = entries.parent(type);
    if (name.empty() || scope == NoEntry) return type;
    EntryId found = type;
    entries.each_child(scope, [&](EntryId sibling) {
        if (found != type || entries.tag(sibling) != entries.tag(type)) return;
        if (entries.text(sibling, At::Name) == name && !entries.flag(sibling, At::Declaration)) {
            found = sibling;
        }
    });
    return found;
}

std::string qualified_name(const Entries& entries, EntryId entry) {
    EntryId named = entries.holder(entry, At::Name);
    std::string name(named == NoEntry ? "" : entries.text(named, At::Name));
    // An inlined instance stands where it was inlined; its scope is where the function was written.
    EntryId written = entries.reference(entry, At::AbstractOrigin);
    if (written == NoEntry) written = entry;
    EntryId declared = entries.reference(written, At::Specification);
    EntryId scope = entries.parent(declared == NoEntry ? written : declared);
    while (scope != NoEntry) {
        if (is_scope(entries.tag(scope)) && !entries.flag(scope, At::ExportSymbols)) {
            std::string_view part = entries.inherited_text(scope, At::Name);
            // Of what is inside a lambda the function around it is named.
            bool is_internal = part.starts_with("__") || part == "operator()";
            if (!part.empty() && !is_internal) name = std::string(part) + "::" + name;
        }
        EntryId outer = entries.reference(scope, At::Specification);
        scope = entries.parent(outer == NoEntry || outer >= scope ? scope : outer);
    }
    return name;
}

}  // namespace interleave::dwarf
