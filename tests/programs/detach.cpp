// Detached threads: their memory is given back although nobody joins them.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <thread>

using namespace std::chrono_literals;

int main() {
    std::atomic<int> finished{0};
    for (int i = 0; i < 40; i++) {
        std::thread([&] { finished++; }).detach();
        while (finished <= i) std::this_thread::sleep_for(1ms);
    }
    std::printf("finished %d\n", finished.load());
}
