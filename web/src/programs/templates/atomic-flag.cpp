#include <atomic>
#include <iostream>
#include <thread>

int data = 0;
std::atomic<bool> ready = false;

int main() {
    std::jthread writer([] {
        data = 42;
        ready.store(true, std::memory_order_release);
        ready.notify_one();
    });
    ready.wait(false, std::memory_order_acquire);
    std::cout << "data = " << data << "\n";
}
