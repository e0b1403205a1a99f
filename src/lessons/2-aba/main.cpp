#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <thread>

constexpr int Nothing = -1;
constexpr int PauseMilliseconds = 100;

// A stack of plates without a lock: each plate knows the one below it.
std::atomic<int> below[3] = {Nothing, 0, 1};
std::atomic<int> top = 2;  // plate 2 lies on 1, and 1 on 0

void push(int plate) {
    int old_top = top;
    do below[plate] = old_top;
    while (!top.compare_exchange_weak(old_top, plate));
}

int pop(int pause_milliseconds) {
    int old_top = top;
    while (old_top != Nothing) {
        int next = below[old_top];
        if (pause_milliseconds > 0) std::this_thread::sleep_for(std::chrono::milliseconds(pause_milliseconds));
        if (top.compare_exchange_weak(old_top, next)) break;  // "top is still what it was, so all is well"
    }
    return old_top;
}

int main() {
    std::thread slow([] { std::cout << "slow took plate " + std::to_string(pop(PauseMilliseconds)) + "\n"; });
    std::thread quick([] {
        std::this_thread::sleep_for(std::chrono::milliseconds(PauseMilliseconds / 2));
        int first = pop(0);
        int second = pop(0);
        push(first);
        std::cout << "quick keeps plate " + std::to_string(second) + "\n";
    });
    slow.join();
    quick.join();

    std::cout << "now plate " << top << " is on top\n";
}
