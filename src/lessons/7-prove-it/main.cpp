#include <algorithm>
#include <chrono>
#include <cstdio>
#include <interleave/thread_pool.hpp>
#include <vector>

using interleave::pool_future;
using interleave::thread_pool;

constexpr int Numbers = 2000;
constexpr int ChunkSize = 1;

long value_of(int number) {
    long value = number;
    for (int step = 0; step < 20; ++step) value = (value * 31 + step) % 1000;
    return value;
}

long sum(int begin, int end) {
    long result = 0;
    for (int number = begin; number < end; ++number) result += value_of(number);
    return result;
}

long sum_with_pool(thread_pool& pool) {
    std::vector<pool_future<long>> parts;
    for (int begin = 0; begin < Numbers; begin += ChunkSize)
        parts.push_back(pool.submit(sum, begin, std::min(begin + ChunkSize, Numbers)));
    long result = 0;
    for (const pool_future<long>& part : parts) result += part.result();
    return result;
}

double milliseconds(auto function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

int main() {
    thread_pool pool(4);
    long plain = 0, pooled = 0;
    const double before = milliseconds([&] { plain = sum(0, Numbers); });
    const double after = milliseconds([&] { pooled = sum_with_pool(pool); });
    std::printf("before: %8.2f ms\nafter: %9.2f ms\n", before, after);
    std::printf("%.1f times %s, ", std::max(before, after) / std::min(before, after),
                after < before ? "faster" : "slower");
    std::printf("the sums %s\n", plain == pooled ? "agree" : "differ");
}
