#include <array>
#include <chrono>
#include <iostream>
#include <latch>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

constexpr int Philosophers = 5;
constexpr bool OneLeftHander = false;

std::array<std::mutex, Philosophers> forks;
std::mutex plate_lock;
int plates = 0;
std::latch all_are_seated(Philosophers);

void philosopher(int seat) {
    int first = seat;
    int second = (seat + 1) % Philosophers;
    if (OneLeftHander && seat == 0) std::swap(first, second);
    all_are_seated.arrive_and_wait();

    std::lock_guard first_fork(forks[first]);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // looks at the spaghetti
    std::lock_guard second_fork(forks[second]);

    std::lock_guard count(plate_lock);
    ++plates;
}

int main() {
    std::vector<std::thread> table;
    for (int seat = 0; seat < Philosophers; ++seat) table.emplace_back(philosopher, seat);
    for (std::thread& guest : table) guest.join();

    std::cout << plates << " of " << Philosophers << " have eaten\n";
}
