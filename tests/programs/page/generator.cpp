// A coroutine that yields, written out.
#include <coroutine>
#include <exception>
#include <iostream>
#include <utility>

class Numbers {
public:
    struct promise_type {
        int current = 0;
        Numbers get_return_object() {
            return Numbers(std::coroutine_handle<promise_type>::from_promise(*this));
        }
        std::suspend_always initial_suspend() noexcept { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(int value) {
            current = value;
            return {};
        }
        void return_void() {}
        void unhandled_exception() { std::terminate(); }
    };
    explicit Numbers(std::coroutine_handle<promise_type> handle) : m_handle(handle) {}
    Numbers(Numbers&& other) noexcept : m_handle(std::exchange(other.m_handle, nullptr)) {}
    ~Numbers() {
        if (m_handle) m_handle.destroy();
    }
    bool next() {
        m_handle.resume();
        return !m_handle.done();
    }
    int value() const { return m_handle.promise().current; }

private:
    std::coroutine_handle<promise_type> m_handle;
};

Numbers even(int limit) {
    for (int number = 0; number <= limit; number += 2) co_yield number;
}

int main() {
    Numbers numbers = even(8);
    while (numbers.next()) std::cout << numbers.value() << (numbers.value() == 8 ? "\n" : " ");
}
//> 0 2 4 6 8
