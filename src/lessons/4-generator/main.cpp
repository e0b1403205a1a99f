#include <cstdio>
#include <interleave/generator.hpp>

using interleave::generator;

constexpr int End = 10;

generator<int> evens(int end) {
    for (int number = 0; number < end; number += 2) {
        co_yield number;
    }
}

int main() {
    for (int number : evens(End)) std::printf("%d ", number);
    std::printf("\n");

    int sum = 0, taken = 0;
    for (int number : evens(1'000'000)) {
        sum += number;
        if (++taken == 5) break;
    }
    std::printf("sum of the next five: %d\n", sum);
}
