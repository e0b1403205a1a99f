#include <chrono>
#include <cstdio>
#include <interleave/gil.hpp>
#include <interleave/io.hpp>
#include <thread>
#include <vector>

using interleave::gil;
using namespace std::chrono_literals;

constexpr int Requests = 5;

void request(gil& lock) {
    gil::hold python(lock);
    {
        gil::released others_may_run(lock);  // what time.sleep and socket.recv do
        interleave::io::wait("server", 1s);
    }
}

int main() {
    gil lock;
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < Requests; ++i) threads.emplace_back([&lock] { request(lock); });
    for (std::thread& each : threads) each.join();

    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("%d requests of 1 s each: %.2f s\n", Requests, took.count());
}
