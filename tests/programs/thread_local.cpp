// thread_local: each thread starts from the initial value, and its destructors run when it ends.
#include <atomic>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

std::atomic<int> alive{0}, destroyed{0};

struct Tracked {
    std::string text = "fresh";
    Tracked() { alive++; }
    ~Tracked() {
        alive--;
        destroyed++;
    }
};

thread_local int counter = 7;
thread_local Tracked tracked;

int main() {
    std::vector<std::thread> threads;
    std::atomic<int> wrong{0};
    for (int i = 0; i < 4; i++) {
        threads.emplace_back([&wrong] {
            if (++counter != 8 || tracked.text != "fresh") wrong++;
            tracked.text = "used";
        });
    }
    for (std::thread& thread : threads) thread.join();
    std::printf("wrong %d, counter of main %d, alive %d, destroyed %d\n", wrong.load(), counter,
                alive.load(), destroyed.load());
}
