// main(N): main and one thread each add N times to one atomic variable: the orders of 2N steps of which N are one thread's.
#include <atomic>

#include "threads.hpp"

std::atomic<int> sum = 0;

int main() {
    const int n = read_number();
    auto add = [n] {
        for (int i = 0; i < n; ++i) sum.fetch_add(1);
    };
    std::thread other(add);
    add();
    other.join();
}
