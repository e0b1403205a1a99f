// What all coroutines of this library share: their notes for the timeline, and who runs next.
//
// NOTES. Every coroutine tells when it is created, resumed, suspended and destroyed, and is named after its
// function, so it gets a lane of its own without the learner doing anything.
//
// WHO RUNS NEXT. When one coroutine awaits another, the first one's await_suspend could resume the second
// directly; but each such step would leave a frame on the thread's stack, and WebAssembly has no tail calls
// everywhere: a loop of a million awaits would overflow it. So an await only says who is `next` and returns;
// the trampoline below, at the bottom of the stack, resumes that one. Stacks stay as short as they look.
//
// Thread safety: a coroutine may move from thread to thread between two resumptions; each thread has
// its own trampoline.
#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdio>
#include <interleave/trace.hpp>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace interleave::detail {

inline std::size_t& frame_bytes() {
    static thread_local std::size_t bytes = 0;
    return bytes;
}

// "count" for "interleave::task<int> count(std::string)".
inline std::string_view short_name(std::string_view function) {
    bool lambda = function.find("operator()") != std::string_view::npos ||
                  function.find("lambda") != std::string_view::npos;
    int depth = 0;
    std::size_t begin = 0, end = function.size();
    for (std::size_t at = 0; at < function.size(); ++at) {
        char c = function[at];
        if (c == '<') ++depth;
        if (c == '>') --depth;
        if (depth > 0) continue;
        if (c == ' ' || c == ':') begin = at + 1;
        if (c == '(') {
            end = at;
            break;
        }
    }
    std::string_view name = function.substr(begin, end - begin);
    return lambda || name.empty() ? "lambda" : name;
}

// Equal function names are the same literal, so the last one is remembered by its address.
inline const char* coroutine_name(const char* function) {
    static thread_local const char* last_function = nullptr;
    static thread_local const char* last_name = nullptr;
    if (function != last_function) {
        std::string_view name = short_name(function);
        last_name = interleave_intern(name.data(), name.size());
        last_function = function;
    }
    return last_name;
}

// Notes of one coroutine: the first part of its promise.
class coroutine_notes {
public:
    const char* name() const { return m_name; }

    static void* operator new(std::size_t size) {
        frame_bytes() += size;
        return ::operator new(size);
    }
    static void operator delete(void* frame) { ::operator delete(frame); }

protected:
    void created(std::coroutine_handle<> frame, const char* function) {
        m_name = coroutine_name(function);
        m_frame = frame.address();
        trace::note(trace::Event::NameObject, m_frame, trace::address_of(m_name));
        trace::note(trace::Event::CoroutineCreate, m_frame, trace::address_of(m_name));
    }
    coroutine_notes() = default;
    coroutine_notes(const coroutine_notes&) = delete;
    coroutine_notes& operator=(const coroutine_notes&) = delete;
    ~coroutine_notes() {
        if (m_frame != nullptr) trace::note(trace::Event::CoroutineDestroy, m_frame, 0);
    }

private:
    const char* m_name = "coroutine";
    void* m_frame = nullptr;
};

// Resumes a coroutine until it suspends, and says so. `reason` is what it suspended for, if it told.
struct trampoline {
    std::coroutine_handle<> next;  // to be resumed when the running one has returned
    const char* reason = nullptr;

    // Runs `first`, whoever it hands over to, and so on until nobody is next.
    void run(std::coroutine_handle<> first) {
        for (std::coroutine_handle<> now = first; now; now = std::exchange(next, {})) {
            void* frame = now.address();
            trace::note(trace::Event::CoroutineResume, frame, 0);
            now.resume();
            const char* why = std::exchange(reason, nullptr);
            trace::note(trace::Event::CoroutineSuspend, frame, why ? trace::address_of(why) : 0);
        }
    }
};
inline trampoline& own_trampoline() {
    static thread_local trampoline own;
    return own;
}

// A mistake that is no error: told on the error stream, and marked in the timeline.
inline void warn(const std::string& text) {
    std::fprintf(stderr, "warning: %s\n", text.c_str());
    trace::mark(text);
}

}  // namespace interleave::detail

namespace interleave {

// The memory of all coroutines that this thread has created so far; what has been freed is not taken off.
inline std::size_t coroutine_bytes() { return detail::frame_bytes(); }

}  // namespace interleave
