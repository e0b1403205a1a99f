// C++20 coroutines: a generator, an exception out of one, and a coroutine resumed on another thread.
#include <coroutine>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <thread>
#include <utility>

class Numbers {
public:
    struct promise_type {
        int value = 0;
        Numbers get_return_object() { return Numbers(Handle::from_promise(*this)); }
        std::suspend_always initial_suspend() { return {}; }
        std::suspend_always final_suspend() noexcept { return {}; }
        std::suspend_always yield_value(int next) {
            value = next;
            return {};
        }
        void return_void() {}
        void unhandled_exception() { throw; }
    };
    using Handle = std::coroutine_handle<promise_type>;

    explicit Numbers(Handle handle) : m_handle(handle) {}
    Numbers(Numbers&& other) : m_handle(std::exchange(other.m_handle, {})) {}
    ~Numbers() {
        if (m_handle) m_handle.destroy();
    }
    bool next() {
        m_handle.resume();
        return !m_handle.done();
    }
    int value() const { return m_handle.promise().value; }

private:
    Handle m_handle;
};

Numbers up_to(int end) {
    for (int i = 0; i < end; i++) co_yield i;
}

Numbers failing() {
    co_yield 1;
    throw std::runtime_error("from a coroutine");
}

int main() {
    int sum = 0;
    for (Numbers numbers = up_to(5); numbers.next();) sum += numbers.value();
    std::printf("sum %d\n", sum);

    Numbers broken = failing();
    try {
        while (broken.next()) std::printf("yielded %d\n", broken.value());
    } catch (const std::runtime_error& error) {
        std::printf("caught %s\n", error.what());
    }

    Numbers moved = up_to(2);
    moved.next();
    std::thread([&] { moved.next(); }).join();
    std::printf("resumed on another thread: %d\n", moved.value());
}
