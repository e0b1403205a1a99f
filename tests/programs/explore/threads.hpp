#pragma once
// Programs whose number of executions is known from publications; N comes from standard input.

#include <cstdio>
#include <thread>
#include <vector>

inline int read_number() {
    int n = 0;
    if (std::scanf("%d", &n) != 1) n = 2;
    return n;
}

// Runs body(0) … body(count - 1), each on a thread of its own.
template <typename Body>
void run_threads(int count, Body body) {
    std::vector<std::thread> threads;
    threads.reserve(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) threads.emplace_back(body, i);
    for (std::thread& thread : threads) thread.join();
}
