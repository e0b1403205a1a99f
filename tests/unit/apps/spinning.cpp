// As learners compile it, with all variables in memory. 0: threads add to a floating-point atomic, a loop that the compiler makes,
// in which who comes second tries again and does not spin. 1: main spins in a function with much on its stack.

#include <atomic>
#include <cstdio>
#include <thread>

std::atomic<float> sum = 1;
std::atomic<int> ready = 0;

int main() {
    int way = 0;
    if (std::scanf("%d", &way) != 1) return 1;
    if (way == 0) {
        std::thread one([] { sum.fetch_add(0.5f); });
        std::thread two([] { sum.fetch_add(2.0f); });
        one.join();
        two.join();
        std::printf("%g\n", static_cast<double>(sum.load()));
        return 0;
    }
    bool seen = false;
    int results[600] = {};
    std::thread worker([&] {
        results[599] = 4;
        ready = 1;
    });
    do {
        seen = ready == 1;
    } while (!seen);
    std::printf("%d\n", results[599]);
    worker.join();
}
