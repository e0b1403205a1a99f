#include <chrono>
#include <cstdio>
#include <interleave/gil.hpp>
#include <thread>
#include <vector>

using interleave::gil;

constexpr bool WithGil = true;
constexpr int Chunks = 600;

// Pure computing, as bytecode would: after each chunk the interpreter jumps back and looks around.
void count(gil& lock) {
    gil::hold python(lock);
    for (int chunk = 0; chunk < Chunks; ++chunk) {
        for (volatile int step = 0; step < 1000; step = step + 1) {
        }
        lock.check_point();
    }
}

double milliseconds_for(int threads) {
    gil lock(std::chrono::milliseconds(5), WithGil ? gil::mode::on : gil::mode::off);
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> all;
    for (int i = 0; i < threads; ++i) all.emplace_back([&lock] { count(lock); });
    for (std::thread& each : all) each.join();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

int main() {
    milliseconds_for(4);  // the first run also starts the workers: not counted
    const double one = milliseconds_for(1);
    std::printf("1 thread: 1.00 times\n");
    for (int threads : {2, 4})
        std::printf("%d threads: %.2f times\n", threads, milliseconds_for(threads) / one);
}
