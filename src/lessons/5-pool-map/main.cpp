#include <cstdio>
#include <interleave/process_pool.hpp>

using interleave::process_pool;

constexpr int Workers = 5;

int square(int x) { return x * x; }

int main() {
    process_pool pool(Workers);
    for (int y : pool.map(square, {1, 2, 3})) std::printf("%d ", y);
    std::printf("\n");
}
