#include <chrono>
#include <interleave/thread_pool.hpp>
#include <iostream>
#include <thread>
#include <vector>

using interleave::as_completed;
using interleave::pool_future;
using interleave::thread_pool;

constexpr int Workers = 3;

int sleep_for(int milliseconds) {
    std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
    return milliseconds;
}

int main() {
    thread_pool pool(Workers);
    const std::vector<int> times = {300, 100, 250};

    std::cout << "map: ";
    for (int result : pool.map(sleep_for, times)) std::cout << result << " ";

    std::vector<pool_future<int>> futures;
    for (int time : times) futures.push_back(pool.submit(sleep_for, time));
    std::cout << "\nas completed: ";
    for (const pool_future<int>& each : as_completed(futures)) std::cout << each.result() << " ";
    std::cout << "\n";
}
