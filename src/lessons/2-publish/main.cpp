#include <atomic>
#include <iostream>
#include <thread>
#include <type_traits>

constexpr bool AtomicFlag = true;

using Flag = std::conditional_t<AtomicFlag, std::atomic<bool>, bool>;

int letter = 0;
Flag is_posted = false;

void sender() {
    letter = 42;
    is_posted = true;
}

void receiver() {
    while (!is_posted) std::this_thread::yield();
    std::cout << "the letter says " << letter << "\n";
}

int main() {
    std::thread reads(receiver);
    std::thread writes(sender);
    writes.join();
    reads.join();
}
