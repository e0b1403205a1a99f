#include "values.hpp"

#include <algorithm>
#include <cstdio>

namespace interleave::test {

namespace {

using machine::Slot;
using Match = Value::Match;

// Of the binary formats of IEEE 754: sign, exponent of all ones, and the quiet bit.
constexpr Slot Sign32 = 0x8000'0000, Quiet32 = 0x7fc0'0000;
constexpr Slot Sign64 = 0x8000'0000'0000'0000, Quiet64 = 0x7ff8'0000'0000'0000;

std::string hex(Slot bits) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(bits));
    return text;
}

std::string describe(const Value& value) {
    std::string type(wasm::name_of(value.type));
    switch (value.match) {
        case Match::Exact:
            return type + " " + hex(value.bits);
        case Match::CanonicalNan:
            return type + " nan:canonical";
        case Match::ArithmeticNan:
            return type + " nan:arithmetic";
        case Match::NotNull:
            return type + " not null";
    }
    return type;
}

}  // namespace

bool matches(const Value& expected, Slot actual) {
    bool is_32 = expected.type == wasm::ValueType::F32;
    Slot sign = is_32 ? Sign32 : Sign64;
    Slot quiet = is_32 ? Quiet32 : Quiet64;
    switch (expected.match) {
        case Match::Exact:
            return actual == expected.bits;
        case Match::CanonicalNan:
            return (actual & ~sign) == quiet;
        case Match::ArithmeticNan:
            return (actual & quiet) == quiet && (!is_32 || actual >> 32 == 0);
        case Match::NotNull:
            return actual != machine::NullReference;
    }
    return false;
}

bool matches(const std::vector<Expected>& expected, std::span<const Slot> actual) {
    if (expected.size() != actual.size()) return false;
    for (size_t i = 0; i < actual.size(); ++i) {
        auto right = [&](const Value& value) { return matches(value, actual[i]); };
        if (std::none_of(expected[i].begin(), expected[i].end(), right)) return false;
    }
    return true;
}

std::string describe(const std::vector<Expected>& expected) {
    std::string text = "(";
    for (const Expected& alternatives : expected) {
        for (const Value& value : alternatives) {
            text += (&value == alternatives.data() ? " " : " or ") + describe(value);
        }
    }
    return text + " )";
}

std::string describe(std::span<const Slot> actual) {
    std::string text = "(";
    for (Slot slot : actual) text += " " + hex(slot);
    return text + " )";
}

bool says(const std::string& actual, const std::string& expected) {
    std::string words = expected.substr(0, expected.find(':'));
    return actual.rfind(words, 0) == 0;
}

}  // namespace interleave::test
