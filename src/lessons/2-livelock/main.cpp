#include <atomic>
#include <chrono>
#include <iostream>
#include <latch>
#include <string>
#include <thread>

constexpr int Patience = 20;

enum Side { Left, Right };
std::atomic<Side> side_of[2] = {Left, Left};  // two people face to face in a narrow corridor
std::atomic<int> passed = 0;
std::latch face_to_face(2);

void moment() { std::this_thread::sleep_for(std::chrono::milliseconds(2)); }

void walk(int me) {
    const int other = 1 - me;
    face_to_face.arrive_and_wait();
    for (int step = 0; step < Patience; ++step) {
        const bool blocked = side_of[me] == side_of[other];
        moment();  // both look, and think
        if (!blocked) {
            ++passed;
            return;
        }
        side_of[me] = side_of[me] == Left ? Right : Left;  // politely steps aside
        moment();
    }
}

int main() {
    std::thread anna(walk, 0);
    std::thread ben(walk, 1);
    anna.join();
    ben.join();

    std::cout << passed << " of 2 got through within " << Patience << " steps\n";
}
