// interleave/task.hpp: results, exceptions, deep awaiting without stack, what it refuses.
#include <cstdio>
#include <interleave/task.hpp>
#include <memory>
#include <stdexcept>
#include <string>

using interleave::task;

task<int> price(std::string item) {
    if (item == "gold") throw std::runtime_error("not for sale");
    co_return static_cast<int>(item.size());
}

task<int> total() { co_return co_await price("tea") + co_await price("milk"); }

task<> greedy() {
    try {
        co_await price("gold");
    } catch (const std::runtime_error& error) {
        std::printf("caught: %s\n", error.what());
    }
}

task<std::unique_ptr<int>> moved() { co_return std::make_unique<int>(9); }

task<int> one() { co_return 1; }

// With a frame of the stack for each await this would need far more than the stack has.
task<int> many() {
    int sum = 0;
    for (int i = 0; i < 20'000; ++i) sum += co_await one();
    co_return sum;
}

task<int> deep(int depth) { co_return depth == 0 ? 0 : 1 + co_await deep(depth - 1); }

struct Never {
    bool await_ready() { return false; }
    void await_suspend(std::coroutine_handle<>) {}
    void await_resume() {}
};
task<> waits() { co_await Never(); }

task<> twice() {
    task<int> first = one();
    std::printf("first %d\n", co_await std::move(first));
    try {
        co_await std::move(first);
    } catch (const std::logic_error& error) {
        std::puts(error.what());
    }
}

template <class T>
struct Box {
    task<T> open(T value) { co_return value; }
};

int main() {
    std::printf("total %d\n", total().run());
    greedy().run();
    std::printf("moved %d\n", *moved().run());
    std::printf("many %d, deep %d\n", many().run(), deep(2000).run());
    try {
        waits().run();
    } catch (const std::logic_error& error) {
        std::puts(error.what());
    }
    twice().run();
    std::printf("%s, %s\n", one().name(), Box<int>().open(1).name());
    auto lambda = []() -> task<> { co_return; };
    std::printf("%s\n", lambda().name());
}
