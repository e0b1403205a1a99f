#include <chrono>
#include <cstdio>
#include <interleave/gil.hpp>
#include <optional>
#include <thread>
#include <vector>

using interleave::gil;

constexpr bool Release = true;

// Native code: plain numbers, nothing of the interpreter.
int compress() {
    volatile int sum = 0;
    for (int step = 0; step < 300'000; ++step) sum = sum + step % 7;
    return sum;
}

void python_thread(gil& lock) {
    gil::hold python(lock);
    std::optional<gil::released> others_may_run;
    if (Release) others_may_run.emplace(lock);
    compress();
}

double milliseconds_for(int threads) {
    gil lock;
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i) all.emplace_back([&lock] { python_thread(lock); });
    for (std::thread& each : all) each.join();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

int main() {
    milliseconds_for(4);  // the first run also starts the workers: not counted
    const double one = milliseconds_for(1);
    std::printf("4 threads took %.2f times as long as one\n", milliseconds_for(4) / one);
}
