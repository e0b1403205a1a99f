// A notification that comes before the wait: nobody will ever wake the waiter.
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

int main() {
    std::mutex mutex;
    std::condition_variable condition;
    std::puts("waiting for ever");
    condition.notify_one();
    std::jthread waiter([&] {
        std::unique_lock lock(mutex);
        condition.wait(lock);
    });
}
