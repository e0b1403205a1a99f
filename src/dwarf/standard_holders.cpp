#include <algorithm>
#include <array>
#include <cstring>

#include "dwarf/standard_types.hpp"
#include "dwarf/text_format.hpp"
#include "dwarf/types.hpp"

namespace interleave::dwarf {
namespace {

std::string thread_text(const ValueWalk& walk, uint64_t handle) {
    if (handle == 0) return "no thread";
    std::string name;
    if (walk.hooks().thread_name) name = walk.hooks().thread_name(static_cast<uint32_t>(handle));
    return name.empty() ? "thread " + format_address(static_cast<uint32_t>(handle)) : name;
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

}  // namespace

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

}  // namespace interleave::dwarf
