#include <algorithm>
#include <array>
#include <cstring>

#include "dwarf/standard_types.hpp"
#include "dwarf/text_format.hpp"
#include "dwarf/types.hpp"

// Values of the standard library's types. Members are found by name through the debug information, so
// that another version of libc++ with other offsets still prints; only two layouts have no names to go
// by and are written down here: the bits of std::string, and the nodes of lists, trees and hash tables.
//
// libc++ as Emscripten builds it (ABI 2, checked with libc++ 18; `__config`, `string`, `__tree`):
//
//   string, 12 bytes     short:  0 …10 characters │ 11: size, top bit 0
//                        long:   0 data  4 size  8 capacity, top bit of byte 11 set
//   tree node            0 left  4 right  8 parent  12 is black  16 value
//   hash node            0 next  4 hash  8 value
//   list node            0 previous  4 next  8 value
//
// A container in the middle of a change, or one whose memory was never initialised, may be anything:
// sizes are checked against what memory can hold, and walks end at ValueLimits::elements.

namespace interleave::dwarf {
namespace {

constexpr uint32_t StringSize = 12;
constexpr uint32_t TreeValue = 16, HashValue = 8, ListValue = 8;
constexpr uint64_t ImplausibleSize = uint64_t{1} << 31;

void print_characters(Subject& subject, const Place& place, uint64_t size) {
    if (size >= ImplausibleSize) {
        subject.value.text = "(not initialised?)";
        return;
    }
    uint64_t shown = std::min<uint64_t>(size, subject.walk.limits().characters);
    std::vector<uint8_t> bytes(shown);
    if (shown > 0 && !subject.walk.load(place, bytes)) {
        subject.walk.unreadable(subject.value);
        return;
    }
    std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    subject.value.text = quote_text(text) + (shown < size ? "…" : "");
}

// `count` elements one after the other from `first`.
void print_sequence(Subject& subject, EntryId element, uint32_t first, uint64_t count) {
    uint32_t size = std::max(type_size(subject.entries(), element).value_or(1), 1u);
    for (uint64_t i = 0; i < count; ++i) {
        Place place = Place::at(first + static_cast<uint32_t>(i * size));
        if (subject.walk.add_element(subject.value, element, place, subject.depth)) continue;
        subject.value.omitted = count - i;
        break;
    }
    const std::vector<PrintedValue>& children = subject.value.children;
    if (!children.empty() && !children.front().is_readable) {
        subject.value.children.clear();
        subject.value.is_readable = false;
        subject.value.text = "(not initialised?)";
        return;
    }
    subject.walk.summarise(subject.value, false);
}

// Keys and values of a map as "key: value", elements of a set alone.
bool add_entry(Subject& subject, EntryId stored, const Place& place) {
    const Entries& entries = subject.entries();
    std::optional<Member> pair = find_member(entries, stored, "__cc_");
    if (!pair) return subject.walk.add_element(subject.value, stored, place, subject.depth);
    std::optional<Member> first = find_member(entries, pair->type, "first");
    std::optional<Member> second = find_member(entries, pair->type, "second");
    if (!first || !second || subject.value.children.size() >= subject.walk.limits().elements) {
        ++subject.value.omitted;
        return false;
    }
    Place at = place.advance(pair->offset);
    std::string key =
        subject.walk.print(first->type, at.advance(first->offset), subject.depth + 1).text;
    return subject.walk.add_child(subject.value, key, second->type, at.advance(second->offset),
                                  subject.depth);
}

// The next node in order: the leftmost of the right subtree, or the first ancestor reached from its
// left. Returns 0 where the tree is damaged.
uint32_t next_in_order(const ValueWalk& walk, uint32_t node) {
    constexpr int TallestTree = 128;
    auto field = [&walk](uint32_t at, uint32_t offset) {
        return walk.load_u32(Place::at(at + offset)).value_or(0);
    };
    if (uint32_t right = field(node, 4)) {
        for (int i = 0; i < TallestTree; ++i) {
            uint32_t left = field(right, 0);
            if (left == 0) return right;
            right = left;
        }
        return 0;
    }
    for (int i = 0; i < TallestTree; ++i) {
        uint32_t parent = field(node, 8);
        if (parent == 0 || field(parent, 0) == node) return parent;
        node = parent;
    }
    return 0;
}

}  // namespace

bool print_string(Subject& subject) {
    std::array<uint8_t, StringSize> raw{};
    if (!subject.walk.load(subject.place, raw)) return give_up(subject);
    if (!(raw[11] & 0x80)) {
        Place characters;
        characters.bytes.assign(raw.begin(), raw.begin() + 11);
        print_characters(subject, characters, std::min<uint64_t>(raw[11], 11));
        return true;
    }
    uint32_t data = 0, size = 0;
    std::memcpy(&data, raw.data(), 4);
    std::memcpy(&size, raw.data() + 4, 4);
    print_characters(subject, Place::at(data), size);
    return true;
}

bool print_string_view(Subject& subject) {
    std::optional<uint64_t> data = subject.any_number({"__data_", "__data"});
    std::optional<uint64_t> size = subject.any_number({"__size_", "__size"});
    if (!data || !size) return give_up(subject);
    print_characters(subject, Place::at(static_cast<uint32_t>(*data)), *size);
    return true;
}

bool print_vector(Subject& subject) {
    EntryId element = template_argument(subject.entries(), subject.type, 0);
    std::optional<uint64_t> begin = subject.any_number({"__begin_"});
    std::optional<uint64_t> end = subject.any_number({"__end_"});
    if (!begin || !end) return give_up(subject);
    uint32_t size = type_size(subject.entries(), element).value_or(0);
    if (size == 0 || *end < *begin || (*end - *begin) % size != 0) return implausible(subject);
    print_sequence(subject, element, static_cast<uint32_t>(*begin), (*end - *begin) / size);
    return true;
}

bool print_vector_of_bool(Subject& subject) {
    std::optional<uint64_t> begin = subject.any_number({"__begin_"});
    std::optional<uint64_t> size = subject.any_number({"__size_"});
    if (!begin || !size) return give_up(subject);
    if (*size >= ImplausibleSize) return implausible(subject);
    std::string text;
    uint64_t shown = std::min<uint64_t>(*size, subject.walk.limits().elements);
    for (uint64_t i = 0; i < shown; ++i) {
        uint8_t byte = 0;
        Place at = Place::at(static_cast<uint32_t>(*begin + i / 8));
        if (!subject.walk.load(at, std::span(&byte, 1))) return implausible(subject);
        if (i > 0) text += ", ";
        text += byte >> (i % 8) & 1 ? "true" : "false";
    }
    subject.value.omitted = *size - shown;
    if (shown < *size) text += ", … " + std::to_string(*size - shown) + " more";
    subject.value.text = "{" + text + "}";
    return true;
}

bool print_array(Subject& subject) {
    std::optional<Member> elements = subject.member({"__elems_"});
    if (!elements) {
        subject.value.text = "{}";
        return true;
    }
    std::string type = std::move(subject.value.type);
    subject.value =
        subject.walk.print(elements->type, subject.place.advance(elements->offset), subject.depth);
    subject.value.type = std::move(type);
    return true;
}

// Blocks of equal size, their addresses in __map_ from its __begin_ on; element i is number
// __start_ + i of all places in all blocks.
bool print_deque(Subject& subject) {
    EntryId element = template_argument(subject.entries(), subject.type, 0);
    std::optional<uint64_t> map = subject.number({"__map_", "__begin_"});
    std::optional<uint64_t> start = subject.any_number({"__start_"});
    std::optional<uint64_t> count = subject.compressed("__size_");
    uint32_t size = type_size(subject.entries(), element).value_or(0);
    if (!map || !start || !count || size == 0) return give_up(subject);
    if (*count >= ImplausibleSize) return implausible(subject);
    uint64_t per_block = size < 256 ? 4096 / size : 16;
    for (uint64_t i = 0; i < *count; ++i) {
        uint64_t at = *start + i;
        Place entry = Place::at(static_cast<uint32_t>(*map + at / per_block * 4));
        std::optional<uint32_t> block = subject.walk.load_u32(entry);
        if (!block) return implausible(subject);
        Place place = Place::at(*block + static_cast<uint32_t>(at % per_block * size));
        if (subject.walk.add_element(subject.value, element, place, subject.depth)) continue;
        subject.value.omitted = *count - i;
        break;
    }
    subject.walk.summarise(subject.value, false);
    return true;
}

bool print_list(Subject& subject) {
    EntryId element = template_argument(subject.entries(), subject.type, 0);
    std::optional<Member> end = subject.member({"__end_"});
    std::optional<uint64_t> count = subject.compressed("__size_alloc_");
    if (!count) count = subject.compressed("__size_");
    if (!end || !count || !subject.place.address) return give_up(subject);
    if (*count >= ImplausibleSize) return implausible(subject);
    std::optional<uint32_t> node = subject.walk.load_u32(subject.place.advance(end->offset + 4));
    for (uint64_t i = 0; i < *count; ++i) {
        if (!node) return implausible(subject);
        Place place = Place::at(*node + ListValue);
        if (!subject.walk.add_element(subject.value, element, place, subject.depth)) {
            subject.value.omitted = *count - i;
            break;
        }
        node = subject.walk.load_u32(Place::at(*node + 4));
    }
    subject.walk.summarise(subject.value, false);
    return true;
}

bool print_tree(Subject& subject) {
    std::optional<Member> tree = subject.member({"__tree_"});
    if (!tree) return give_up(subject);
    Place place = subject.place.advance(tree->offset);
    EntryId stored = template_argument(subject.entries(), tree->type, 0);
    std::optional<uint64_t> count =
        subject.walk.load_member(tree->type, place, {"__pair3_", "__value_"});
    if (!count) count = subject.walk.load_member(tree->type, place, {"__size_"});
    std::optional<uint64_t> first = subject.walk.load_member(tree->type, place, {"__begin_node_"});
    if (!count || !first) return give_up(subject);
    uint32_t node = static_cast<uint32_t>(*first);
    for (uint64_t i = 0; i < *count; ++i) {
        if (node == 0 || *count >= ImplausibleSize) return implausible(subject);
        if (!add_entry(subject, stored, Place::at(node + TreeValue))) {
            subject.value.omitted = *count - i;
            break;
        }
        node = next_in_order(subject.walk, node);
    }
    subject.walk.summarise(subject.value,
                           find_member(subject.entries(), stored, "__cc_").has_value());
    return true;
}

bool print_hash_table(Subject& subject) {
    std::optional<Member> table = subject.member({"__table_"});
    if (!table) return give_up(subject);
    Place place = subject.place.advance(table->offset);
    EntryId stored = template_argument(subject.entries(), table->type, 0);
    std::optional<uint64_t> count =
        subject.walk.load_member(table->type, place, {"__p2_", "__value_"});
    if (!count) count = subject.walk.load_member(table->type, place, {"__size_"});
    std::optional<uint64_t> first =
        subject.walk.load_member(table->type, place, {"__p1_", "__value_", "__next_"});
    if (!first) first = subject.walk.load_member(table->type, place, {"__first_node_", "__next_"});
    if (!count || !first) return give_up(subject);
    std::optional<uint32_t> node = static_cast<uint32_t>(*first);
    for (uint64_t i = 0; i < *count; ++i) {
        if (!node || *node == 0 || *count >= ImplausibleSize) return implausible(subject);
        if (!add_entry(subject, stored, Place::at(*node + HashValue))) {
            subject.value.omitted = *count - i;
            break;
        }
        node = subject.walk.load_u32(Place::at(*node));
    }
    subject.walk.summarise(subject.value,
                           find_member(subject.entries(), stored, "__cc_").has_value());
    return true;
}

// std::queue, std::stack and std::priority_queue are what they contain.
bool print_adaptor(Subject& subject) {
    std::optional<Member> container = subject.member({"c"});
    if (!container) return give_up(subject);
    std::string type = std::move(subject.value.type);
    subject.value = subject.walk.print(container->type, subject.place.advance(container->offset),
                                       subject.depth);
    subject.value.type = std::move(type);
    return true;
}

}  // namespace interleave::dwarf
