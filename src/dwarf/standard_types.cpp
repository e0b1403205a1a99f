#include <algorithm>
#include <array>
#include <cstring>

#include "dwarf/text_format.hpp"
#include "dwarf/types.hpp"
#include "dwarf/value_walk.hpp"

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

// What a printer of one kind of type works on.
struct Subject {
    ValueWalk& walk;
    PrintedValue& value;
    EntryId type;
    std::string_view name;
    const Place& place;
    uint32_t depth;

    const Entries& entries() const { return walk.entries(); }
    std::optional<uint64_t> number(std::initializer_list<std::string_view> path) const {
        return walk.load_member(type, place, path);
    }
    // The first of several names that different versions give a member.
    std::optional<uint64_t> any_number(std::initializer_list<std::string_view> names) const {
        for (std::string_view path : names) {
            if (std::optional<uint64_t> found = number({path})) return found;
        }
        return std::nullopt;
    }
    // A size behind __compressed_pair (libc++ 18) or plain (since 20).
    std::optional<uint64_t> compressed(std::string_view member) const {
        std::optional<uint64_t> found = number({member, "__value_"});
        return found ? found : number({member});
    }
    std::optional<Member> member(std::initializer_list<std::string_view> path) const {
        return find_member(entries(), type, path);
    }
};

bool give_up(Subject& subject) {
    subject.walk.unreadable(subject.value);
    return true;
}

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

bool implausible(Subject& subject) {
    subject.value.is_readable = false;
    subject.value.children.clear();
    subject.value.text = "(not initialised?)";
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

bool print_optional(Subject& subject) {
    std::optional<uint64_t> engaged = subject.any_number({"__engaged_"});
    std::optional<Member> inner = subject.member({"__val_"});
    if (!engaged || !inner) return give_up(subject);
    if (*engaged == 0) {
        subject.value.text = "nullopt";
        return true;
    }
    subject.walk.add_child(subject.value, "value", inner->type,
                           subject.place.advance(inner->offset), subject.depth);
    if (!subject.value.children.empty()) subject.value.text = subject.value.children[0].text;
    return true;
}

bool print_atomic(Subject& subject) {
    std::optional<Member> inner = subject.member({"__a_value"});
    if (!inner) inner = subject.member({"__a_"});
    if (!inner) return give_up(subject);
    std::string type = std::move(subject.value.type);
    subject.value =
        subject.walk.print(inner->type, subject.place.advance(inner->offset), subject.depth);
    subject.value.type = std::move(type);
    return true;
}

// The machines model locks, so their memory tells nothing; which lock it is does.
bool print_lock(Subject& subject) {
    subject.value.text =
        "lock " + (subject.place.address ? subject.walk.name_of_address(*subject.place.address)
                                         : std::string("of a temporary"));
    return true;
}

bool print_condition(Subject& subject) {
    subject.value.text =
        "condition " + (subject.place.address ? subject.walk.name_of_address(*subject.place.address)
                                              : std::string("of a temporary"));
    return true;
}

bool print_guard(Subject& subject) {
    std::optional<uint64_t> mutex = subject.any_number({"__m_"});
    if (!mutex) return give_up(subject);
    if (*mutex == 0) {
        subject.value.text = "no lock";
        return true;
    }
    std::optional<uint64_t> owns = subject.any_number({"__owns_"});
    std::string lock = subject.walk.name_of_address(static_cast<uint32_t>(*mutex));
    subject.value.text = (owns == uint64_t{0} ? "does not hold " : "holds ") + lock;
    return true;
}

std::string thread_text(const ValueWalk& walk, uint64_t handle) {
    if (handle == 0) return "no thread";
    std::string name;
    if (walk.hooks().thread_name) name = walk.hooks().thread_name(static_cast<uint32_t>(handle));
    return name.empty() ? "thread " + format_address(static_cast<uint32_t>(handle)) : name;
}

bool print_thread(Subject& subject) {
    std::optional<uint64_t> handle = subject.any_number({"__t_", "__id_"});
    if (!handle) return give_up(subject);
    subject.value.text = thread_text(subject.walk, *handle);
    return true;
}

bool print_counter(Subject& subject) {
    std::optional<uint64_t> count =
        subject.any_number({"__a_value", "__count_", "__a_", "__counter_"});
    if (!count) return false;
    subject.value.text = std::to_string(static_cast<int32_t>(*count));
    return true;
}

bool print_smart_pointer(Subject& subject) {
    std::optional<Member> pointer = subject.member({"__ptr_", "__value_"});
    if (subject.name.starts_with("std::unique_ptr") == false || !pointer) {
        pointer = subject.member({"__ptr_"});
    }
    if (!pointer) return give_up(subject);
    std::optional<uint32_t> target = subject.walk.load_u32(subject.place.advance(pointer->offset));
    EntryId type = strip_qualifiers(subject.entries(), pointer->type);
    if (!target || type == NoEntry) return give_up(subject);
    subject.walk.print_pointer(subject.value, subject.entries().reference(type, At::Type), *target,
                               subject.depth);
    return true;
}

bool print_pair(Subject& subject) {
    for (std::string_view name : {"first", "second"}) {
        std::optional<Member> half = subject.member({name});
        if (!half) return give_up(subject);
        subject.walk.add_child(subject.value, std::string(name), half->type,
                               subject.place.advance(half->offset), subject.depth);
    }
    subject.walk.summarise(subject.value, false);
    return true;
}

// The leaves are bases of the implementation, in the order of the tuple's types.
bool print_tuple(Subject& subject) {
    std::optional<Member> implementation = subject.member({"__base_"});
    if (!implementation) {
        subject.value.text = "{}";
        return true;
    }
    for (const Member& leaf : members_of(subject.entries(), implementation->type)) {
        std::optional<Member> element = find_member(subject.entries(), leaf.type, "__value_");
        if (!element) continue;
        Place place = subject.place.advance(implementation->offset + leaf.offset + element->offset);
        if (!subject.walk.add_element(subject.value, element->type, place, subject.depth)) break;
    }
    subject.walk.summarise(subject.value, false);
    return true;
}

// Alternatives are nested unions: __head of the n-th __tail.
bool print_variant(Subject& subject) {
    std::optional<Member> index = subject.member({"__index_"});
    if (!index) index = subject.member({"__index"});
    std::optional<Member> storage = subject.member({"__data"});
    if (!index || !storage) return give_up(subject);
    // As narrow as the number of alternatives allows; all ones: valueless by exception.
    uint32_t size = std::min(type_size(subject.entries(), index->type).value_or(4), 4u);
    std::array<uint8_t, 4> raw{};
    if (!subject.walk.load(subject.place.advance(index->offset), std::span(raw).first(size))) {
        return give_up(subject);
    }
    uint32_t chosen = 0;
    std::memcpy(&chosen, raw.data(), sizeof chosen);
    if (std::all_of(raw.begin(), raw.begin() + size, [](uint8_t byte) { return byte == 0xff; })) {
        subject.value.text = "(holds nothing)";
        return true;
    }
    Member at = *storage;
    for (uint32_t i = 0; i < chosen && i < 64; ++i) {
        std::optional<Member> tail = find_member(subject.entries(), at.type, "__tail");
        if (!tail) return implausible(subject);
        at.offset += tail->offset;
        at.type = tail->type;
    }
    std::optional<Member> held = find_member(subject.entries(), at.type, {"__head", "__value"});
    if (!held) return implausible(subject);
    subject.walk.add_child(subject.value, "value", held->type,
                           subject.place.advance(at.offset + held->offset), subject.depth);
    if (!subject.value.children.empty()) subject.value.text = subject.value.children[0].text;
    return true;
}

// The unit is in the type's name: duration<long long, std::ratio<1, 1000>>.
std::string unit_of(std::string_view name) {
    size_t ratio = name.find("std::ratio<");
    if (ratio == std::string_view::npos) return " s";
    std::string period;
    for (char c : name.substr(ratio + 11, name.find('>', ratio) - ratio - 11)) {
        if (c != ' ') period += c;
    }
    constexpr std::array<std::pair<std::string_view, std::string_view>, 7> Units = {{
        {"1,1000000000", " ns"},
        {"1,1000000", " µs"},
        {"1,1000", " ms"},
        {"1,1", " s"},
        {"60,1", " min"},
        {"3600,1", " h"},
        {"86400,1", " days"},
    }};
    for (auto [of, unit] : Units) {
        if (period == of) return std::string(unit);
    }
    return " × (" + period.replace(period.find(','), 1, "/") + ") s";
}

bool print_duration(Subject& subject) {
    std::optional<Member> count = subject.member({"__rep_"});
    if (!count) return give_up(subject);
    PrintedValue number =
        subject.walk.print(count->type, subject.place.advance(count->offset), subject.depth);
    subject.value.is_readable = number.is_readable;
    std::string unit = unit_of(type_name(subject.entries(), subject.type));
    subject.value.text = number.is_readable ? number.text + unit : number.text;
    return true;
}

bool print_time_point(Subject& subject) {
    std::optional<Member> since = subject.member({"__d_"});
    if (!since) return give_up(subject);
    subject.value.text =
        subject.walk.print(since->type, subject.place.advance(since->offset), subject.depth).text;
    return true;
}

bool print_function_object(Subject& subject) {
    std::optional<uint64_t> target = subject.number({"__f_", "__f_"});
    if (!target) return give_up(subject);
    subject.value.text = *target == 0 ? "empty" : "a function";
    return true;
}

bool print_coroutine_handle(Subject& subject) {
    std::optional<uint64_t> frame = subject.any_number({"__handle_"});
    if (!frame) return give_up(subject);
    subject.value.text =
        *frame == 0 ? "no coroutine"
                    : "coroutine " + subject.walk.name_of_address(static_cast<uint32_t>(*frame));
    return true;
}

// A promise or future knows its shared state; whether it is ready is in there.
bool print_future(Subject& subject) {
    std::optional<uint64_t> state = subject.any_number({"__state_"});
    if (!state) return give_up(subject);
    subject.value.text =
        *state == 0 ? "no state"
                    : "shared state " + subject.walk.name_of_address(static_cast<uint32_t>(*state));
    return true;
}

struct Printer {
    std::string_view prefix;
    bool (*print)(Subject&);
};

constexpr Printer Printers[] = {
    {"std::string_view", print_string_view},
    {"std::string", print_string},
    {"std::vector<bool", print_vector_of_bool},
    {"std::vector<", print_vector},
    {"std::array<", print_array},
    {"std::deque<", print_deque},
    {"std::list<", print_list},
    {"std::map<", print_tree},
    {"std::multimap<", print_tree},
    {"std::set<", print_tree},
    {"std::multiset<", print_tree},
    {"std::unordered_", print_hash_table},
    {"std::queue<", print_adaptor},
    {"std::stack<", print_adaptor},
    {"std::priority_queue<", print_adaptor},
    {"std::optional<", print_optional},
    {"std::atomic<", print_atomic},
    {"std::atomic_flag", print_atomic},
    {"std::mutex", print_lock},
    {"std::timed_mutex", print_lock},
    {"std::recursive_", print_lock},
    {"std::shared_mutex", print_lock},
    {"std::shared_timed_mutex", print_lock},
    {"std::condition_variable", print_condition},
    {"std::lock_guard<", print_guard},
    {"std::unique_lock<", print_guard},
    {"std::shared_lock<", print_guard},
    {"std::thread", print_thread},  // and std::thread::id
    {"std::jthread", print_thread},
    {"std::counting_semaphore<", print_counter},
    {"std::latch", print_counter},
    {"std::unique_ptr<", print_smart_pointer},
    {"std::shared_ptr<", print_smart_pointer},
    {"std::weak_ptr<", print_smart_pointer},
    {"std::pair<", print_pair},
    {"std::tuple<", print_tuple},
    {"std::variant<", print_variant},
    {"std::chrono::duration<", print_duration},
    {"std::chrono::time_point<", print_time_point},
    {"std::function<", print_function_object},
    {"std::coroutine_handle<", print_coroutine_handle},
    {"std::promise<", print_future},
    {"std::future<", print_future},
    {"std::shared_future<", print_future},
};

}  // namespace

bool print_standard_type(ValueWalk& walk, PrintedValue& value, EntryId type, std::string_view name,
                         const Place& place, uint32_t depth) {
    for (const Printer& printer : Printers) {
        if (!name.starts_with(printer.prefix)) continue;
        Subject subject = {walk, value, type, name, place, depth};
        return printer.print(subject);
    }
    return false;
}

}  // namespace interleave::dwarf
