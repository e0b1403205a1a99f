// Ten thousand coroutines wait in one event loop, and 64 threads do a part of the same waiting. The figures go to stderr:
// milliseconds, and the memory of what waits.
#include <pthread.h>

#include <atomic>
#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace interleave;
using Clock = std::chrono::steady_clock;

constexpr int Coroutines = 10'000;
constexpr int Threads = 64;

std::atomic<int> waited = 0;

task<> wait() {
    co_await asyncio::sleep(200ms);
    ++waited;
}

task<> wait_all() {
    std::vector<task<>> all;
    for (int i = 0; i < Coroutines; ++i) all.push_back(wait());
    co_await asyncio::gather(std::move(all));
}

long long milliseconds_since(Clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count();
}

int main() {
    Clock::time_point start = Clock::now();
    asyncio::run(wait_all());
    std::printf("%d coroutines have waited\n", waited.exchange(0));
    std::fprintf(stderr, "%d coroutines: %lld ms, %zu KiB\n", Coroutines, milliseconds_since(start),
                 coroutine_bytes() / 1024);

    start = Clock::now();
    {
        std::vector<std::jthread> all;
        for (int i = 0; i < Threads; ++i)
            all.emplace_back([] { std::this_thread::sleep_for(200ms), ++waited; });
    }
    std::size_t stack = 0;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_getstacksize(&attributes, &stack);
    std::printf("%d threads have waited\n", waited.load());
    std::fprintf(stderr, "%d threads: %lld ms, %zu KiB of stacks\n", Threads,
                 milliseconds_since(start), Threads * stack / 1024);
}
