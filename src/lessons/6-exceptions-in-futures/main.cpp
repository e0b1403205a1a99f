#include <interleave/thread_pool.hpp>
#include <iostream>
#include <stdexcept>
#include <vector>

using interleave::pool_future;
using interleave::thread_pool;

int divide(int dividend, int divisor) {
    if (divisor == 0) throw std::domain_error("division by zero");
    return dividend / divisor;
}

int main() {
    thread_pool pool(2);
    const std::vector<int> divisors = {2, 0, 5};
    std::vector<pool_future<int>> futures;
    for (int divisor : divisors) futures.push_back(pool.submit(divide, 10, divisor));

    for (std::size_t i = 0; i < futures.size(); ++i) {
        const pool_future<int>& future = futures[i];
        try {
            const int result = future.result();
            std::cout << "10 / " << divisors[i] << " = " << result << "\n";
        } catch (const std::domain_error& error) {
            std::cout << "10 / " << divisors[i] << ": " << error.what() << "\n";
        }
    }
    std::cout << "the pool still works: " << pool.submit(divide, 9, 3).result() << "\n";
}
