// What recording costs: nanoseconds of an uncontended lock and unlock, which are three events. In bursts that
// fit into the ring, with pauses for the supervisor to drain it; prints the median of the bursts.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

int main() {
    using clock = std::chrono::steady_clock;
    constexpr int Bursts = 60;
    constexpr int Pairs = 1000;
    std::mutex mutex;
    long counter = 0;
    std::vector<double> times;
    for (int burst = 0; burst < Bursts; burst++) {
        auto begin = clock::now();
        for (int i = 0; i < Pairs; i++) {
            std::lock_guard lock(mutex);
            counter++;
        }
        std::chrono::duration<double, std::nano> time = clock::now() - begin;
        times.push_back(time.count() / Pairs);
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    std::sort(times.begin(), times.end());
    std::printf("%.2f\n", times[times.size() / 2]);
    return counter == long{Bursts} * Pairs ? 0 : 1;
}
