#include <algorithm>
#include <chrono>
#include <iostream>
#include <mutex>
#include <semaphore>
#include <thread>
#include <vector>

constexpr int Permits = 3;
constexpr int Workers = 6;

std::counting_semaphore<16> seats(Permits);
std::mutex count_lock;
int inside = 0;
int most_inside = 0;

void count(int change) {
    std::lock_guard guard(count_lock);
    inside += change;
    most_inside = std::max(most_inside, inside);
}

void worker() {
    seats.acquire();
    count(+1);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    count(-1);
    seats.release();
}

int main() {
    std::vector<std::thread> workers;
    for (int i = 0; i < Workers; ++i) workers.emplace_back(worker);
    for (std::thread& each : workers) each.join();

    std::cout << "never more than " << most_inside << " at the same time\n";
}
