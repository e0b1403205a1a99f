#include "dwarf/demangle.hpp"

#include <gtest/gtest.h>

using namespace interleave::dwarf;

TEST(Demangle, gives_the_name_behind_a_symbol_and_leaves_others_alone) {
    EXPECT_EQ(demangle("_Z5twicei"), "twice(int)");
    EXPECT_EQ(demangle("main"), "main");
    EXPECT_EQ(demangle("_Znonsense"), "_Znonsense");
}

TEST(Demangle, bad_symbol_of_enormous_length_is_left_alone) {
    std::string symbol = "_Z" + std::string(100'000, 'N');
    EXPECT_EQ(demangle(symbol), symbol);
}

TEST(TidyName, leaves_out_what_nobody_wrote) {
    EXPECT_EQ(tidy_name("std::__2::vector<int, std::__2::allocator<int> >"), "std::vector<int>");
    EXPECT_EQ(tidy_name("std::__2::basic_string<char, std::__2::char_traits<char>, "
                        "std::__2::allocator<char> >"),
              "std::string");
    EXPECT_EQ(
        tidy_name("std::__2::vector<std::__2::basic_string<char, std::__2::char_traits<char>, "
                  "std::__2::allocator<char> >, std::__2::allocator<std::__2::basic_string<char, "
                  "std::__2::char_traits<char>, std::__2::allocator<char> > > >"),
        "std::vector<std::string>");
    EXPECT_EQ(tidy_name("std::__2::map<int, char, std::__2::less<int>, "
                        "std::__2::allocator<std::__2::pair<const int, char> > >"),
              "std::map<int, char>");
    EXPECT_EQ(tidy_name("std::__2::queue<int, std::__2::deque<int, std::__2::allocator<int> > >"),
              "std::queue<int>");
    EXPECT_EQ(tidy_name("std::__2::array<int, 3UL>"), "std::array<int, 3>");
    EXPECT_EQ(tidy_name("std::__2::thread::join[abi:ne180100]()"), "std::thread::join()");
    EXPECT_EQ(
        tidy_name(
            "std::chrono::time_point<std::chrono::steady_clock, std::chrono::duration<long long, "
            "std::ratio<1ll, 1000000000ll>>>"),
        "std::chrono::time_point<std::chrono::steady_clock>");
    EXPECT_EQ(tidy_name("(anonymous namespace)::helper()"), "helper()");
}

TEST(TidyName, keeps_allocators_and_numbers_that_somebody_wrote) {
    EXPECT_EQ(tidy_name("MyVector<int, mine::allocator<int>>"),
              "MyVector<int, mine::allocator<int>>");
    EXPECT_EQ(tidy_name("Type3UL"), "Type3UL");
}

TEST(ShortFunctionName, leaves_out_parameters_arguments_and_the_return_type) {
    EXPECT_EQ(short_function_name("Bank::pay(int, char)"), "Bank::pay");
    EXPECT_EQ(short_function_name("std::vector<int>::push_back(int&&)"), "std::vector::push_back");
    EXPECT_EQ(short_function_name("void run<int, std::pair<int, char>>(int)"), "run");
    EXPECT_EQ(short_function_name("Bank::total() const"), "Bank::total");
    EXPECT_EQ(short_function_name("main"), "main");
    EXPECT_EQ(short_function_name("__main_argc_argv"), "main");
}

TEST(ShortFunctionName, leaves_out_a_computed_return_type_in_either_spelling) {
    EXPECT_EQ(short_function_name(
                  "decltype(std::declval<void (*)()>()()) std::__invoke<void (*)()>(void (*&&)())"),
              "std::__invoke");
    EXPECT_EQ(short_function_name(
                  "decltype ((declval<A>->x)((declval<int>)())) std::__invoke<A, int>(A&&, int&&)"),
              "std::__invoke");
}

TEST(FirstName, is_what_can_be_said_of_a_symbol_without_a_demangler) {
    EXPECT_EQ(first_name("_ZZZ8speed_upPFivEENK3$_0clIPFvS0_EEEDaT_ENKUlvE_clEv"),
              "lambda in speed_up");
    EXPECT_EQ(first_name("_Z12microsecondsIZZ8speed_upPFivEENK3$_0clIPFvS0_EEEDaT_EUlvE_EdS5_"),
              "microseconds");
    EXPECT_EQ(first_name("_ZNSt3__28__invokeB8ne190107E"), "std::__2::__invoke");
    EXPECT_EQ(first_name("bad_Z12"), "bad_Z12");
    EXPECT_EQ(first_name("_Z"), "_Z");
    EXPECT_EQ(first_name("_Z999999999999999999999a"), "a");
}

TEST(ShortFunctionName, keeps_operators_whole) {
    EXPECT_EQ(short_function_name("operator<<(std::ostream&, int)"), "operator<<");
    EXPECT_EQ(short_function_name("Bank::operator()(int) const"), "Bank::operator()");
    EXPECT_EQ(short_function_name("Node::operator->() const"), "Node::operator->");
    EXPECT_EQ(short_function_name("Node::operator<(Node const&)"), "Node::operator<");
}

TEST(ShortFunctionName, calls_a_lambda_a_lambda) {
    EXPECT_EQ(short_function_name("main::$_0::operator()() const"), "lambda in main");
    EXPECT_EQ(short_function_name("work()::'lambda'(int)::operator()(int) const"),
              "lambda in work");
}
