#include <iostream>
#include <latch>
#include <thread>

constexpr int Rounds = 1'000'000;

std::latch both_are_here(2);
int counter = 0;

void count() {
    both_are_here.arrive_and_wait();
    for (int round = 0; round < Rounds; ++round) {
        ++counter;  // read the counter, add one, write it back: three steps
    }
}

int main() {
    std::thread first(count);
    std::thread second(count);
    first.join();
    second.join();

    std::cout << "counter = " << counter << ", expected " << 2 * Rounds << "\n";
}
