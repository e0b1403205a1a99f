#pragma once
// The printers of the standard library's types, one function a kind. standard_types.cpp chooses among
// them by name; standard_containers.cpp has what holds many values, standard_holders.cpp what holds one
// or refers to something.

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "dwarf/members.hpp"
#include "dwarf/value_walk.hpp"

namespace interleave::dwarf {

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

// Each prints the subject's value and returns true; false: the general printer of classes should.
using StandardPrinter = bool (*)(Subject&);

bool print_string(Subject& subject);
bool print_string_view(Subject& subject);
bool print_vector(Subject& subject);
bool print_vector_of_bool(Subject& subject);
bool print_array(Subject& subject);
bool print_deque(Subject& subject);
bool print_list(Subject& subject);
bool print_tree(Subject& subject);
bool print_hash_table(Subject& subject);
bool print_adaptor(Subject& subject);

bool print_optional(Subject& subject);
bool print_atomic(Subject& subject);
bool print_lock(Subject& subject);
bool print_condition(Subject& subject);
bool print_guard(Subject& subject);
bool print_thread(Subject& subject);
bool print_counter(Subject& subject);
bool print_smart_pointer(Subject& subject);
bool print_pair(Subject& subject);
bool print_tuple(Subject& subject);
bool print_variant(Subject& subject);
bool print_duration(Subject& subject);
bool print_time_point(Subject& subject);
bool print_function_object(Subject& subject);
bool print_coroutine_handle(Subject& subject);
bool print_future(Subject& subject);

// The value's memory can't be read, or its type is not as expected. Returns true.
bool give_up(Subject& subject);
// The bytes can't be a value of the type: never initialised, or in the middle of a change. Returns true.
bool implausible(Subject& subject);

}  // namespace interleave::dwarf
