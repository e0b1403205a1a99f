#pragma once
// Bad input is a value: either the thing asked for or an Error with a message and a position.

#include <cstdint>
#include <string>
#include <utility>
#include <variant>

#include "base/assert.hpp"

namespace interleave::base {

struct Error {
    // What happened and what to do next, one sentence each, for a person.
    std::string message;
    // Byte offset in the input (or its line, where the function says so); NoPosition if none.
    static constexpr uint64_t NoPosition = UINT64_MAX;
    uint64_t position = NoPosition;
};

template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    // REQUIRES: ok()
    T& value() & {
        INTERLEAVE_ASSERT(ok());
        return *std::get_if<0>(&m_state);
    }
    const T& value() const& {
        INTERLEAVE_ASSERT(ok());
        return *std::get_if<0>(&m_state);
    }
    T&& value() && {
        INTERLEAVE_ASSERT(ok());
        return std::move(*std::get_if<0>(&m_state));
    }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }

    // REQUIRES: !ok()
    const Error& error() const {
        INTERLEAVE_ASSERT(!ok());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, Error> m_state;
};

struct Nothing {};
using Status = Result<Nothing>;

}  // namespace interleave::base
