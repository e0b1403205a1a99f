#include <iostream>
#include <latch>
#include <mutex>
#include <thread>

constexpr int Rounds = 1'000;

std::latch both_are_here(2);
std::mutex counter_lock;
int counter = 0;  // only touched by the thread that holds counter_lock

void count() {
    both_are_here.arrive_and_wait();
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
