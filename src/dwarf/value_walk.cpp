#include "dwarf/value_walk.hpp"

#include <algorithm>
#include <cstring>

#include "dwarf/text_format.hpp"
#include "dwarf/types.hpp"

namespace interleave::dwarf {
namespace {

constexpr size_t LargestScalar = 16;

uint64_t number_of(std::span<const uint8_t> bytes) {
    uint64_t number = 0;
    std::memcpy(&number, bytes.data(), std::min(bytes.size(), sizeof number));
    return number;
}

int64_t sign_extend(uint64_t number, size_t bits) {
    if (bits == 0 || bits >= 64) return static_cast<int64_t>(number);
    uint64_t sign = uint64_t{1} << (bits - 1);
    number &= (sign << 1) - 1;
    return static_cast<int64_t>((number ^ sign) - sign);
}

bool is_plain_char(std::string_view name) { return name == "char" || name == "wchar_t"; }

std::string format_integer(uint64_t number, size_t bits, Encoding encoding, std::string_view name) {
    if (is_plain_char(name)) return quote_character(static_cast<uint32_t>(number));
    switch (encoding) {
        case Encoding::Boolean:
            if (number <= 1) return number == 1 ? "true" : "false";
            return "true (" + std::to_string(number) + ", not initialised?)";
        case Encoding::Signed:
        case Encoding::SignedChar:
            return std::to_string(sign_extend(number, bits));
        case Encoding::Utf:
            return quote_character(static_cast<uint32_t>(number));
        default:
            return std::to_string(number);
    }
}

std::string enumerator_name(const Entries& entries, EntryId type, int64_t number) {
    std::string name;
    entries.each_child(type, [&](EntryId child) {
        if (!name.empty() || entries.tag(child) != Tag::Enumerator) return;
        if (entries.constant(child, At::ConstValue) == number) name = entries.text(child, At::Name);
    });
    return name;
}

int64_t count_of(const Entries& entries, EntryId subrange) {
    if (std::optional<int64_t> count = entries.constant(subrange, At::Count)) return *count;
    return entries.constant(subrange, At::UpperBound).value_or(-1) + 1;
}

}  // namespace

Place Place::advance(uint32_t offset) const {
    if (address) return Place::at(*address + offset);
    Place part;
    if (offset < bytes.size()) part.bytes.assign(bytes.begin() + offset, bytes.end());
    return part;
}

bool ValueWalk::load(const Place& place, std::span<uint8_t> out) const {
    if (place.address) {
        bool fits = uint64_t{*place.address} + out.size() <= uint64_t{UINT32_MAX} + 1;
        // Address 0 and its neighbours hold no C++ object: that is a null pointer followed.
        if (fits && *place.address >= 8 && m_read && m_read({*place.address}, out)) return true;
    } else if (out.size() <= place.bytes.size()) {
        std::copy_n(place.bytes.begin(), out.size(), out.begin());
        return true;
    }
    std::fill(out.begin(), out.end(), uint8_t{0});
    return false;
}

std::optional<uint32_t> ValueWalk::load_u32(const Place& place) const {
    uint8_t bytes[4];
    if (!load(place, bytes)) return std::nullopt;
    return static_cast<uint32_t>(number_of(bytes));
}

std::optional<uint64_t> ValueWalk::load_member(EntryId type, const Place& place,
                                               std::initializer_list<std::string_view> path) const {
    std::optional<Member> member = find_member(m_entries, type, path);
    if (!member) return std::nullopt;
    uint8_t bytes[8];
    uint32_t size = type_size(m_entries, member->type).value_or(0);
    if (size == 0 || size > sizeof bytes) return std::nullopt;
    if (!load(place.advance(member->offset), std::span(bytes, size))) return std::nullopt;
    return number_of(std::span(bytes, size));
}

bool ValueWalk::add_child(PrintedValue& parent, std::string name, EntryId type, const Place& place,
                          uint32_t depth) {
    if (depth >= m_limits.depth || m_budget == 0) {
        ++parent.omitted;
        return false;
    }
    PrintedValue child = print(type, place, depth + 1);
    child.name = std::move(name);
    parent.children.push_back(std::move(child));
    return true;
}

bool ValueWalk::add_element(PrintedValue& parent, EntryId type, const Place& place,
                            uint32_t depth) {
    if (parent.children.size() >= m_limits.elements) {
        ++parent.omitted;
        return false;
    }
    return add_child(parent, "[" + std::to_string(parent.children.size()) + "]", type, place,
                     depth);
}

void ValueWalk::unreadable(PrintedValue& value) const {
    value.is_readable = false;
    value.children.clear();
    value.text = value.address
                     ? "(memory at " + format_address(value.address->value) + " can't be read)"
                     : "(not available)";
}

void ValueWalk::summarise(PrintedValue& value, bool with_names) const {
    std::string text;
    for (const PrintedValue& child : value.children) {
        if (text.size() > m_limits.text_length) break;
        if (!text.empty()) text += ", ";
        if (with_names && !child.name.empty()) text += child.name + ": ";
        text += child.text;
    }
    if (value.omitted > 0) {
        if (!text.empty()) text += ", ";
        text += "…";
        if (value.omitted > 1) text += " " + std::to_string(value.omitted) + " more";
    }
    value.text = "{" + shorten(std::move(text), m_limits.text_length) + "}";
}

std::string ValueWalk::name_of_address(uint32_t address) const {
    std::string name = describe_address(m_info, {address});
    if (name.empty() && m_hooks.address_name) name = m_hooks.address_name({address});
    return name.empty() ? format_address(address) : name;
}

PrintedValue ValueWalk::print(EntryId type, const Place& place, uint32_t depth) {
    PrintedValue value;
    if (m_budget > 0) --m_budget;
    value.type = type_name(m_entries, type);
    if (place.address) value.address = base::Address{*place.address};
    value.size = type_size(m_entries, type).value_or(0);
    print_type(value, type, place, depth);
    value.text = shorten(std::move(value.text), m_limits.text_length + 2);
    return value;
}

void ValueWalk::print_type(PrintedValue& value, EntryId type, const Place& place, uint32_t depth) {
    type = strip_qualifiers(m_entries, type);
    if (type == NoEntry) {
        value.text = "(void)";
        return;
    }
    switch (m_entries.tag(type)) {
        case Tag::BaseType:
            return print_base_type(value, type, place);
        case Tag::EnumerationType:
            return print_enumeration(value, type, place);
        case Tag::ArrayType:
            return print_array(value, type, place, depth);
        case Tag::StructureType:
        case Tag::ClassType:
        case Tag::UnionType:
            return print_class(value, type, place, depth);
        case Tag::UnspecifiedType:
            value.text = "nullptr";
            return;
        case Tag::PointerType:
        case Tag::ReferenceType:
        case Tag::RvalueReferenceType:
            break;
        default:
            value.text = "(" + value.type + ")";
            return;
    }
    std::optional<uint32_t> target = load_u32(place);
    if (!target) return unreadable(value);
    EntryId pointee = m_entries.reference(type, At::Type);
    if (m_entries.tag(type) == Tag::PointerType) {
        return print_pointer(value, pointee, *target, depth);
    }
    // A reference is its object, also for who reads it. Hostile types may refer to themselves.
    if (depth >= m_limits.depth) {
        value.text = "→ " + name_of_address(*target);
        return;
    }
    std::string declared = value.type;
    value = print(pointee, Place::at(*target), depth + 1);
    value.type = declared;
}

void ValueWalk::print_base_type(PrintedValue& value, EntryId type, const Place& place) {
    uint8_t bytes[LargestScalar];
    uint32_t size = type_size(m_entries, type).value_or(0);
    if (size == 0 || size > LargestScalar) {
        value.text = "(" + value.type + ")";
        return;
    }
    if (!load(place, std::span(bytes, size))) return unreadable(value);
    auto encoding = static_cast<Encoding>(m_entries.constant(type, At::Encoding).value_or(0));
    if (encoding == Encoding::Float) {
        float single = 0;
        double number = 0;
        std::memcpy(&single, bytes, sizeof single);
        std::memcpy(&number, bytes, sizeof number);
        value.text = size == 4   ? format_float(single)
                     : size == 8 ? format_double(number)
                                 : format_quad(bytes);
    } else if (size > sizeof(uint64_t)) {
        uint64_t high = number_of(std::span(bytes + 8, 8)), low = number_of(std::span(bytes, 8));
        bool small = high == (static_cast<int64_t>(low) < 0 ? UINT64_MAX : 0);
        value.text = small ? std::to_string(static_cast<int64_t>(low))
                           : std::to_string(high) + " * 2^64 + " + std::to_string(low);
    } else {
        value.text = format_integer(number_of(std::span(bytes, size)), size * size_t{8}, encoding,
                                    m_entries.text(type, At::Name));
    }
}

void ValueWalk::print_enumeration(PrintedValue& value, EntryId type, const Place& place) {
    uint8_t bytes[8];
    uint32_t size = std::clamp<uint32_t>(type_size(m_entries, type).value_or(4), 1, 8);
    if (!load(place, std::span(bytes, size))) return unreadable(value);
    uint64_t number = number_of(std::span(bytes, size));
    int64_t extended = sign_extend(number, size * size_t{8});
    std::string name = enumerator_name(m_entries, type, static_cast<int64_t>(number));
    if (name.empty()) name = enumerator_name(m_entries, type, extended);
    std::string qualified = qualified_name(m_entries, type);
    if (name.empty()) {
        value.text = qualified + "(" + std::to_string(extended) + ")";
    } else {
        bool scoped = m_entries.flag(type, At::EnumClass);
        value.text = scoped ? qualified + "::" + name : name;
    }
}

bool ValueWalk::print_c_string(PrintedValue& value, EntryId pointee, uint32_t target) {
    EntryId plain = strip_qualifiers(m_entries, pointee);
    if (plain == NoEntry || m_entries.text(plain, At::Name) != "char") return false;
    std::string text;
    for (uint32_t i = 0; i <= m_limits.characters; ++i) {
        uint8_t byte = 0;
        if (!load(Place::at(target + i), std::span(&byte, 1))) return false;
        if (byte == 0) {
            value.text = quote_text(text);
            return true;
        }
        text += static_cast<char>(byte);
    }
    text.pop_back();
    value.text = quote_text(text) + "…";
    return true;
}

void ValueWalk::print_pointer(PrintedValue& value, EntryId pointee, uint32_t target,
                              uint32_t depth) {
    if (target == 0) {
        value.text = "nullptr";
        return;
    }
    EntryId plain = strip_qualifiers(m_entries, pointee);
    if (plain != NoEntry && m_entries.tag(plain) == Tag::SubroutineType) {
        value.text = "function #" + std::to_string(target);  // an index of the function table
        return;
    }
    if (print_c_string(value, pointee, target)) return;
    std::string name = name_of_address(target);
    value.text = "→ " + name;
    std::pair<uint32_t, EntryId> step = {target, plain};
    bool seen = std::find(m_followed.begin(), m_followed.end(), step) != m_followed.end();
    if (seen && name.starts_with("0x")) value.text = "→ (above)";
    if (plain == NoEntry || seen) return;
    m_followed.push_back(step);
    bool added = add_child(value, "*", pointee, Place::at(target), depth);
    m_followed.pop_back();
    if (!added) return;
    const PrintedValue& object = value.children.back();
    if (!object.is_readable) {
        value.text = format_address(target) + " (points to no readable memory)";
        value.children.clear();
    } else if (name.starts_with("0x")) {
        value.text = "→ " + object.text;  // what is there says more than a number
    }
}

void ValueWalk::print_array(PrintedValue& value, EntryId type, const Place& place, uint32_t depth) {
    EntryId element = m_entries.reference(type, At::Type);
    uint64_t length = array_length(m_entries, type).value_or(0);
    uint32_t total = type_size(m_entries, type).value_or(0);
    if (length == 0 || total == 0) {
        value.text = "{}";
        return;
    }
    uint32_t size = static_cast<uint32_t>(total / length);  // of a row, in more dimensions
    EntryId plain = strip_qualifiers(m_entries, element);
    if (size == 1 && plain != NoEntry && m_entries.text(plain, At::Name) == "char") {
        std::vector<uint8_t> bytes(std::min<uint64_t>(length, m_limits.characters));
        if (!load(place, bytes)) return unreadable(value);
        std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        value.text = quote_text(text.substr(0, text.find('\0')));
        return;
    }
    std::vector<uint64_t> dimensions = {length};
    m_entries.each_child(type, [&, first = true](EntryId child) mutable {
        if (m_entries.tag(child) != Tag::SubrangeType) return;
        if (!first) dimensions.push_back(static_cast<uint64_t>(count_of(m_entries, child)));
        first = false;
    });
    print_dimension(value, element, dimensions, size, place, depth);
}

// Rows have no type of their own in DWARF, so an array of arrays is split by its counts.
void ValueWalk::print_dimension(PrintedValue& value, EntryId element,
                                std::span<const uint64_t> dimensions, uint32_t size,
                                const Place& place, uint32_t depth) {
    for (uint64_t i = 0; i < dimensions[0]; ++i) {
        Place at = place.advance(static_cast<uint32_t>(i * size));
        bool is_full = value.children.size() >= m_limits.elements || m_budget == 0;
        if (dimensions.size() == 1) {
            if (add_element(value, element, at, depth)) continue;
        } else if (!is_full && dimensions[1] != 0 && depth < m_limits.depth) {
            PrintedValue row;
            row.name = "[" + std::to_string(i) + "]";
            row.address = value.address ? std::optional(base::Address{*at.address}) : std::nullopt;
            print_dimension(row, element, dimensions.subspan(1),
                            static_cast<uint32_t>(size / dimensions[1]), at, depth + 1);
            value.children.push_back(std::move(row));
            continue;
        }
        value.omitted = dimensions[0] - i;
        break;
    }
    if (!value.children.empty() && !value.children.front().is_readable) return unreadable(value);
    summarise(value, false);
}

void ValueWalk::add_bit_field(PrintedValue& value, const Member& member, const Place& place) {
    PrintedValue child;
    child.name = member.name;
    child.type = type_name(m_entries, member.type);
    uint32_t bytes_used = std::min((member.bit_offset + member.bit_size + 7) / 8, 8u);
    uint8_t bytes[8];
    if (place.address) child.address = base::Address{*place.address + member.offset};
    if (!load(place.advance(member.offset), std::span(bytes, bytes_used))) {
        unreadable(child);
    } else {
        uint64_t number = number_of(std::span(bytes, bytes_used)) >> (member.bit_offset & 63);
        uint32_t bits = std::clamp(member.bit_size, 1u, 64u);
        if (bits < 64) number &= (uint64_t{1} << bits) - 1;
        EntryId type = strip_qualifiers(m_entries, member.type);
        auto encoding = static_cast<Encoding>(
            type == NoEntry ? 0 : m_entries.constant(type, At::Encoding).value_or(0));
        child.text = format_integer(number, bits, encoding, "");
    }
    value.children.push_back(std::move(child));
}

void ValueWalk::add_members(PrintedValue& value, EntryId type, const Place& place, uint32_t depth) {
    for (const Member& member : members_of(m_entries, type)) {
        Place at = place.advance(member.offset);
        bool is_flattened = member.is_base || member.name.empty();
        if (member.name.starts_with("_vptr")) continue;
        if (member.bit_size > 0) {
            add_bit_field(value, member, place);
        } else if (is_flattened && depth < m_limits.depth && m_budget > 0) {
            // Members of bases and of anonymous structs belong to the class for who uses it.
            --m_budget;
            PrintedValue part;
            std::string name = type_name(m_entries, member.type);
            EntryId part_type = strip_qualifiers(m_entries, member.type);
            if (member.is_base && name.starts_with("std::") && part_type != NoEntry) {
                add_child(value, name, member.type, at, depth);
                continue;
            }
            add_members(part, member.type, at, depth + 1);
            for (PrintedValue& child : part.children) value.children.push_back(std::move(child));
            value.omitted += part.omitted;
        } else if (value.children.size() >= m_limits.elements) {
            ++value.omitted;
        } else {
            add_child(value, std::string(member.name), member.type, at, depth);
        }
    }
}

void ValueWalk::print_class(PrintedValue& value, EntryId type, const Place& place, uint32_t depth) {
    std::string name = type_name(m_entries, type);
    if (name.starts_with("std::") && print_standard_type(*this, value, type, name, place, depth)) {
        return;
    }
    uint32_t size = type_size(m_entries, type).value_or(0);
    uint8_t probe = 0;
    if (size == 0) {
        value.text = "(incomplete type " + name + ")";
        return;
    }
    if (!load(place, std::span(&probe, 1))) return unreadable(value);
    add_members(value, type, place, depth);
    summarise(value, true);
}

}  // namespace interleave::dwarf
