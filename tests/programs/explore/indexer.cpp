// indexer(N): each thread puts 4 messages into a hash table of 128 slots, by compare-and-swap; on a collision the next
// slot. 8 executions for N = 12, 4 096 for N = 15 (Flanagan and Godefroid, POPL 2005).
#include <atomic>

#include "threads.hpp"

std::atomic<int> table[128];

int main() {
    const int n = read_number();
    run_threads(n, [](int thread) {
        for (int message = 1; message <= 4; ++message) {
            const int w = message * 11 + thread;
            int slot = w * 7 % 128;
            int expected = 0;
            while (!table[slot].compare_exchange_strong(expected, w)) {
                slot = (slot + 1) % 128;
                expected = 0;
            }
        }
    });
}
