#include <chrono>
#include <interleave/thread_pool.hpp>
#include <iostream>
#include <thread>

using namespace std::chrono_literals;
using interleave::thread_pool;

constexpr int Workers = 3;

int slow_answer(int question) {
    std::this_thread::sleep_for(200ms);
    return question * 6;
}

void ask(const interleave::pool_future<int>& future) {
    std::cout << "done? " << (future.done() ? "yes" : "no") << "\n";
}

int main() {
    thread_pool pool(Workers);
    const interleave::pool_future<int> future = pool.submit(slow_answer, 7);
    ask(future);

    std::cout << "main does something else\n";
    std::this_thread::sleep_for(300ms);

    ask(future);
    std::cout << "result: " << future.result() << "\n";
}
