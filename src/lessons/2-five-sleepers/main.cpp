#include <chrono>
#include <iostream>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

constexpr int Sleepers = 5;

int tenths_since(Clock::time_point start) { return static_cast<int>((Clock::now() - start) / 100ms); }

// One string, one write: the lines of different threads cannot mix.
void say(const std::string& line) { std::cout << line + "\n" << std::flush; }

void sleeper(int number, int tenths) {
    std::this_thread::sleep_for(tenths * 100ms);
    say("sleeper " + std::to_string(number) + " slept " + std::to_string(tenths) + " tenths");
}

int main() {
    std::mt19937 random(std::random_device{}());
    std::uniform_int_distribution<int> tenths(1, 9);
    const Clock::time_point start = Clock::now();
    int sum = 0;

    std::vector<std::thread> threads;
    for (int number = 1; number <= Sleepers; ++number) {
        int own = tenths(random);
        sum += own;
        threads.emplace_back(sleeper, number, own);
    }
    for (std::thread& thread : threads) thread.join();

    say("all together: " + std::to_string(tenths_since(start)) + " tenths, not " + std::to_string(sum));
}
