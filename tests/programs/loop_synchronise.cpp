// interleave/event_loop.hpp: queue with back-pressure, lock, semaphore, event, async generator.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <stdexcept>
#include <string>

using namespace std::chrono_literals;
using interleave::task;
namespace asyncio = interleave::asyncio;

task<> produce(asyncio::queue<int>& queue) {
    for (int i = 1; i <= 6; ++i) {
        co_await queue.put(i);
        std::printf("put %d, %zu inside\n", i, queue.size());
    }
    co_await queue.put(0);
}

task<> consume(asyncio::queue<int>& queue) {
    while (int item = co_await queue.get()) {
        co_await asyncio::sleep(1ms);
        std::printf("got %d\n", item);
    }
}

task<> queues() {
    asyncio::queue<int> queue(2, "belt");
    co_await asyncio::gather(produce(queue), consume(queue));

    // A consumer cancelled after an item was handed to it gives it back.
    asyncio::queue<std::string> line;
    auto first = asyncio::create_task(
        [](auto& from) -> task<std::string> { co_return co_await from.get(); }(line));
    co_await asyncio::sleep(0s);
    line.put_nowait("kept");
    first.cancel();
    co_await asyncio::wait(std::vector{first});
    std::printf("cancelled %d, %s\n", first.cancelled(),
                line.get_nowait().value_or("lost").c_str());
    std::printf("empty %d, none %d\n", line.empty(), !line.get_nowait());
    asyncio::queue<int> small(1);
    std::printf("put %d, then %d\n", small.put_nowait(1), small.put_nowait(2));
}

task<> joined_worker(asyncio::queue<int>& queue) {
    while (true) {
        (void)co_await queue.get();
        co_await asyncio::sleep(1ms);
        queue.task_done();
    }
}
task<> joins() {
    asyncio::queue<int> queue;
    for (int i = 0; i < 5; ++i) queue.put_nowait(i);
    auto left = asyncio::create_task(joined_worker(queue));
    auto right = asyncio::create_task(joined_worker(queue));
    co_await queue.join();
    std::printf("all done, %zu left\n", queue.size());
}

task<> critical(asyncio::lock& lock, int& inside, int& most) {
    auto guard = co_await lock.scoped();
    most = std::max(most, ++inside);
    co_await asyncio::sleep(1ms);
    --inside;
}
task<> locks() {
    asyncio::lock lock;
    int inside = 0, most = 0;
    co_await asyncio::gather(critical(lock, inside, most), critical(lock, inside, most),
                             critical(lock, inside, most));
    std::printf("never more than %d inside, locked %d\n", most, lock.locked());
    try {
        lock.release();
    } catch (const std::logic_error& error) {
        std::puts(error.what());
    }
}

task<> limited(asyncio::semaphore& permits, int& inside, int& most) {
    co_await permits.acquire();
    most = std::max(most, ++inside);
    co_await asyncio::sleep(1ms);
    --inside;
    permits.release();
}
task<> semaphores() {
    asyncio::semaphore permits(2);
    int inside = 0, most = 0;
    std::vector<task<>> tasks;
    for (int i = 0; i < 6; ++i) tasks.push_back(limited(permits, inside, most));
    co_await asyncio::gather(std::move(tasks));
    std::printf("never more than %d inside\n", most);
}

task<> waiter(asyncio::event& event, int number) {
    co_await event.wait();
    std::printf("waiter %d goes on\n", number);
}
task<> events() {
    asyncio::event event;
    auto first = asyncio::create_task(waiter(event, 1));
    auto second = asyncio::create_task(waiter(event, 2));
    co_await asyncio::sleep(1ms);
    std::puts("set");
    event.set();
    co_await asyncio::gather(first, second, waiter(event, 3));
}

asyncio::async_generator<int> ticks(int end) {
    for (int i = 0; i < end; ++i) {
        co_await asyncio::sleep(1ms);
        co_yield i;
    }
    throw std::runtime_error("no more ticks");
}
task<> generators() {
    auto clock = ticks(3);
    try {
        while (std::optional<int> tick = co_await clock.next()) std::printf("tick %d\n", *tick);
    } catch (const std::runtime_error& error) {
        std::puts(error.what());
    }
    std::printf("after the end: %d\n", (co_await clock.next()).has_value());
}

task<> all() {
    co_await queues();
    co_await joins();
    co_await locks();
    co_await semaphores();
    co_await events();
    co_await generators();
}

int main() { asyncio::run(all()); }
