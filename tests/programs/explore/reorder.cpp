// reorder(N): N threads set a, then b; a checker must see both or neither set. The second number: 1 with a lock, 0 without
// (reorder_3, reorder_10 of SCTBench: Thomson, Donaldson and Betts, PPoPP 2014).
#include <atomic>
#include <cassert>
#include <mutex>

#include "threads.hpp"

std::atomic<int> a{0};
std::atomic<int> b{0};
std::mutex both;

int main() {
    const int n = read_number();
    const bool right = read_number() == 1;
    run_threads(n + 1, [=](int i) {
        std::unique_lock<std::mutex> lock(both, std::defer_lock);
        if (right) lock.lock();
        if (i < n) {
            a = 1;
            b = -1;
        } else {
            const int seen_a = a;
            const int seen_b = b;
            assert((seen_a == 0 && seen_b == 0) || (seen_a == 1 && seen_b == -1));
        }
    });
}
