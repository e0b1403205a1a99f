// SB: each thread writes its variable and reads the other's. 3 executions under sequential consistency.
#include <atomic>

#include "threads.hpp"

std::atomic<int> x[2];
int seen[2];

int main() {
    run_threads(2, [](int i) {
        x[i] = 1;
        seen[i] = x[1 - i];
    });
    std::printf("%d %d\n", seen[0], seen[1]);
}
