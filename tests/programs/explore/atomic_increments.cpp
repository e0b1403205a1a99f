// N threads increment an atomic: N! executions.
#include <atomic>

#include "threads.hpp"

std::atomic<int> counter = 0;

int main() {
    const int n = read_number();
    run_threads(n, [](int) { ++counter; });
    return counter == n ? 0 : 1;
}
