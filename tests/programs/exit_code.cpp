// main's result is the exit code, also while another thread is still asleep.
#include <chrono>
#include <cstdio>
#include <thread>

int main() {
    std::thread([] { std::this_thread::sleep_for(std::chrono::hours(1)); }).detach();
    std::puts("leaving with 7");
    return 7;
}
