#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <optional>

using namespace std::chrono_literals;
using namespace interleave;

constexpr int Ticks = 3;

asyncio::async_generator<int> sensor() {
    for (int degrees = 20; degrees < 20 + Ticks; ++degrees) {
        co_await asyncio::sleep(100ms);
        co_yield degrees;
    }
}

task<> reader() {
    auto measurements = sensor();
    while (std::optional<int> degrees = co_await measurements.next()) {
        std::printf("sensor: %d degrees\n", *degrees);
    }
    std::printf("no more\n");
}

task<> dots() {
    co_await asyncio::sleep(50ms);
    for (int i = 1; i < Ticks; ++i) {
        co_await asyncio::sleep(100ms);
        std::printf("  …\n");
    }
}

task<> all() { co_await asyncio::gather(reader(), dots()); }

int main() { asyncio::run(all()); }
