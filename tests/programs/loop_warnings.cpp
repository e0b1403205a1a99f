// interleave/event_loop.hpp: what is told on the error stream, and a loop in which nothing can go on.
#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <stdexcept>
#include <thread>

using namespace std::chrono_literals;
using interleave::task;
namespace asyncio = interleave::asyncio;

task<> blocks() {
    std::this_thread::sleep_for(150ms);
    co_return;
}
task<> forgotten() { co_return; }
task<> fails() {
    co_await asyncio::sleep(1ms);
    throw std::runtime_error("nobody asks");
}
task<> waits(asyncio::event& event) { co_await event.wait(); }

task<> mistakes() {
    (void)forgotten();
    co_await blocks();
    auto failing = asyncio::create_task(fails());
    co_await asyncio::sleep(5ms);
}

task<> stuck() {
    asyncio::event never;
    co_await asyncio::gather(waits(never), waits(never));
}

int main() {
    asyncio::event_loop loop;
    asyncio::run(mistakes(), loop);
    std::printf("slow steps: %d\n", loop.slow_steps);
    try {
        asyncio::run(stuck());
    } catch (const std::logic_error& error) {
        std::puts(error.what());
    }
    std::puts("after");
}
