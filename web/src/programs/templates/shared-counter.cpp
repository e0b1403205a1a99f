#include <iostream>
#include <mutex>
#include <thread>
#include <vector>

constexpr int Threads = 3;
constexpr int Rounds = 100;

std::mutex counter_lock;
int counter = 0;

void count() {
    for (int round = 0; round < Rounds; ++round) {
        std::lock_guard guard(counter_lock);
        ++counter;
    }
}

int main() {
    std::vector<std::thread> threads;
    for (int i = 0; i < Threads; ++i) threads.emplace_back(count);
    for (std::thread& thread : threads) thread.join();
    std::cout << "counter = " << counter << "\n";
}
