#include <interleave/thread_pool.hpp>
#include <iostream>
#include <string>

using interleave::pool_future;
using interleave::thread_pool;

constexpr int Workers = 1;

std::string boil_water() {
    std::cout << "boiling water\n" << std::flush;
    return "tea";
}

std::string bake(thread_pool& kitchen) {
    std::cout << "baking a cake\n" << std::flush;
    const pool_future<std::string> water = kitchen.submit(boil_water);
    return "a cake with " + water.result();
}

int main() {
    thread_pool kitchen(Workers);
    const pool_future<std::string> cake = kitchen.submit([&] { return bake(kitchen); });
    std::cout << cake.result() << "\n";
}
