#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <thread>

constexpr bool RememberIt = false;

std::mutex kitchen_lock;
std::condition_variable bell;
bool meal_is_ready = false;

void guest() {
    // Reads the menu first.
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::unique_lock lock(kitchen_lock);
    if (RememberIt) {
        bell.wait(lock, [] { return meal_is_ready; });
    } else {
        bell.wait(lock);
    }
    std::cout << "the guest eats\n";
}

void cook() {
    std::lock_guard lock(kitchen_lock);
    meal_is_ready = true;
    bell.notify_one();
}

int main() {
    std::thread cooks(cook);
    std::thread eats(guest);
    cooks.join();
    eats.join();
}
