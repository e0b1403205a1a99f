// interleave/thread_pool.hpp: submit, map, as_completed, states, exceptions, cancel, timeouts, shutdown.
#include <chrono>
#include <cstdio>
#include <interleave/thread_pool.hpp>
#include <latch>
#include <memory>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using interleave::as_completed;
using interleave::thread_pool;
namespace pool = interleave::pool;

int square(int x) { return x * x; }

template <class Error, class Function>
void expect(Function function) {
    try {
        function();
        std::puts("nothing was thrown");
    } catch (const Error& error) {
        std::printf("thrown: %s\n", error.what());
    }
}

void results() {
    thread_pool workers(3);
    auto seven = workers.submit(square, 7);
    std::printf("result %d, again %d, done %d\n", seven.result(), seven.result(), seven.done());
    for (int y : workers.map(square, {1, 2, 3})) std::printf("%d ", y);
    std::puts("in order");
    // Each ends after the one it waits for, however busy the machine is.
    auto first = workers.submit([] { return 1; });
    auto second = workers.submit([first] { return first.result() + 1; });
    auto third = workers.submit([second] { return second.result() + 1; });
    std::vector<interleave::pool_future<int>> futures{third, first, second};
    for (const auto& each : as_completed(futures)) std::printf("%d ", each.result());
    std::puts("as completed");
    workers.submit([] { std::puts("no result"); }).result();
    std::printf("moved %d\n", *workers.submit([] { return std::make_unique<int>(9); }).result());
}

void states() {
    thread_pool one(1);
    std::latch go(1), begun(1);
    auto runs = one.submit([&] {
        begun.count_down();
        go.wait();
    });
    auto waits = one.submit(square, 2);
    auto never = one.submit(square, 3);
    begun.wait();
    std::printf("runs: running %d done %d, cancel %d\n", runs.running(), runs.done(),
                runs.cancel());
    std::printf("waits: running %d done %d\n", waits.running(), waits.done());
    std::printf("never: cancel %d, cancelled %d, done %d\n", never.cancel(), never.cancelled(),
                never.done());
    expect<pool::timeout_error>([&] { waits.result(5ms); });
    expect<pool::cancelled_error>([&] { never.result(); });
    go.count_down();
    std::printf("waits gave %d\n", waits.result());
}

void failures() {
    thread_pool two(2, "two");
    auto failed = two.submit([]() -> int { throw std::runtime_error("the task failed"); });
    std::printf("exception %d\n", failed.exception() != nullptr);
    expect<std::runtime_error>([&] { failed.result(); });
    expect<std::runtime_error>([&] {
        two.map([](int x) { return x < 3 ? x : throw std::runtime_error("three"); }, {1, 2, 3});
    });
    two.shutdown();
    expect<std::logic_error>([&] { two.submit(square, 1); });
    expect<std::invalid_argument>([] { thread_pool none(0); });

    thread_pool one(1);
    std::latch go(1), begun(1);
    auto first = one.submit([&] {
        begun.count_down();
        go.wait();
        return 1;
    });
    auto second = one.submit(square, 2);
    begun.wait();
    std::thread later([&] {
        std::this_thread::sleep_for(20ms);
        go.count_down();
    });
    one.shutdown(thread_pool::pending::cancel);
    later.join();
    std::printf("first %d, second cancelled %d\n", first.result(), second.cancelled());
}

int main() {
    results();
    states();
    failures();
}
