// std::barrier: phases, a completion function that runs once a phase, and threads that drop out.
#include <atomic>
#include <barrier>
#include <cstdio>
#include <thread>
#include <vector>

int main() {
    constexpr int Threads = 3, Phases = 4;
    int completed = 0;
    std::atomic<int> work{0};
    bool together = true;
    std::barrier sync(Threads, [&]() noexcept {
        completed++;
        together = together && work == completed * Threads;
    });
    std::vector<std::jthread> threads;
    for (int i = 0; i < Threads; i++) {
        threads.emplace_back([&] {
            for (int phase = 0; phase < Phases; phase++) {
                work++;
                sync.arrive_and_wait();
            }
        });
    }
    threads.clear();
    std::printf("phases %d, all together: %s\n", completed, together ? "yes" : "no");

    std::barrier shrinking(2);
    std::jthread quitter([&] { shrinking.arrive_and_drop(); });
    shrinking.arrive_and_wait();
    shrinking.arrive_and_wait();  // alone now
    std::puts("alone at the barrier");
}
