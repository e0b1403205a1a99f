#include <chrono>
#include <interleave/event_loop.hpp>
#include <iostream>

using namespace std::chrono_literals;
using namespace interleave;

constexpr bool AwaitBetween = false;
constexpr int Rounds = 1000;

int counter = 0;

task<> count() {
    for (int round = 0; round < Rounds; ++round) {
        const int old = counter;
        if (AwaitBetween) co_await asyncio::sleep(0s);
        counter = old + 1;
        co_await asyncio::sleep(0s);  // here the other has its turn
    }
}

task<> both() { co_await asyncio::gather(count(), count()); }

int main() {
    asyncio::run(both());
    std::cout << "counter = " << counter << ", expected " << 2 * Rounds << "\n";
}
