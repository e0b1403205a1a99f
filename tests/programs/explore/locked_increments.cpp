// N threads increment a counter under a mutex: N! executions.
#include <mutex>

#include "threads.hpp"

std::mutex lock;
int counter = 0;

int main() {
    const int n = read_number();
    run_threads(n, [](int) {
        std::lock_guard guard(lock);
        ++counter;
    });
    return counter == n ? 0 : 1;
}
