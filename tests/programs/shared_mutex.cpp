// std::shared_mutex: readers together, writers alone; std::shared_timed_mutex gives up in time.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <latch>
#include <mutex>
#include <shared_mutex>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

int main() {
    std::shared_mutex mutex;
    std::latch both_inside(2);
    int value = 0;
    {
        auto read = [&] {
            std::shared_lock lock(mutex);
            both_inside.arrive_and_wait();  // only possible if two readers hold the lock at once
        };
        std::jthread first(read), second(read);
    }
    std::puts("two readers were inside together");

    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; i++) {
        threads.emplace_back([&] {
            for (int k = 0; k < 500; k++) {
                std::unique_lock lock(mutex);
                value++;
            }
        });
    }
    threads.clear();
    std::printf("value %d\n", value);

    std::shared_timed_mutex timed;
    std::unique_lock writer(timed);
    std::jthread([&] {
        bool shared = timed.try_lock_shared_for(3ms), exclusive = timed.try_lock_for(3ms),
             at_once = timed.try_lock_shared();
        std::printf("while written: %d %d %d\n", shared, exclusive, at_once);
    }).join();
    writer.unlock();
    std::printf("then: %d\n", timed.try_lock_shared_for(3ms));
    timed.unlock_shared();
}
