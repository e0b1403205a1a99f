#include <algorithm>
#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>

using namespace std::chrono_literals;
using namespace interleave;
using Clock = std::chrono::steady_clock;

constexpr int Capacity = 2;
constexpr int Items = 8;

const Clock::time_point start = Clock::now();
int milliseconds() { return static_cast<int>((Clock::now() - start) / 10ms * 10); }

task<> produce(asyncio::queue<int>& queue) {
    for (int item = 1; item <= Items; ++item) co_await queue.put(item);
    std::printf("produced all after %d ms\n", milliseconds());
}

task<> consume(asyncio::queue<int>& queue) {
    std::size_t most = 0;
    for (int consumed = 0; consumed < Items; ++consumed) {
        co_await queue.get();
        most = std::max(most, queue.size());
        co_await asyncio::sleep(20ms);  // what it does with the item
    }
    std::printf("consumed %d, the last after %d ms, never more than %zu in the queue\n", Items,
                milliseconds(), most);
}

task<> both() {
    asyncio::queue<int> queue(Capacity);
    co_await asyncio::gather(produce(queue), consume(queue));
}

int main() { asyncio::run(both()); }
