// Notes of a program about itself, drawn beside what the machine sees:
//
//   interleave::trace::name(counter, "counter");           // the object at this address
//   interleave::trace::name_thread("producer");            // the calling thread
//   interleave::trace::span work("parse", item);           // a named piece of work, to the end of the scope
//   interleave::trace::mark("half time");                  // a point in time
//   interleave::trace::value("queue length", queue.size()) // a number, drawn as a step curve
//
// A note costs about as much as recording a lock, on both machines, and nothing waits for it. Names that
// are string literals are used where they are; others are kept once each until the end of the run.
#pragma once

#include <interleave/runtime.h>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace interleave::trace {

// A name that stays valid to the end of the run.
class Name {
public:
    template <std::size_t Size>
    constexpr Name(const char (&literal)[Size]) : m_text(literal) {}
    // An array that is not const is a buffer, whose text may change.
    template <std::size_t Size>
    Name(char (&buffer)[Size]) : Name(std::string_view(buffer)) {}
    template <class Text>
    requires std::convertible_to<const Text&, std::string_view> Name(const Text& text)
        : m_text(keep(text)) {}

    const char* text() const { return m_text; }

private:
    static const char* keep(std::string_view text) {
        return interleave_intern(text.data(), text.size());
    }
    const char* m_text;
};

// The numbers of src/trace/events.def that notes use.
enum class Event : std::uint32_t {
    NameObject = 2,
    NameThread = 3,
    LockRequest = 20,
    LockAcquire = 21,
    Unlock = 23,
    SpanBegin = 60,
    SpanEnd = 61,
    Mark = 62,
    Value = 63,
    CoroutineCreate = 110,
    CoroutineResume = 111,
    CoroutineSuspend = 112,
    CoroutineDestroy = 113,
    LoopIdle = 120,
    LoopReady = 121,
    LoopRun = 122,
};

inline void note(Event event, const volatile void* object, std::uint32_t argument) {
    interleave_note(static_cast<std::uint32_t>(event), object, argument);
}

inline std::uint32_t address_of(const char* text) {
    return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(text));
}

// Names the object at this address, e.g. a mutex that lives in a vector.
template <class Object>
void name(const Object& object, Name name) {
    note(Event::NameObject, &object, address_of(name.text()));
}

inline void name_thread(Name name) {
    note(Event::NameThread,
         reinterpret_cast<const void*>(static_cast<std::uintptr_t>(interleave_thread_id())),
         address_of(name.text()));
}

inline void mark(Name name, std::int32_t value = 0) {
    note(Event::Mark, name.text(), static_cast<std::uint32_t>(value));
}

inline void value(Name name, std::int32_t value) {
    note(Event::Value, name.text(), static_cast<std::uint32_t>(value));
}

class [[nodiscard]] span {
public:
    explicit span(Name name, std::int32_t value = 0)
        : m_name(name), m_value(static_cast<std::uint32_t>(value)) {
        note(Event::SpanBegin, m_name.text(), m_value);
    }
    ~span() { note(Event::SpanEnd, m_name.text(), m_value); }
    span(const span&) = delete;
    span& operator=(const span&) = delete;

private:
    Name m_name;
    std::uint32_t m_value;
};

}  // namespace interleave::trace
