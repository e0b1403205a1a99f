// std::call_once, and variables that are static in a function: one thread runs it, the others wait until it has run; a throw lets
// another try.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <vector>

using namespace std::chrono_literals;

struct Slow {
    Slow() { std::this_thread::sleep_for(2ms); }
    int value = 5;
};

int main() {
    std::once_flag flag;
    std::atomic<int> ran{0}, too_early{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 4; i++) {
            threads.emplace_back([&] {
                std::call_once(flag, [&] {
                    std::this_thread::sleep_for(3ms);
                    ran++;
                });
                if (ran != 1) too_early++;
            });
        }
    }
    std::printf("ran %d, too early %d\n", ran.load(), too_early.load());

    std::once_flag again;
    int attempts = 0;
    try {
        std::call_once(again, [&] {
            attempts++;
            throw std::runtime_error("first attempt");
        });
    } catch (const std::runtime_error& error) {
        std::printf("%s failed\n", error.what());
    }
    std::call_once(
        again, [&](int by) { attempts += by; }, 1);
    std::call_once(again, [&] { attempts += 100; });
    std::printf("attempts %d\n", attempts);

    std::atomic<int> sum{0};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 3; i++) {
            threads.emplace_back([&] {
                static Slow slow;
                sum += slow.value;
            });
        }
    }
    std::printf("static %d\n", sum.load());

    int tries = 0;
    for (int i = 0; i < 3; i++) {
        try {
            static int made = [&] {
                if (++tries < 2) throw std::runtime_error("first initialisation");
                return tries;
            }();
            std::printf("made by try %d\n", made);
        } catch (const std::runtime_error& error) {
            std::printf("%s failed\n", error.what());
        }
    }
}
