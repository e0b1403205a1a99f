// A wait with a time limit ends either way.
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "threads.hpp"

std::mutex lock;
std::condition_variable changed;
bool ready = false;

int main() {
    bool in_time = false;
    run_threads(2, [&](int i) {
        std::unique_lock guard(lock);
        if (i == 0) {
            in_time = changed.wait_for(guard, std::chrono::milliseconds(5), [] { return ready; });
        } else {
            ready = true;
            changed.notify_one();
        }
    });
    std::printf("%s\n", in_time ? "in time" : "too late");
}
