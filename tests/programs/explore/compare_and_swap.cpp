// N threads each try once to swap 0 for their number.
#include <atomic>

#include "threads.hpp"

std::atomic<int> winner = 0;

int main() {
    const int n = read_number();
    run_threads(n, [](int i) {
        int expected = 0;
        winner.compare_exchange_strong(expected, i + 1);
    });
    std::printf("%d\n", winner.load());
}
