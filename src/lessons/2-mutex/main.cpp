#include <iostream>
#include <mutex>
#include <thread>

constexpr int Rounds = 1'000;

std::mutex counter_lock;
int counter = 0;  // only touched by the thread that holds counter_lock

void count() {
    for (int round = 0; round < Rounds; ++round) {
        std::lock_guard guard(counter_lock);
        ++counter;
    }
}

int main() {
    std::thread first(count);
    std::thread second(count);
    first.join();
    second.join();

    std::cout << "counter = " << counter << ", expected " << 2 * Rounds << "\n";
}
