#include <barrier>
#include <chrono>
#include <iostream>
#include <latch>
#include <thread>
#include <vector>

constexpr int Painters = 4;
constexpr int Rooms = 3;

int rooms_done = 0;

void next_room() noexcept { ++rooms_done; }  // run by the last one to arrive, while all others wait

std::latch everybody_is_here(Painters);
std::barrier room_is_done(Painters, next_room);

void painter(int number) {
    everybody_is_here.arrive_and_wait();
    for (int room = 0; room < Rooms; ++room) {
        // Each wall is of a different size, and in each room another one is the largest.
        std::this_thread::sleep_for(std::chrono::milliseconds(10 + 20 * ((number + room) % Painters)));
        room_is_done.arrive_and_wait();
    }
}

int main() {
    std::vector<std::thread> painters;
    for (int number = 0; number < Painters; ++number) painters.emplace_back(painter, number);
    for (std::thread& each : painters) each.join();

    std::cout << rooms_done << " rooms, one after the other\n";
}
