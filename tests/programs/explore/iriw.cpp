// IRIW: two writers of two variables, two readers that read them in opposite order. 15 executions.
#include <atomic>

#include "threads.hpp"

std::atomic<int> x[2];

int main() {
    run_threads(4, [](int i) {
        if (i < 2) {
            x[i] = 1;
        } else {
            (void)x[i - 2].load();
            (void)x[3 - i].load();
        }
    });
}
