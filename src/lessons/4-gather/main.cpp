#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <vector>

using namespace std::chrono_literals;
using namespace interleave;

constexpr int Counters = 3;

task<int> count(int number) {
    std::printf("One\n");
    co_await asyncio::sleep(1s);
    std::printf("Two\n");
    co_return number* number;
}

task<> count_all() {
    const auto start = std::chrono::steady_clock::now();
    std::vector<task<int>> counters;
    for (int i = 0; i < Counters; ++i) counters.push_back(count(i));
    const std::vector<int> results = co_await asyncio::gather(std::move(counters));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;

    std::printf("results");
    for (int each : results) std::printf(" %d", each);
    std::printf(", %.2f s\n", took.count());
}

int main() { asyncio::run(count_all()); }
