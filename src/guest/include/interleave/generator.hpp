// Generators: functions that hand out values one at a time and stop in between (co_yield).
//
//   generator<int> count_to(int end) { for (int i = 1; i <= end; ++i) co_yield i; }
//   for (int i : count_to(3)) …                        // 1 2 3
//
// As in Python values can also be sent in, and an exception can be thrown in at the place where the
// generator stands:
//
//   generator<int, int> running_sum() { for (int sum = 0;;) sum += co_yield sum; }
//   auto sum = running_sum();
//   sum.next();                                        // to the first co_yield: 0
//   sum.send(5);                                       // 5
//
//   receiver<std::string> print() { while (true) std::puts((co_await received).c_str()); }
//
// Python                      here
//   next(g), StopIteration      g.next(), an empty optional at the end (true or false for a receiver)
//   g.send(value)               g.send(value)
//   g.throw(error)              g.throw_in(error)
//   g.close()                   g.close(), also done by the destructor; generator_exit is thrown inside
//
// The generator runs on the caller's thread and only while the caller waits in next() or send(): nothing here
// is concurrent. Thread safety: one thread at a time.
#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <interleave/coroutine.hpp>
#include <iterator>
#include <memory>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace interleave {

// Thrown inside a generator by close(), so that its destructors run. It is no error: not derived from
// std::exception, so that a catch for errors does not stop it.
struct generator_exit {};

// co_await received: the next value sent to this receiver.
struct received_t {};
inline constexpr received_t received;

namespace detail {

// What was sent and not yet taken; nothing to keep if nothing can be sent.
template <class Sent>
struct inbox {
    std::optional<Sent> sent;
    Sent take() {
        if (!sent)
            throw std::logic_error("next() resumed a generator that needs a value: use send()");
        Sent value = std::move(*sent);
        sent.reset();
        return value;
    }
};
template <>
struct inbox<void> {
    void take() {}
};

template <class Yielded>
struct outbox {
    const Yielded* yielded = nullptr;
};
template <>
struct outbox<void> {};

}  // namespace detail

template <class Yielded, class Sent = void>
class [[nodiscard]] generator {
public:
    class promise_type;
    using Handle = std::coroutine_handle<promise_type>;
    // What next() and send() say: the value, or for a receiver whether it takes more.
    using Next = std::conditional_t<
        std::is_void_v<Yielded>, bool,
        std::optional<std::conditional_t<std::is_void_v<Yielded>, int, Yielded>>>;

    generator(generator&& other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    generator& operator=(generator&& other) noexcept {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~generator() {
        if (!m_handle) return;
        try {
            close();
        } catch (...) {
            detail::warn(std::string("an exception left the closing generator '") + name() + "'");
        }
        m_handle.destroy();
    }

    const char* name() const { return m_handle.promise().name(); }
    bool done() const { return m_handle.done(); }

    // Runs to the next co_yield (for a receiver: co_await received). At the end: an empty optional, or false.
    // Throws what the generator throws.
    Next next() {
        if (!m_handle.done()) resume();
        return current();
    }

    // The same, and the co_yield where the generator stands has this value.
    // Throws std::logic_error if it has not been started: it stands at no co_yield yet.
    template <class Value>
    requires(!std::is_void_v<Sent> && std::convertible_to<Value, Sent>) Next send(Value&& value) {
        promise_type& promise = m_handle.promise();
        if (!promise.started)
            throw std::logic_error(std::string("can't send to the generator '") + name() +
                                   "' that has just been created: call next() first");
        if (m_handle.done()) return current();
        promise.in.sent.emplace(std::forward<Value>(value));
        resume();
        return current();
    }

    // Throws inside the generator, at the co_yield where it stands.
    template <class Error>
    Next throw_in(Error error) {
        throw_pointer(std::make_exception_ptr(std::move(error)));
        return current();
    }

    // Throws generator_exit inside, so that its destructors run. Nothing happens if it has ended or not begun.
    // Throws std::logic_error if the generator yields again instead of ending.
    void close() {
        if (m_handle.done()) return;
        if (!m_handle.promise().started) {
            m_handle.promise().closed = true;
            return;
        }
        try {
            throw_pointer(std::make_exception_ptr(generator_exit()));
        } catch (const generator_exit&) {
            return;
        }
        if (!m_handle.done())
            throw std::logic_error(std::string("the generator '") + name() + "' ignored close()");
    }

    class iterator {
    public:
        using difference_type = std::ptrdiff_t;
        using value_type = Yielded;
        explicit iterator(Handle handle) : m_handle(handle) {}
        const value_type& operator*() const { return *m_handle.promise().out.yielded; }
        iterator& operator++() {
            generator::resume(m_handle);
            return *this;
        }
        void operator++(int) { ++*this; }
        bool operator==(std::default_sentinel_t) const { return m_handle.done(); }

    private:
        Handle m_handle;
    };
    iterator begin() {
        if (!m_handle.promise().started) resume();
        return iterator(m_handle);
    }
    std::default_sentinel_t end() const { return {}; }

private:
    explicit generator(Handle handle) : m_handle(handle) {}

    // Not by the trampoline: the caller goes on only when the generator has stopped.
    static void resume(Handle handle) {
        promise_type& promise = handle.promise();
        if (promise.closed) return;
        promise.started = true;
        trace::note(trace::Event::CoroutineResume, handle.address(), 0);
        handle.resume();
        trace::note(trace::Event::CoroutineSuspend, handle.address(), 0);
        if (promise.error) std::rethrow_exception(std::exchange(promise.error, nullptr));
    }
    void resume() { resume(m_handle); }

    void throw_pointer(std::exception_ptr error) {
        promise_type& promise = m_handle.promise();
        if (!promise.started) promise.closed = true;
        if (m_handle.done() || promise.closed) std::rethrow_exception(error);
        promise.thrown_in = std::move(error);
        resume();
    }

    Next current() {
        bool more = !m_handle.done() && !m_handle.promise().closed;
        if constexpr (std::is_void_v<Yielded>)
            return more;
        else
            return more ? Next(*m_handle.promise().out.yielded) : std::nullopt;
    }

    Handle m_handle;
};

// A generator that only receives.
template <class Sent>
using receiver = generator<void, Sent>;

template <class Yielded, class Sent>
class generator<Yielded, Sent>::promise_type : public detail::coroutine_notes {
public:
    // Where a co_yield stands until the generator is resumed.
    struct stand {
        promise_type& promise;
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<>) const noexcept {}
        Sent await_resume() const {
            if (promise.thrown_in)
                std::rethrow_exception(std::exchange(promise.thrown_in, nullptr));
            return promise.in.take();
        }
    };

    generator get_return_object(std::source_location where = std::source_location::current()) {
        Handle handle = Handle::from_promise(*this);
        created(handle, where.function_name());
        return generator(handle);
    }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    std::suspend_always final_suspend() const noexcept { return {}; }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { error = std::current_exception(); }

    // The value lives in the generator's frame until it is resumed.
    template <class Value = Yielded>
    requires(!std::is_void_v<Value>) stand yield_value(const Value& value) {
        out.yielded = std::addressof(value);
        return stand{*this};
    }
    stand await_transform(received_t) requires(std::is_void_v<Yielded>) { return stand{*this}; }

    detail::inbox<Sent> in;
    detail::outbox<Yielded> out;
    std::exception_ptr thrown_in;
    std::exception_ptr error;
    bool started = false;
    bool closed = false;  // before it began
};

}  // namespace interleave
