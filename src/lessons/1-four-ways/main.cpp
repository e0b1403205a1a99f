#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <interleave/io.hpp>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using namespace interleave;

constexpr int Wait = 40;
constexpr int StepsPerMillisecond = 19'950;

struct Work {
    const char* name;
    int before, wait, after;  // milliseconds of computing, waiting, computing
};
const Work All[] = {{"report", 20, 0, 0}, {"mail", 5, 30, 5}, {"search", 5, Wait, 5}};

void compute(int milliseconds) {
    volatile int sum = 0;
    for (int step = 0; step < milliseconds * StepsPerMillisecond; ++step) sum = sum + 1;
}

void synchronous(const Work& work) {
    compute(work.before);
    if (work.wait > 0) io::wait(work.name, work.wait * 1ms);
    compute(work.after);
}

task<> asynchronous(const Work& work) {
    compute(work.before);
    if (work.wait > 0) co_await asyncio::io_wait(work.name, work.wait * 1ms);
    compute(work.after);
}

task<> all_asynchronous() {
    co_await asyncio::gather(asynchronous(All[2]), asynchronous(All[1]), asynchronous(All[0]));
}

void measure(const char* how, auto function) {
    trace::span span(how);
    const auto start = std::chrono::steady_clock::now();
    function();
    const auto took = std::chrono::steady_clock::now() - start;
    std::printf("%-28s %3d ms\n", how, static_cast<int>(took / 1ms));
}

int main() {
    measure("synchronously:", [] {
        for (const Work& work : All) synchronous(work);
    });
    measure("asynchronously, one thread:", [] { asyncio::run(all_asynchronous()); });
    measure("a thread for each:", [] {
        std::vector<std::thread> threads;
        for (const Work& work : All) threads.emplace_back(synchronous, work);
        for (std::thread& each : threads) each.join();
    });
}
