// 64 threads that never end by themselves: for measuring Stop.
#include <atomic>
#include <thread>
#include <vector>

int main() {
    constexpr int Threads = 64;
    std::atomic<long> spins = 0;
    std::vector<std::jthread> threads;
    for (int i = 1; i < Threads; i++) threads.emplace_back([&] { for (;;) spins++; });
    for (;;) spins++;
}
