// interleave/event_loop.hpp: run, sleep, create_task, gather (both error modes), wait, order and times.
#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <memory>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using interleave::task;
namespace asyncio = interleave::asyncio;
using Clock = std::chrono::steady_clock;

task<int> count(std::string name, std::chrono::milliseconds pause, int result) {
    std::printf("%s one\n", name.c_str());
    co_await asyncio::sleep(pause);
    std::printf("%s two\n", name.c_str());
    co_return result;
}

task<int> fails(std::chrono::milliseconds after) {
    co_await asyncio::sleep(after);
    throw std::runtime_error("failed");
}

task<> quiet(std::chrono::milliseconds pause) { co_await asyncio::sleep(pause); }

task<std::unique_ptr<int>> moved() { co_return std::make_unique<int>(5); }

bool about(Clock::time_point begin, std::chrono::milliseconds expected) {
    auto took = Clock::now() - begin;
    return took >= expected && took < expected + 400ms;
}

task<> gathers() {
    auto begin = Clock::now();
    auto [a, b, c] =
        co_await asyncio::gather(count("A", 60ms, 1), count("B", 30ms, 2), count("C", 90ms, 3));
    std::printf("results %d %d %d, as long as the longest: %d\n", a, b, c, about(begin, 90ms));

    std::vector<task<int>> tasks;
    for (int i = 0; i < 3; ++i) tasks.push_back(count(std::to_string(i), 1ms, i * i));
    for (int square : co_await asyncio::gather(std::move(tasks))) std::printf("%d ", square);
    std::puts("squares");
    co_await asyncio::gather(quiet(1ms), quiet(2ms));
}

task<> errors() {
    auto begin = Clock::now();
    auto slow = asyncio::create_task(count("slow", 120ms, 7), "slow");
    try {
        co_await asyncio::gather(slow, fails(30ms));
    } catch (const std::runtime_error& error) {
        std::printf("thrown at once: %s, %d; slow is done: %d\n", error.what(), about(begin, 30ms),
                    slow.done());
    }
    std::printf("slow gave %d\n", co_await slow);
    std::printf("again %d\n", co_await slow);

    auto [good, bad] =
        co_await asyncio::gather(asyncio::return_exceptions, count("D", 10ms, 4), fails(5ms));
    std::printf("collected %d and '%s'\n", *good, bad.error().c_str());
}

task<> waits() {
    std::vector<asyncio::task_handle<void>> handles;
    for (auto pause : {90ms, 30ms, 60ms}) handles.push_back(asyncio::create_task(quiet(pause)));
    auto [done, pending] = co_await asyncio::wait(handles, asyncio::return_when::first_completed);
    std::printf("%zu done, %zu pending\n", done.size(), pending.size());
    auto all = co_await asyncio::wait(handles);
    std::printf("%zu done, %zu pending\n", all.done.size(), all.pending.size());

    auto failing = asyncio::create_task(fails(10ms));
    auto other = asyncio::create_task(count("E", 40ms, 1));
    auto some =
        co_await asyncio::wait(std::vector{other, failing}, asyncio::return_when::first_exception);
    std::printf("%zu done, %zu pending, thrown: %d\n", some.done.size(), some.pending.size(),
                failing.exception() != nullptr);
    co_await other;
}

task<> turns(char letter) {
    for (int i = 0; i < 3; ++i) {
        std::putchar(letter);
        co_await asyncio::sleep(0s);
    }
}

task<> main_task() {
    co_await gathers();
    co_await errors();
    co_await waits();
    co_await asyncio::gather(turns('a'), turns('b'), turns('c'));
    std::puts("");
    std::printf("moved %d\n", *co_await moved());
    auto begun = asyncio::create_task(count("never begun before the end", 10s, 0));
    std::printf("in a thread: %d\n", co_await asyncio::to_thread([] { return 6 * 7; }));
    (void)begun.cancel();
}

int main() {
    asyncio::run(main_task());
    try {
        asyncio::run(fails(1ms));
    } catch (const std::runtime_error& error) {
        std::printf("out of run: %s\n", error.what());
    }
    try {
        asyncio::create_task(quiet(1ms));
    } catch (const std::logic_error& error) {
        std::puts(error.what());
    }
}
