// A thread writes under a lock that it holds only to read, and another one reads: they race, though in most orders one has given
// the lock back before the other takes it.
#include <shared_mutex>

#include "threads.hpp"

std::shared_mutex lock;
int value = 0;
int seen = 0;

int main() {
    run_threads(2, [](int i) {
        std::shared_lock guard(lock);
        if (i == 0) {
            value = 1;
        } else {
            seen = value;
        }
    });
}
