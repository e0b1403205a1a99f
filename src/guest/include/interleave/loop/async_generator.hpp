// Generators that may await between two values. Programs include interleave/event_loop.hpp.
//
//   async_generator<int> ticks(int end) {
//       for (int i = 0; i < end; ++i) {
//           co_await sleep(100ms);
//           co_yield i;
//       }
//   }
//   auto clock = ticks(3);
//   while (std::optional<int> tick = co_await clock.next()) …      // Python: async for tick in ticks(3)
#pragma once

#include <coroutine>
#include <exception>
#include <interleave/task.hpp>
#include <optional>
#include <source_location>
#include <utility>

namespace interleave::asyncio {

template <class T>
class [[nodiscard]] async_generator {
public:
    struct promise_type;
    using Handle = std::coroutine_handle<promise_type>;

    async_generator(async_generator&& other) noexcept
        : m_handle(std::exchange(other.m_handle, {})) {}
    async_generator& operator=(async_generator&& other) noexcept {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~async_generator() {
        if (m_handle) m_handle.destroy();
    }

    // co_await next(): runs it to its next co_yield. Empty: it has ended. Throws what it throws.
    auto next() {
        struct awaiter {
            Handle generator;
            bool await_ready() const noexcept { return generator.done(); }
            void await_suspend(std::coroutine_handle<> consumer) const noexcept {
                generator.promise().consumer = consumer;
                interleave::detail::own_trampoline().reason = generator.promise().name();
                interleave::detail::own_trampoline().next = generator.promise().at();
            }
            std::optional<T> await_resume() const {
                promise_type& promise = generator.promise();
                if (promise.error) std::rethrow_exception(std::exchange(promise.error, nullptr));
                return std::exchange(promise.yielded, std::nullopt);
            }
        };
        return awaiter{m_handle};
    }

private:
    explicit async_generator(Handle handle) : m_handle(handle) {}
    Handle m_handle;
};

template <class T>
struct async_generator<T>::promise_type : interleave::detail::coroutine_notes {
    std::coroutine_handle<> consumer;
    std::optional<T> yielded;
    std::exception_ptr error;

    // Back to who asked for a value.
    struct hand_over {
        bool await_ready() const noexcept { return false; }
        void await_suspend(std::coroutine_handle<promise_type> here) const noexcept {
            interleave::detail::own_trampoline().reason = "co_yield";
            interleave::detail::own_trampoline().next = here.promise().consumer;
        }
        void await_resume() const noexcept {}
    };
    async_generator get_return_object(
        std::source_location where = std::source_location::current()) {
        created(at(), where.function_name());
        return async_generator(at());
    }
    Handle at() { return Handle::from_promise(*this); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    hand_over final_suspend() const noexcept { return {}; }
    hand_over yield_value(T value) {
        yielded.emplace(std::move(value));
        return {};
    }
    void return_void() const noexcept {}
    void unhandled_exception() noexcept { error = std::current_exception(); }
};

}  // namespace interleave::asyncio
