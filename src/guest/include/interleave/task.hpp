// task<T>: a coroutine that computes a T and may wait for others on the way (co_await).
//
//   task<int> price(std::string item);
//   task<int> total() { co_return co_await price("tea") + co_await price("milk"); }
//
// Calling a coroutine creates it; its body does not begin before somebody awaits it. One that is never awaited is
// reported by name when it is destroyed. A task is awaited once: `co_await task` takes it over.
//
// By itself a task waits for nothing but other tasks: run() executes it on the spot. To wait for time, for
// input and output or for each other, tasks are run by an event loop (interleave/event_loop.hpp).
#pragma once

#include <coroutine>
#include <exception>
#include <interleave/coroutine.hpp>
#include <optional>
#include <source_location>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>

namespace interleave {

template <class T = void>
class task;

namespace detail {

// Is told when a task without an awaiting coroutine has ended.
class task_owner {
public:
    virtual void task_ended() noexcept = 0;

protected:
    ~task_owner() = default;
};

struct task_promise_base : coroutine_notes {
    std::coroutine_handle<> continuation;  // who awaits this task
    task_owner* owner = nullptr;
    std::exception_ptr error;
    bool started = false;

    struct hand_over {
        bool await_ready() const noexcept { return false; }
        template <class Promise>
        void await_suspend(std::coroutine_handle<Promise> ended) const noexcept {
            task_promise_base& promise = ended.promise();
            own_trampoline().reason = "the end";
            own_trampoline().next = promise.continuation;
            if (promise.owner != nullptr) promise.owner->task_ended();
        }
        void await_resume() const noexcept {}
    };
    std::suspend_always initial_suspend() const noexcept { return {}; }
    hand_over final_suspend() const noexcept { return {}; }
    void unhandled_exception() noexcept { error = std::current_exception(); }
};

template <class T>
struct task_promise : task_promise_base {
    std::optional<T> value;

    task<T> get_return_object(std::source_location where = std::source_location::current());
    template <class Value>
    requires std::convertible_to<Value, T>
    void return_value(Value&& result) { value.emplace(std::forward<Value>(result)); }
    T take() {
        if (error) std::rethrow_exception(error);
        return std::move(*value);
    }
    // A copy, so that several may ask; what can't be copied goes to the first who asks.
    T result() {
        if (error) std::rethrow_exception(error);
        if constexpr (std::is_copy_constructible_v<T>)
            return *value;
        else
            return std::move(*value);
    }
};

template <>
struct task_promise<void> : task_promise_base {
    task<void> get_return_object(std::source_location where = std::source_location::current());
    void return_void() const noexcept {}
    void take() const {
        if (error) std::rethrow_exception(error);
    }
    void result() const { take(); }
};

}  // namespace detail

template <class T>
class [[nodiscard]] task {
public:
    using promise_type = detail::task_promise<T>;
    using value_type = T;
    using Handle = std::coroutine_handle<promise_type>;

    task(task&& other) noexcept : m_handle(std::exchange(other.m_handle, {})) {}
    task& operator=(task&& other) noexcept {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~task() {
        if (!m_handle) return;
        if (!m_handle.promise().started)
            detail::warn(std::string("coroutine '") + name() + "' was never awaited");
        m_handle.destroy();
    }

    const char* name() const { return m_handle.promise().name(); }

    // Runs it to its end, on this thread. Throws what it throws, and std::logic_error if it waits for
    // something that only an event loop can wait for.
    T run() && {
        m_handle.promise().started = true;
        detail::own_trampoline().run(m_handle);
        if (!m_handle.done())
            throw std::logic_error(std::string("task '") + name() +
                                   "' waits: it needs an event loop");
        return m_handle.promise().take();
    }

    auto operator co_await() && {
        struct awaiter {
            Handle awaited;
            bool await_ready() const noexcept { return false; }
            void await_suspend(std::coroutine_handle<> awaiting) const noexcept {
                awaited.promise().started = true;
                awaited.promise().continuation = awaiting;
                detail::own_trampoline().reason = awaited.promise().name();
                detail::own_trampoline().next = awaited;
            }
            T await_resume() const { return awaited.promise().take(); }
        };
        if (m_handle.promise().started)
            throw std::logic_error(std::string("coroutine '") + name() + "' is awaited twice");
        return awaiter{m_handle};
    }

    // For who runs tasks: the coroutine, which this object still owns.
    Handle handle() const { return m_handle; }

private:
    friend promise_type;
    explicit task(Handle handle) : m_handle(handle) {}
    Handle m_handle;
};

namespace detail {

template <class T>
task<T> task_promise<T>::get_return_object(std::source_location where) {
    auto handle = std::coroutine_handle<task_promise<T>>::from_promise(*this);
    created(handle, where.function_name());
    return task<T>(handle);
}

inline task<void> task_promise<void>::get_return_object(std::source_location where) {
    auto handle = std::coroutine_handle<task_promise<void>>::from_promise(*this);
    created(handle, where.function_name());
    return task<void>(handle);
}

}  // namespace detail
}  // namespace interleave
