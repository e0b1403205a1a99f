#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>

using namespace std::chrono_literals;
using namespace interleave;

constexpr int Seconds = 1;

task<> hello() {
    const auto start = std::chrono::steady_clock::now();
    std::printf("hello\n");
    co_await asyncio::sleep(Seconds * 1s);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("world, %.2f s later\n", took.count());
}

int main() { asyncio::run(hello()); }
