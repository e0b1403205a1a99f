#pragma once
// A script of the WebAssembly test suite (spec repository, interpreter/README.md, "Scripts") as data.

#include <filesystem>
#include <string>
#include <vector>

#include "machine/reference.hpp"
#include "wasm/types.hpp"

namespace interleave::test {

struct Value {
    enum class Match : uint8_t { Exact, CanonicalNan, ArithmeticNan, NotNull };
    wasm::ValueType type = wasm::ValueType::I32;
    Match match = Match::Exact;
    machine::Slot bits = 0;
};

// Any one of these is right: (either …). Most have one.
using Expected = std::vector<Value>;

struct Action {
    enum class Kind : uint8_t { Invoke, Get };
    Kind kind = Kind::Invoke;
    std::string module;  // "$name", or "" for the last one
    std::string field;
    std::vector<Value> arguments;
};

struct Command {
    enum class Kind : uint8_t {
        Module,
        Register,
        Action,
        AssertReturn,
        AssertTrap,
        AssertExhaustion,
        AssertException,
        AssertInvalid,
        AssertMalformed,
        AssertUnlinkable,
        AssertUninstantiable,
    };
    Kind kind = Kind::Module;
    uint32_t line = 0;
    std::filesystem::path module_file;  // of those that have a module
    bool is_text_module = false;        // module_file holds the text format
    std::string name;                   // Module, Register: "$name" or ""
    std::string register_as;
    Action action;
    std::vector<Expected> expected;
    std::string text;  // the message that an assertion expects

    bool is_assertion() const { return kind >= Kind::AssertReturn; }
};

struct Script {
    std::string name;  // "core/i32.wast"
    std::vector<Command> commands;
};

}  // namespace interleave::test
