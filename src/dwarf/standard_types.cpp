#include "dwarf/standard_types.hpp"

namespace interleave::dwarf {
namespace {

struct Printer {
    std::string_view prefix;
    StandardPrinter print;
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

bool give_up(Subject& subject) {
    subject.walk.unreadable(subject.value);
    return true;
}

bool implausible(Subject& subject) {
    subject.value.is_readable = false;
    subject.value.children.clear();
    subject.value.text = "(not initialised?)";
    return true;
}

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
