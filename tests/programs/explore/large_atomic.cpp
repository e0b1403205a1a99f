// large_atomic(N): an atomic that no instruction is large enough for. N threads increment it, one stores, one exchanges; main
// prints what is left, and what the exchange found.

#include <atomic>
#include <cstdio>

#include "threads.hpp"

struct Three {
    int first = 0, second = 0, third = 0;
};
std::atomic<Three> three;
Three found;

void increment() {
    Three old = three.load();
    while (!three.compare_exchange_weak(old, Three{old.first + 1, old.second + 1, old.third + 1})) {
    }
}

int main() {
    const int n = read_number();
    run_threads(n + 2, [=](int i) {
        if (i < n) increment();
        if (i == n) three = Three{10, 10, 10};
        if (i == n + 1) found = three.exchange(Three{20, 20, 20});
    });
    const Three left = three;
    std::printf("%d %d %d, found %d %d %d\n", left.first, left.second, left.third, found.first, found.second, found.third);
}
