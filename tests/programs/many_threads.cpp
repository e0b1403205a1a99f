// 64 threads alive at the same moment: all must arrive before any may leave.
#include <atomic>
#include <cstdio>
#include <latch>
#include <thread>
#include <vector>

int main() {
    constexpr int Threads = 64;
    std::latch all(Threads);
    std::atomic<int> left{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < Threads; i++) {
            threads.emplace_back([&] {
                all.arrive_and_wait();
                left++;
            });
        }
    }
    std::printf("%d threads met\n", left.load());
}
