// Hostile modules: small ones that ask for much.

#include <gtest/gtest.h>

#include <chrono>

#include "module_builder.hpp"
#include "wasm/limits.hpp"
#include "wasm/validator.hpp"

using namespace interleave;
using namespace interleave::wasm;
using test::Bytes;
using test::ModuleBuilder;
using test::operator+;

namespace {

Bytes repeated(const Bytes& part, size_t times) {
    Bytes bytes;
    bytes.reserve(part.size() * times);
    for (size_t i = 0; i < times; ++i) bytes.insert(bytes.end(), part.begin(), part.end());
    return bytes;
}

std::string error_of(const ModuleBuilder& builder) {
    base::Result<ModulePointer> module = load(builder.build());
    return module.ok() ? "" : module.error().message;
}

}  // namespace

TEST(ValidatorLimits, nesting_costs_no_host_stack) {
    ModuleBuilder deep;
    Bytes body = repeated({0x02, 0x40}, MaxNesting - 1) + repeated({0x0b}, MaxNesting - 1);
    deep.function(deep.type({}, {}), body);
    EXPECT_EQ(error_of(deep), "");

    ModuleBuilder too_deep;
    too_deep.function(too_deep.type({}, {}), repeated({0x02, 0x40}, 1'000'000));
    EXPECT_EQ(error_of(too_deep), "function too complex: more than 100000 nested blocks");
}

TEST(ValidatorLimits, bad_operand_stacks_beyond_the_limit_are_refused) {
    ModuleBuilder builder;
    builder.function(builder.type({}, {}), repeated({0x41, 0}, MaxOperands + 1));
    EXPECT_EQ(error_of(builder),
              "function too complex: more than 50000 values on its operand stack");
}

TEST(ValidatorLimits, bad_parameters_and_results_beyond_the_limit_are_refused) {
    ModuleBuilder builder;
    builder.type(std::vector<ValueType>(MaxParameters + 1, ValueType::I32), {});
    EXPECT_EQ(error_of(builder), "too many parameters");
    ModuleBuilder results;
    results.type({}, std::vector<ValueType>(MaxResults + 1, ValueType::I32));
    EXPECT_EQ(error_of(results), "too many results");
}

TEST(ValidatorLimits, parameters_count_as_locals) {
    ModuleBuilder builder;
    uint32_t type = builder.type({ValueType::I32}, {});
    builder.function(type, {}, {{MaxLocals - 1, ValueType::I32}});
    EXPECT_EQ(error_of(builder), "");
    builder.function(type, {}, {{MaxLocals, ValueType::I32}});
    EXPECT_EQ(error_of(builder), "too many locals: a function may have 50000");
}

TEST(ValidatorLimits, locals_of_many_functions_are_never_written_out) {
    // 20 000 functions of 50 000 locals: a billion bytes if somebody kept one for each.
    ModuleBuilder builder;
    uint32_t type = builder.type({}, {});
    for (int i = 0; i < 20'000; ++i) {
        builder.function(type, {0x20, 0x00, 0x1a}, {{MaxLocals, ValueType::F64}});
    }
    auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(error_of(builder), "");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(ValidatorLimits, branch_tables_to_blocks_of_a_thousand_results_check_each_label_once) {
    ModuleBuilder builder;
    uint32_t wide = builder.type({}, std::vector<ValueType>(1000, ValueType::I32));
    uint32_t type = builder.type({}, {});
    // One block of 1000 results, with a br_table of 60 000 entries to it.
    Bytes table = test::leb(60'000) + Bytes(60'000, 0) + Bytes{0};
    Bytes body = Bytes{0x02} + test::leb(wide) + Bytes{0x00, 0x0e} + table + Bytes{0x0b} +
                 repeated({0x1a}, 1000);
    builder.function(type, body);
    auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(error_of(builder), "");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(2));
}

TEST(ValidatorLimits, bad_modules_that_make_the_validator_compare_types_without_end_are_refused) {
    // Each of three million calls in unreachable code pops and pushes a thousand types: 3·10⁹ comparisons
    // for 9 MB of module.
    ModuleBuilder builder;
    uint32_t wide = builder.type(std::vector<ValueType>(1000, ValueType::I32), {});
    uint32_t type = builder.type({}, {});
    builder.function(wide, {});
    Bytes body = Bytes{0x00} + repeated({0x10, 0x00, 0x00}, 1'500'000);
    builder.function(type, body);
    builder.function(type, body);
    EXPECT_EQ(error_of(builder), "function too complex: too many types to check");
}

TEST(ValidatorLimits, bad_branch_tables_beyond_the_limit_are_refused) {
    ModuleBuilder builder;
    builder.function(builder.type({}, {}), Bytes{0x00, 0x0e} + test::leb(MaxBranchTable + 1) +
                                               Bytes(MaxBranchTable + 2, 0));
    EXPECT_EQ(error_of(builder), "br_table has too many labels");
}
