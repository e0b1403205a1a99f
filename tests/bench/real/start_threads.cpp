// Starts 63 threads beside the main one and waits until all 64 run.
#include <cstdio>
#include <latch>
#include <thread>
#include <vector>

int main() {
    constexpr int Threads = 64;
    std::latch all(Threads);
    std::vector<std::jthread> threads;
    for (int i = 1; i < Threads; i++) threads.emplace_back([&] { all.arrive_and_wait(); });
    all.arrive_and_wait();
    std::puts("all run");
}
