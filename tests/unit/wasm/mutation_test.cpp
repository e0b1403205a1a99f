// Broken modules: parse and validate must refuse or accept every one of them in bounded time, without a crash or
// undefined behaviour (run this program in a build with INTERLEAVE_SANITIZE=address,undefined too).
//
// Mutations are drawn from a fixed sequence of pseudo-random numbers, so a failing round can be repeated. The
// official modules are mutated in tests/spec, and fuzz_wasm.cpp searches without end.

#include <gtest/gtest.h>

#include "every_opcode.hpp"
#include "mutate.hpp"
#include "wasm/validator.hpp"

using namespace interleave;
using test::Bytes;

namespace {

// A module of the kind that compilers make: loops, calls, tables, memory, names.
Bytes ordinary_module() {
    using wasm::Opcode;
    using wasm::ValueType;
    using test::operator+;
    test::ModuleBuilder builder;
    uint32_t binary = builder.type({ValueType::I32, ValueType::I32}, {ValueType::I32});
    uint32_t print = builder.import_function("env", "print", builder.type({ValueType::I32}, {}));
    builder.table(ValueType::FuncRef, 4);
    builder.memory(2);
    builder.global(ValueType::I32, wasm::Mutability::Variable, {0x41, 0x80, 0x08});
    // The greatest common divisor by subtraction, printed on the way.
    Bytes body = Bytes{0x03, 0x7f} +
                 Bytes{0x20, 0, 0x20, 1, 0x46, 0x04, 0x40, 0x20, 0, 0x0f, 0x0b} +
                 Bytes{0x20, 0, 0x10} + test::leb(print) +
                 Bytes{0x20, 0,    0x20, 1, 0x4a, 0x04, 0x40, 0x20, 0, 0x20, 1,    0x6b, 0x21,
                       0,    0x05, 0x20, 1, 0x20, 0,    0x6b, 0x21, 1, 0x0b, 0x0c, 0,    0x0b};
    uint32_t gcd = builder.function(binary, body, {{2, ValueType::I32}, {1, ValueType::F64}});
    builder.export_as("gcd", wasm::ExternalKind::Function, gcd);
    builder.active_elements(0, {gcd, print, gcd});
    builder.active_data(16, "hello, interleavings");
    builder.custom("name", Bytes{1, 6, 1, 1, 3, 'g', 'c', 'd'});
    return builder.build();
}

}  // namespace

TEST(Mutation, the_corpus_is_valid) {
    for (const Bytes& seed : {test::module_with_every_opcode(), ordinary_module()}) {
        base::Result<wasm::ModulePointer> module = wasm::load(seed);
        EXPECT_TRUE(module.ok()) << module.error().message << " at " << module.error().position;
    }
}

TEST(Mutation, bad_modules_of_24000_mutations_are_decided_with_a_reason_and_a_position) {
    const Bytes seeds[] = {test::module_with_every_opcode(), ordinary_module()};
    test::Mutator mutator(20261122);
    int refused = 0;
    for (int round = 0; round < 24'000; ++round) {
        Bytes module = mutator.mutate(seeds[round % 2], seeds[(round + 1) % 2]);
        size_t size = module.size();
        base::Result<wasm::ModulePointer> result = wasm::load(std::move(module));
        if (result.ok()) continue;
        ++refused;
        ASSERT_FALSE(result.error().message.empty()) << "round " << round;
        ASSERT_LE(result.error().position, size) << "round " << round << result.error().message;
    }
    // A mutation that nothing notices tests nothing: most must be refused.
    EXPECT_GT(refused, 12'000);
    EXPECT_LT(refused, 24'000);
}
