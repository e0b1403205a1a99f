// A producer and two consumers with a condition variable. Input 0: waits with `if` (wrong), 1: with a loop.
#include <condition_variable>
#include <cstdlib>
#include <mutex>

#include "threads.hpp"

std::mutex lock;
std::condition_variable filled;
int items = 0;

int main() {
    const bool loops = read_number() != 0;
    run_threads(3, [loops](int i) {
        std::unique_lock guard(lock);
        if (i == 0) {
            items = 1;
            filled.notify_all();
            guard.unlock();
            guard.lock();
            ++items;
            filled.notify_all();
            return;
        }
        if (loops) {
            while (items == 0) filled.wait(guard);
        } else if (items == 0) {
            filled.wait(guard);
        }
        if (items == 0) std::exit(7);
        --items;
    });
}
