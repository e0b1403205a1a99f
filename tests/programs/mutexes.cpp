// Mutexes of every kind: plain, recursive, timed, and several taken at once by scoped_lock.
#include <chrono>
#include <cstdio>
#include <mutex>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

int main() {
    std::mutex plain;
    int count = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; i++) {
            threads.emplace_back([&] {
                for (int k = 0; k < 1000; k++) {
                    std::lock_guard lock(plain);
                    count++;
                }
            });
        }
    }
    std::printf("count %d\n", count);

    std::recursive_mutex recursive;
    recursive.lock();
    recursive.lock();
    bool other_got_it = true;
    std::thread([&] { other_got_it = recursive.try_lock(); }).join();
    recursive.unlock();
    recursive.unlock();
    std::printf("recursive: other got it %d\n", other_got_it);

    std::timed_mutex timed;
    timed.lock();
    bool in_time = true;
    std::thread([&] { in_time = timed.try_lock_for(3ms); }).join();
    timed.unlock();
    std::printf("timed: in time %d, then %d\n", in_time,
                timed.try_lock_until(std::chrono::system_clock::now() + 1s));
    timed.unlock();

    std::recursive_timed_mutex both;
    std::printf("recursive timed: %d %d\n", both.try_lock_for(1ms), both.try_lock());
    both.unlock();
    both.unlock();

    std::mutex left, right;
    long moved = 0;
    {
        std::jthread one([&] {
            for (int i = 0; i < 500; i++) {
                std::scoped_lock lock(left, right);
                moved++;
            }
        });
        std::jthread two([&] {
            for (int i = 0; i < 500; i++) {
                std::scoped_lock lock(right, left);
                moved++;
            }
        });
    }
    std::printf("scoped_lock moved %ld\n", moved);
}
