// std::latch: the main thread waits for three, then three wait for the main thread.
#include <atomic>
#include <cstdio>
#include <latch>
#include <thread>
#include <vector>

int main() {
    std::atomic<int> prepared{0}, started{0};
    std::latch ready(3), go(1);
    std::vector<std::jthread> threads;
    for (int i = 0; i < 3; i++) {
        threads.emplace_back([&] {
            prepared++;
            ready.count_down();
            go.wait();
            started++;
        });
    }
    ready.wait();
    std::printf("prepared %d, started %d, ready %d\n", prepared.load(), started.load(),
                ready.try_wait());
    go.count_down();
    threads.clear();
    std::printf("started %d\n", started.load());
}
