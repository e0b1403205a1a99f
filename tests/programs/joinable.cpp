// A std::thread that is destroyed while it could still be joined: std::terminate.
#include <chrono>
#include <cstdio>
#include <thread>

int main() {
    std::puts("forgetting to join");
    std::thread sleeper([] { std::this_thread::sleep_for(std::chrono::hours(1)); });
}
