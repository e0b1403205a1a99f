// Values as bytes, for what goes from one process to another: processes have no memory in common, so everything is
// copied. Works for numbers, enums and structs that can be copied byte by byte, std::string, and std::vector,
// std::array, std::optional, std::pair and std::tuple of such. A pointer is refused: it would mean nothing there.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace interleave::message {

using Bytes = std::vector<unsigned char>;

template <class Value>
struct Codec {
    static_assert(!std::is_pointer_v<Value>,
                  "a pointer means nothing in another process: send what it points to");
    static_assert(std::is_trivially_copyable_v<Value>,
                  "only plain values, strings and containers of them can be sent to a process");
    static void put(Bytes& to, const Value& value) {
        const auto* begin = reinterpret_cast<const unsigned char*>(&value);
        to.insert(to.end(), begin, begin + sizeof value);
    }
    static Value get(const unsigned char*& from) {
        // Not through Value's constructor: it may do more than make a value.
        std::array<unsigned char, sizeof(Value)> bytes;
        std::memcpy(bytes.data(), from, sizeof bytes);
        from += sizeof bytes;
        return std::bit_cast<Value>(bytes);
    }
};

// A function is at the same place in every process of a program.
template <class Result, class... Parameters>
struct Codec<Result (*)(Parameters...)> {
    using Function = Result (*)(Parameters...);
    static void put(Bytes& to, Function value) {
        Codec<std::size_t>::put(to, reinterpret_cast<std::size_t>(value));
    }
    static Function get(const unsigned char*& from) {
        return reinterpret_cast<Function>(Codec<std::size_t>::get(from));
    }
};

// Element after element, or all at once where that is the same.
template <class Container>
struct SequenceCodec {
    using Element = typename Container::value_type;
    static constexpr bool IsPlain = std::is_arithmetic_v<Element> && !std::is_same_v<Element, bool>;

    static void put(Bytes& to, const Container& value) {
        Codec<std::size_t>::put(to, value.size());
        if constexpr (IsPlain) {
            const auto* begin = reinterpret_cast<const unsigned char*>(value.data());
            to.insert(to.end(), begin, begin + value.size() * sizeof(Element));
        } else {
            for (const Element& element : value) Codec<Element>::put(to, element);
        }
    }
    static Container get(const unsigned char*& from) {
        std::size_t size = Codec<std::size_t>::get(from);
        Container value;
        if constexpr (IsPlain) {
            value.resize(size);
            if (size != 0) std::memcpy(value.data(), from, size * sizeof(Element));
            from += size * sizeof(Element);
        } else {
            value.reserve(size);
            for (; size > 0; --size) value.push_back(Codec<Element>::get(from));
        }
        return value;
    }
};

template <>
struct Codec<std::string> : SequenceCodec<std::string> {};
template <class Element>
struct Codec<std::vector<Element>> : SequenceCodec<std::vector<Element>> {};

template <class First, class Second>
struct Codec<std::pair<First, Second>> {
    static void put(Bytes& to, const std::pair<First, Second>& value) {
        Codec<First>::put(to, value.first);
        Codec<Second>::put(to, value.second);
    }
    static std::pair<First, Second> get(const unsigned char*& from) {
        First first = Codec<First>::get(from);
        return {std::move(first), Codec<Second>::get(from)};
    }
};

template <class... Elements>
struct Codec<std::tuple<Elements...>> {
    static void put(Bytes& to, const std::tuple<Elements...>& value) {
        std::apply([&](const Elements&... element) { (Codec<Elements>::put(to, element), ...); },
                   value);
    }
    static std::tuple<Elements...> get(const unsigned char*& from) {
        return {Codec<Elements>::get(from)...};  // braces: from left to right
    }
};

template <class Element>
struct Codec<std::optional<Element>> {
    static void put(Bytes& to, const std::optional<Element>& value) {
        Codec<bool>::put(to, value.has_value());
        if (value) Codec<Element>::put(to, *value);
    }
    static std::optional<Element> get(const unsigned char*& from) {
        if (!Codec<bool>::get(from)) return std::nullopt;
        return Codec<Element>::get(from);
    }
};

template <class Value>
Bytes pack(const Value& value) {
    Bytes bytes;
    Codec<Value>::put(bytes, value);
    return bytes;
}

template <class Value>
Value unpack(const unsigned char* bytes) {
    return Codec<Value>::get(bytes);
}

}  // namespace interleave::message
