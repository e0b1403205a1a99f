#include "dwarf/variables.hpp"

#include <algorithm>

#include "fixture.hpp"

using namespace interleave;
using namespace interleave::dwarf;

namespace {

std::vector<std::string> names(const std::vector<Variable>& variables, VariableKind kind) {
    std::vector<std::string> result;
    for (const Variable& variable : variables) {
        if (variable.kind == kind) result.push_back(variable.name);
    }
    return result;
}

const Variable& named(const std::vector<Variable>& variables, const std::string& name) {
    static const Variable None;
    for (const Variable& variable : variables) {
        if (variable.name == name) return variable;
    }
    ADD_FAILURE() << "no variable " << name;
    return None;
}

}  // namespace

TEST(Variables, parameters_locals_and_statics_are_told_apart) {
    std::vector<Variable> variables = Stopped("twice", 3).variables();
    EXPECT_EQ(names(variables, VariableKind::Parameter), std::vector<std::string>{"number"});
    EXPECT_EQ(names(variables, VariableKind::StaticLocal), std::vector<std::string>{"calls"});
    EXPECT_EQ(names(variables, VariableKind::Local),
              (std::vector<std::string>{"result", "number"}));
}

TEST(Variables, an_inner_scope_hides_the_outer_ones_name) {
    std::vector<Variable> variables = Stopped("twice", 3).variables();
    std::vector<bool> shadowed;
    for (const Variable& variable : variables) {
        if (variable.name == "number") shadowed.push_back(variable.is_shadowed);
    }
    EXPECT_EQ(shadowed, (std::vector<bool>{true, false}));
    EXPECT_EQ(Stopped("twice", 3).value("number").text, "100");
}

TEST(Variables, a_lambda_shows_its_captures_and_not_its_closure) {
    std::vector<Variable> variables = Stopped("lambda", 2).variables();
    EXPECT_EQ(names(variables, VariableKind::Capture),
              (std::vector<std::string>{"counter", "numbers", "brief", "later"}));
    EXPECT_EQ(names(variables, VariableKind::Parameter), std::vector<std::string>{"extra"});
    EXPECT_TRUE(names(variables, VariableKind::This).empty());
    Stopped stopped("lambda", 2);
    EXPECT_EQ(stopped.value("counter").text, "42");
    EXPECT_EQ(stopped.value("numbers").text, "{10, 20, 30}");
    EXPECT_EQ(stopped.value("brief").text, "\"short\"");
    EXPECT_EQ(stopped.value("later").text, "1");
    EXPECT_EQ(stopped.value("inside").text, "79");
}

TEST(Variables, a_block_ended_is_out_of_scope_and_one_not_begun_is_not_yet_in) {
    Stopped stopped("library", 1);
    std::vector<Variable> variables = stopped.variables();
    EXPECT_EQ(named(variables, "inner").scope > 0, true);
    for (const Variable& variable : variables) EXPECT_NE(variable.name, "i");
}

TEST(Variables, before_its_declaration_a_variable_is_not_initialised) {
    std::vector<Variable> variables = Stopped("library", 1).variables();
    EXPECT_FALSE(named(variables, "unborn").is_initialised);
    EXPECT_TRUE(named(variables, "later").is_initialised);
    EXPECT_TRUE(named(variables, "inner").is_initialised);
}

TEST(Variables, what_the_compiler_made_up_is_not_shown) {
    for (const Variable& variable : Stopped("library", 1).variables()) {
        EXPECT_FALSE(variable.name.starts_with("__")) << variable.name;
    }
}

TEST(Variables, globals_come_with_members_statics_and_thread_locals) {
    std::vector<Variable> variables = global_variables(program("inspect.debug.wasm"));
    EXPECT_EQ(names(variables, VariableKind::Global),
              (std::vector<std::string>{"bank::Account::count", "bank::joint", "counter", "table",
                                        "twice::calls", "mine"}));
    EXPECT_EQ(named(variables, "mine").type, "thread_local int");
}

TEST(Variables, a_thread_local_is_found_through_the_threads_own_global) {
    const DebugInfo& info = program("inspect.debug.wasm");
    std::vector<Variable> variables = global_variables(info);
    Registers registers;
    registers.global = [](uint32_t) { return std::optional<uint64_t>(0x4000); };
    Location location = locate(info, named(variables, "mine"), {}, registers, nullptr);
    EXPECT_EQ(location.kind, Location::Kind::Memory);
    EXPECT_GE(location.value, 0x4000u);
    EXPECT_LT(location.value, 0x4100u);
    EXPECT_EQ(locate(info, named(variables, "mine"), {}, Registers(), nullptr).kind,
              Location::Kind::None);
}

TEST(Variables, before_the_prologue_a_frame_has_no_places) {
    Stopped stopped("scalars", 0);
    std::vector<Variable> variables = stopped.variables();
    Registers zero;
    zero.local = [](uint32_t) { return std::optional<uint64_t>(0); };
    EXPECT_EQ(locate(stopped.info, named(variables, "yes"), stopped.offset, zero, nullptr).kind,
              Location::Kind::None);
}

TEST(Variables, optimised_code_finds_variables_in_wasm_locals) {
    // `work(rounds)` keeps its parameter in a wasm local for at least a part of its code.
    for (const char* name : {"small_4-O1.wasm", "small_5-O1.wasm"}) {
        const DebugInfo& info = program(name);
        Registers registers;
        registers.local = [](uint32_t index) { return std::optional<uint64_t>(500 + index); };
        bool found = false;
        for (const CodeLine& row : info.lines()) {
            for (const Variable& variable : visible_variables(info, {row.offset})) {
                Location location = locate(info, variable, {row.offset}, registers, nullptr);
                found = found || (variable.name == "rounds" && location.value == 500 &&
                                  location.kind == Location::Kind::Value);
            }
        }
        EXPECT_TRUE(found) << name;
    }
}

TEST(Variables, code_without_debug_information_has_none) {
    EXPECT_TRUE(visible_variables(program("inspect.wasm"), {5000}).empty());
    EXPECT_TRUE(visible_variables(program("inspect.debug.wasm"), {UINT32_MAX}).empty());
}

// What an address in memory is called where it stopped.
std::string name_of(const Stopped& stopped, uint32_t address) {
    std::vector<NamedPlace> places =
        named_places(stopped.info, stopped.offset, stopped.registers, stopped.memory());
    return describe_address(stopped.info, {address}, places);
}

TEST(Variables, stacks_give_addresses_names) {
    Stopped stopped("library", 1);
    uint32_t account = stopped.value("account").address->value;
    EXPECT_EQ(name_of(stopped, account), "account");
    EXPECT_EQ(name_of(stopped, account + 8), "account.balance");
    EXPECT_EQ(name_of(stopped, 16), "");
}

TEST(Variables, an_address_in_a_std_array_is_of_an_element) {
    Stopped stopped("library", 1);
    uint32_t fixed = stopped.value("fixed").address->value;
    EXPECT_EQ(name_of(stopped, fixed), "fixed[0]");
    EXPECT_EQ(name_of(stopped, fixed + 8), "fixed[2]");
}
