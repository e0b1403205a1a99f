#include <chrono>
#include <cstdio>
#include <functional>
#include <thread>
#include <vector>

constexpr int Work = 40'000'000;
constexpr int SerialPercent = 20;
constexpr int MostThreads = 8;

std::vector<unsigned> results(MostThreads * 32);  // one place for each thread, 128 bytes apart

void compute(int steps, unsigned& result) {
    unsigned value = result;
    for (int step = 0; step < steps; ++step) value = value * 1664525 + 1013904223;
    result = value;
}

double milliseconds_for(int threads) {
    const int serial = Work / 100 * SerialPercent;
    const auto start = std::chrono::steady_clock::now();

    compute(serial, results[0]);  // nobody can help with this part
    std::vector<std::thread> helpers;
    for (int i = 0; i < threads; ++i) {
        helpers.emplace_back(compute, (Work - serial) / threads, std::ref(results[static_cast<size_t>(i) * 32]));
    }
    for (std::thread& helper : helpers) helper.join();

    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

int main() {
    milliseconds_for(MostThreads);  // the first run also starts the workers: not counted
    const double one = milliseconds_for(1);
    for (int threads = 1; threads <= MostThreads; ++threads) {
        const double parallel = 1 - SerialPercent / 100.0;
        const double law = 1 / (1 - parallel + parallel / threads);
        std::printf("%d threads: %.2f times as fast, law: %.2f\n", threads, one / milliseconds_for(threads), law);
    }
}
