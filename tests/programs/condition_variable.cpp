// std::condition_variable and _any: a queue between threads, timed waits, notify_all.
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <queue>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

int main() {
    std::mutex mutex;
    std::condition_variable condition;
    std::queue<int> queue;
    bool closed = false;
    long sum = 0;
    {
        std::jthread consumer([&] {
            for (;;) {
                std::unique_lock lock(mutex);
                condition.wait(lock, [&] { return closed || !queue.empty(); });
                if (queue.empty()) return;
                sum += queue.front();
                queue.pop();
            }
        });
        for (int i = 1; i <= 100; i++) {
            std::lock_guard lock(mutex);
            queue.push(i);
            condition.notify_one();
        }
        std::lock_guard lock(mutex);
        closed = true;
        condition.notify_all();
    }
    std::printf("sum %ld\n", sum);

    std::unique_lock lock(mutex);
    Clock::time_point start = Clock::now();
    bool timed_out = condition.wait_for(lock, 20ms) == std::cv_status::timeout;
    bool long_enough = Clock::now() - start >= 19ms;
    std::printf("wait_for timed out: %d, waited: %d\n", timed_out, long_enough);
    timed_out =
        !condition.wait_until(lock, std::chrono::system_clock::now() + 5ms, [] { return false; });
    std::printf("wait_until timed out: %d\n", timed_out);
    lock.unlock();

    std::condition_variable_any any;
    int woken = 0, waiting = 0;
    bool go = false;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; i++) {
            threads.emplace_back([&] {
                std::unique_lock own(mutex);
                waiting++;
                any.wait(own, [&] { return go; });
                woken++;
            });
        }
        for (bool all = false; !all;) {
            std::this_thread::sleep_for(1ms);
            std::lock_guard guard(mutex);
            all = waiting == 3;
        }
        std::lock_guard guard(mutex);
        go = true;
        any.notify_all();
    }
    std::printf("woken %d\n", woken);
}
