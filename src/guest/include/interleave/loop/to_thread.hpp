// Blocking work beside the loop, on a thread of its own. Programs include interleave/event_loop.hpp.
#pragma once

#include <exception>
#include <functional>
#include <interleave/loop/scheduler.hpp>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>

namespace interleave::asyncio {

// Calls the function on another thread and waits for its result; the loop runs others meanwhile. A thread
// can't be cancelled: cancelling the waiter takes effect when the function has returned.
template <class Function>
task<std::invoke_result_t<Function>> to_thread(Function function) {
    using T = std::invoke_result_t<Function>;
    struct awaiter : detail::parking {
        explicit awaiter(Function& function) : parking("thread"), function(function) {}
        void await_suspend(std::coroutine_handle<> here) {
            event_loop& loop = event_loop::running();
            loop.expect_thread();
            parking::await_suspend(here);
            thread = std::thread([this, &loop] {
                try {
                    if constexpr (std::is_void_v<T>)
                        function();
                    else
                        value.emplace(function());
                } catch (...) {
                    error = std::current_exception();
                }
                loop.from_thread(*this);
            });
        }
        T await_resume() {
            thread.join();
            parking::await_resume();
            if (error) std::rethrow_exception(error);
            if constexpr (!std::is_void_v<T>) return std::move(*value);
        }
        bool pass_cancel_on() override { return cancel_later(); }

        Function& function;
        std::thread thread;
        std::optional<std::conditional_t<std::is_void_v<T>, char, T>> value;
        std::exception_ptr error;
    };
    co_return co_await awaiter(function);
}

}  // namespace interleave::asyncio
