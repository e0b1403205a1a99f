// std::counting_semaphore: permits bound how many are inside; timed acquisition takes the time it says.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <semaphore>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

int main() {
    std::counting_semaphore<2> permits(2);
    std::atomic<int> inside{0}, most{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 6; i++) {
        threads.emplace_back([&] {
            permits.acquire();
            int now = ++inside;
            for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
            }
            std::this_thread::sleep_for(1ms);
            inside--;
            permits.release();
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::printf("never more than two inside: %s\n", most <= 2 ? "yes" : "no");

    std::binary_semaphore empty(0);
    Clock::time_point start = Clock::now();
    bool got = empty.try_acquire_for(20ms);
    bool long_enough = Clock::now() - start >= 20ms;
    std::printf("try_acquire_for: %s, waited: %s\n", got ? "got it" : "timed out",
                long_enough ? "yes" : "no");

    std::thread giver([&] {
        std::this_thread::sleep_for(2ms);
        empty.release();
    });
    std::printf("released in time: %s\n",
                empty.try_acquire_until(Clock::now() + 10s) ? "yes" : "no");
    giver.join();
    std::printf("try_acquire: %s\n", empty.try_acquire() ? "got it" : "none left");
}
