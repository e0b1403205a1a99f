#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace interleave;

constexpr bool Block = true;
constexpr int Visitors = 5;

task<> serve() {
    if (Block) {
        std::this_thread::sleep_for(200ms);  // the thread waits, and with it the loop
    } else {
        co_await asyncio::sleep(200ms);  // only this coroutine waits
    }
}

task<> serve_all() {
    const auto start = std::chrono::steady_clock::now();
    std::vector<task<>> visitors;
    for (int i = 0; i < Visitors; ++i) visitors.push_back(serve());
    co_await asyncio::gather(std::move(visitors));
    const auto took = std::chrono::steady_clock::now() - start;
    std::printf("%d visitors served in %d ms\n", Visitors, static_cast<int>(took / 1ms));
}

int main() { asyncio::run(serve_all()); }
