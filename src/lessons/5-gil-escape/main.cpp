#include <chrono>
#include <cstdio>
#include <interleave/gil.hpp>
#include <interleave/process.hpp>
#include <thread>
#include <vector>

using interleave::gil;
using interleave::process;

constexpr int Chunks = 600;

void compute(gil& lock) {
    gil::hold python(lock);
    for (int chunk = 0; chunk < Chunks; ++chunk) {
        for (volatile int step = 0; step < 1000; step = step + 1) {
        }
        lock.check_point();
    }
}

void in_own_interpreter() {
    gil lock;
    compute(lock);
}

double milliseconds(auto function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

void with_threads(int count) {
    gil lock;
    std::vector<std::thread> threads;
    for (int i = 0; i < count; ++i) threads.emplace_back([&lock] { compute(lock); });
    for (std::thread& each : threads) each.join();
}

void with_processes(int count) {
    std::vector<process> children;
    for (int i = 0; i < count; ++i) children.emplace_back(in_own_interpreter);
    for (process& each : children) each.wait();
}

int main() {
    with_threads(4), with_processes(4);  // the first run also starts the workers: not counted
    const double one = milliseconds(in_own_interpreter);
    std::printf("4 threads: %.2f times as long as one\n",
                milliseconds([] { with_threads(4); }) / one);
    std::printf("4 processes: %.2f times as long as one\n",
                milliseconds([] { with_processes(4); }) / one);
}
