// Two threads count under a lock. The number: 1 if it is the same lock, 0 if each has its own (wronglock_bad of SCTBench).
#include <atomic>
#include <cassert>
#include <mutex>

#include "threads.hpp"

std::atomic<int> counter{0};
std::mutex locks[2];

int main() {
    const bool right = read_number() == 1;
    run_threads(2, [right](int i) {
        std::lock_guard<std::mutex> lock(locks[right ? 0 : i]);
        const int before = counter;
        counter = before + 1;
    });
    assert(counter == 2);
}
