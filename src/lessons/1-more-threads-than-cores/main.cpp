#include <chrono>
#include <iostream>
#include <thread>
#include <vector>

constexpr int Threads = 6;
constexpr int Work = 1'000'000;

// CPU-bound: never waits for anything, only computes.
unsigned compute(unsigned value) {
    for (int step = 0; step < Work; ++step) value = value * 1664525 + 1013904223;
    return value;
}

double milliseconds_for(int threads) {
    std::vector<unsigned> results(static_cast<std::size_t>(threads));
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> busy;
    for (unsigned& result : results) busy.emplace_back([&result] { result = compute(result); });
    for (std::thread& thread : busy) thread.join();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

int main() {
    milliseconds_for(Threads);  // the first run also starts the workers: not counted
    std::cout << "cores: " << std::thread::hardware_concurrency() << "\n";
    const double one = milliseconds_for(1);
    const double all = milliseconds_for(Threads);
    std::cout << Threads << " threads took " << all / one << " times as long as one\n";
}
