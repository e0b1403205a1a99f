#include "dwarf/value_printer.hpp"

#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

struct Expected {
    const char* name;
    const char* type;
    const char* text;
};

void check(const Stopped& stopped, std::initializer_list<Expected> expected) {
    for (const Expected& item : expected) {
        PrintedValue value = stopped.value(item.name);
        EXPECT_EQ(value.text, item.text) << item.name;
        EXPECT_EQ(value.type, item.type) << item.name;
    }
}

class Printed : public testing::TestWithParam<const char*> {};

}  // namespace

INSTANTIATE_TEST_SUITE_P(Dwarf, Printed, testing::Values("inspect.debug", "inspect_5.debug"),
                         [](const auto& test) {
                             return test.param == std::string("inspect.debug") ? "version_4"
                                                                               : "version_5";
                         });

TEST_P(Printed, scalars_read_as_they_are_written) {
    check(Stopped("scalars", 0, GetParam()), {{"yes", "bool", "true"},
                                              {"letter", "char", "'x'"},
                                              {"newline", "char", "'\\n'"},
                                              {"tiny", "signed char", "-3"},
                                              {"byte", "unsigned char", "200"},
                                              {"small", "short", "-300"},
                                              {"big", "long long", "-9000000000000000000"},
                                              {"whole", "unsigned int", "4000000000"},
                                              {"tenth", "float", "0.1"},
                                              {"three", "double", "3.0"},
                                              {"little", "double", "2.5e-08"},
                                              {"longer", "long double", "-1.25"},
                                              {"state", "bank::State", "bank::State::Busy"},
                                              {"odd", "bank::State", "bank::State(9)"},
                                              {"color", "Color", "Green"}});
}

TEST_P(Printed, pointers_say_where_they_point_to) {
    check(Stopped("scalars", 0, GetParam()),
          {{"pointer", "int*", "→ counter"},
           {"nothing", "int*", "nullptr"},
           {"wild", "int*", "0xfffffff0 (points to no readable memory)"},
           {"middle", "int*", "→ table[2]"},
           {"reference", "int&", "42"},
           {"text", "const char*", "\"hello\\t\\\"you\\\"\""},
           {"anything", "void*", "→ counter"}});
    PrintedValue pointer = Stopped("scalars", 0, GetParam()).value("pointer");
    ASSERT_EQ(pointer.children.size(), 1u);
    EXPECT_EQ(pointer.children[0].name, "*");
    EXPECT_EQ(pointer.children[0].text, "42");
}

TEST_P(Printed, arrays_and_classes_have_their_parts) {
    Stopped stopped("scalars", 0, GetParam());
    check(stopped, {{"numbers", "int[4]", "{1, 2, 3, 4}"},
                    {"grid", "int[2][3]", "{{1, 2, 3}, {4, 5, 6}}"},
                    {"name", "char[8]", "\"abc\""},
                    {"table", "int[3]", "{1, 2, 3}"}});
    PrintedValue joint = stopped.value("bank::joint");
    EXPECT_EQ(joint.text,
              "{id: 7, balance: 5, rate: 1.5, owner: \"bob\", open: 1, grade: -2, "
              "gate: lock bank::joint.gate}");
    ASSERT_EQ(joint.children.size(), 7u);
    EXPECT_EQ(joint.children[3].name, "owner");
    EXPECT_EQ(joint.children[3].type, "std::string");
}

TEST_P(Printed, strings_of_every_length_show_their_text) {
    check(Stopped("library", 1, GetParam()),
          {{"brief", "std::string", "\"short\""},
           {"eleven", "std::string", "\"0123456789\""},
           {"blank", "std::string", "\"\""},
           {"lengthy", "std::string", "\"a string that does not fit into the object\""},
           {"view", "std::string_view", "\"a string that does not fit into the object\""}});
}

TEST_P(Printed, containers_show_their_elements) {
    check(Stopped("library", 1, GetParam()),
          {{"numbers", "std::vector<int>", "{10, 20, 30}"},
           {"none", "std::vector<int>", "{}"},
           {"words", "std::vector<std::string>", "{\"a\", \"b\"}"},
           {"flags", "std::vector<bool>", "{true, false, true}"},
           {"fixed", "std::array<int, 3>", "{7, 8, 9}"},
           {"line", "std::deque<int>", "{1497, 1498, 1499}"},
           {"waiting", "std::queue<int>", "{3, 4}"},
           {"pile", "std::stack<int>", "{1}"},
           {"urgent", "std::priority_queue<int>", "{9, 4}"},
           {"chain", "std::list<int>", "{5, 6}"},
           {"ages", "std::map<std::string, int>", "{\"one\": 1, \"two\": 2}"},
           {"sorted", "std::set<int>", "{1, 2, 3, 4, 5, 6, 7}"},
           {"hashed", "std::unordered_map<int, char>", "{1: 'a'}"}});
}

TEST_P(Printed, holders_show_what_they_hold) {
    check(Stopped("library", 1, GetParam()),
          {{"some", "std::optional<int>", "4"},
           {"nobody", "std::optional<int>", "nullopt"},
           {"owned", "std::unique_ptr<int>", "→ 9"},
           {"released", "std::unique_ptr<int>", "nullptr"},
           {"shared", "std::shared_ptr<Node>", "→ {value: 8, next: nullptr}"},
           {"weak", "std::weak_ptr<Node>", "→ {value: 8, next: nullptr}"},
           {"pair", "std::pair<int, char>", "{1, 'c'}"},
           {"tuple", "std::tuple<int, double, std::string>", "{2, 3.5, \"t\"}"},
           {"variant", "std::variant<int, std::string>", "\"alternative\""},
           {"function", "std::function<int (int)>", "a function"},
           {"no_function", "std::function<int (int)>", "empty"}});
}

TEST_P(Printed, synchronisation_is_shown_as_what_it_is_about) {
    check(Stopped("library", 1, GetParam()),
          {{"atomic", "std::atomic<int>", "11"},
           {"ready", "std::atomic<bool>", "true"},
           {"wide", "std::atomic<long long>", "1099511627776"},
           {"mutex", "std::mutex", "lock mutex"},
           {"recursive", "std::recursive_mutex", "lock recursive"},
           {"condition", "std::condition_variable", "condition condition"},
           {"guard", "std::lock_guard<std::mutex>", "holds bank::joint.gate"},
           {"empty_lock", "std::unique_lock<std::mutex>", "no lock"},
           {"thread", "std::thread", "no thread"},
           {"nobody_id", "std::thread::id", "no thread"},
           {"handle", "std::coroutine_handle<void>", "no coroutine"}});
}

TEST_P(Printed, times_have_their_unit) {
    Stopped stopped("library", 1, GetParam());
    check(stopped, {{"pause", "std::chrono::milliseconds", "250 ms"},
                    {"whole", "std::chrono::seconds", "2 s"}});
    EXPECT_EQ(stopped.value("then").text, "1500 ns");
}

TEST_P(Printed, types_that_refer_to_themselves_end) {
    check(Stopped("library", 1, GetParam()),
          {{"first", "Node", "{value: 1, next: → {value: 2, next: → first}}"}});
}

TEST(ValuePrinter, a_lock_of_another_variable_is_named_by_the_hook) {
    Stopped stopped("library", 1);
    std::vector<NamedPlace> places =
        named_places(stopped.info, stopped.offset, stopped.registers, stopped.memory());
    ValueHooks hooks;
    hooks.address_name = [&](base::Address address) {
        return describe_address(stopped.info, address, places);
    };
    ValuePrinter printer(stopped.info, stopped.memory(), {}, hooks);
    for (const Variable& variable : stopped.variables()) {
        if (variable.name != "unique") continue;
        EXPECT_EQ(printer.print(variable, stopped.offset, stopped.registers).text, "holds mutex");
        return;
    }
    FAIL() << "no variable unique";
}

TEST(ValuePrinter, long_containers_are_cut_and_say_how_much_is_missing) {
    PrintedValue many = Stopped("library", 1).value("many");
    EXPECT_EQ(many.children.size(), 32u);
    EXPECT_EQ(many.omitted, 68u);
    EXPECT_NE(many.text.find("68 more"), std::string::npos);
}

TEST(ValuePrinter, a_thread_is_called_as_the_machine_calls_it) {
    Stopped stopped("library", 1);
    ValueHooks hooks;
    hooks.thread_name = [](uint32_t handle) { return "thread number " + std::to_string(handle); };
    // std::thread is one pthread_t: any memory that holds a number will do.
    ReadMemory seven = [](base::Address, std::span<uint8_t> out) {
        std::fill(out.begin(), out.end(), uint8_t{0});
        out[0] = 7;
        return true;
    };
    ValuePrinter printer(stopped.info, seven, {}, hooks);
    for (const Variable& variable : stopped.variables()) {
        if (variable.name != "thread") continue;
        EXPECT_EQ(printer.print(variable.type_entry, base::Address{64}).text, "thread number 7");
        return;
    }
    FAIL() << "no variable thread";
}

// Uninitialised variables: every type of the program over memory full of one byte, of pointers into
// itself, and of nothing readable at all.
TEST(ValuePrinter, bad_memory_of_any_kind_is_printed_in_bounds) {
    const DebugInfo& info = program("inspect.debug.wasm");
    std::vector<ReadMemory> memories;
    for (uint8_t fill :
         {uint8_t{0x00}, uint8_t{0x01}, uint8_t{0x40}, uint8_t{0x7f}, uint8_t{0xff}}) {
        memories.push_back([fill](base::Address, std::span<uint8_t> out) {
            std::fill(out.begin(), out.end(), fill);
            return true;
        });
    }
    memories.push_back([](base::Address address, std::span<uint8_t> out) {
        for (size_t i = 0; i < out.size(); ++i) {
            uint32_t word = (address.value + static_cast<uint32_t>(i)) & ~3u;
            out[i] = static_cast<uint8_t>(word >> (8 * ((address.value + i) & 3)));
        }
        return true;
    });
    memories.push_back([](base::Address, std::span<uint8_t>) { return false; });
    memories.push_back(nullptr);
    for (const Stopped& stopped : {Stopped("scalars", 0), Stopped("library", 1)}) {
        for (const ReadMemory& memory : memories) {
            ValuePrinter printer(info, memory);
            for (const Variable& variable : stopped.variables()) {
                for (uint32_t address : {0u, 64u, 0x1000u, 0xfffffffcu}) {
                    PrintedValue value = printer.print(variable.type_entry, base::Address{address});
                    EXPECT_LE(value.text.size(), 400u) << variable.name;
                    EXPECT_FALSE(value.text.empty()) << variable.name;
                }
            }
        }
    }
}
