// Threads over a span each; std::accumulate; an atomic total.
#include <atomic>
#include <iostream>
#include <numeric>
#include <span>
#include <thread>
#include <vector>

int main() {
    std::vector<int> numbers(1'000);
    std::iota(numbers.begin(), numbers.end(), 1);
    std::atomic<long> total = 0;
    std::vector<std::jthread> threads;
    for (int part = 0; part < 4; ++part) {
        std::span<const int> mine(numbers.data() + 250 * part, 250);
        threads.emplace_back([mine, &total] { total += std::accumulate(mine.begin(), mine.end(), 0L); });
    }
    threads.clear();
    std::cout << "total " << total << "\n";
}
//> total 500500
