// A lock made of an exchange in a loop.
#include <atomic>

#include "threads.hpp"

std::atomic<bool> taken = false;
int counter = 0;

int main() {
    const int n = read_number();
    run_threads(n, [](int) {
        while (taken.exchange(true)) {
        }
        ++counter;
        taken = false;
    });
    return counter == n ? 0 : 1;
}
