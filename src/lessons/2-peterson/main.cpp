#include <atomic>
#include <iostream>
#include <thread>

constexpr int Rounds = 500;

std::atomic<bool> wants[2] = {false, false};
std::atomic<int> goes_first = 0;
int counter = 0;  // guarded by the two functions below, and by nothing else

void enter(int me) {
    const int other = 1 - me;
    wants[me] = true;
    goes_first = other;  // after you!
    while (wants[other] && goes_first == other) std::this_thread::yield();
}

void leave(int me) { wants[me] = false; }

void count(int me) {
    for (int round = 0; round < Rounds; ++round) {
        enter(me);
        ++counter;
        leave(me);
    }
}

int main() {
    std::thread zero(count, 0);
    std::thread one(count, 1);
    zero.join();
    one.join();

    std::cout << "counter = " << counter << ", expected " << 2 * Rounds << "\n";
}
