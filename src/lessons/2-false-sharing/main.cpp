#include <atomic>
#include <chrono>
#include <functional>
#include <iostream>
#include <thread>

constexpr int Rounds = 5'000'000;
constexpr int CacheLine = 128;  // two lines of 64 bytes: some processors fetch them in pairs

using Counter = std::atomic<int>;

struct Together {
    Counter mine = 0;
    Counter yours = 0;  // four bytes further: on the same cache line
} together;

struct Apart {
    alignas(CacheLine) Counter mine = 0;
    alignas(CacheLine) Counter yours = 0;  // on a line of its own
} apart;

void count(Counter& counter) {
    for (int round = 0; round < Rounds; ++round) counter.fetch_add(1, std::memory_order_relaxed);
}

double milliseconds_for(Counter& mine, Counter& yours) {
    const auto start = std::chrono::steady_clock::now();
    std::thread first(count, std::ref(mine));
    std::thread second(count, std::ref(yours));
    first.join();
    second.join();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

int main() {
    milliseconds_for(apart.mine, apart.yours);  // the first run also starts the workers: not counted
    const double on_one_line = milliseconds_for(together.mine, together.yours);
    const double on_two_lines = milliseconds_for(apart.mine, apart.yours);
    std::cout << "one cache line: " << on_one_line << " ms, two cache lines: " << on_two_lines
              << " ms, ratio " << on_one_line / on_two_lines << "\n";
}
