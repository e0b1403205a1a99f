#include <chrono>
#include <cstdio>
#include <interleave/event_loop.hpp>
#include <interleave/process.hpp>
#include <vector>

using namespace std::chrono_literals;
using namespace interleave;

constexpr int Tasks = 4;

int nothing() { return 0; }
int wait() { return std::this_thread::sleep_for(5ms), 0; }
int compute() {
    for (volatile int step = 0; step < 100'000; step = step + 1) continue;
    return 0;
}

using Work = int (*)();
task<> coroutine(Work work) {
    if (work == wait) co_await asyncio::sleep(5ms);
    if (work == compute) compute();
}
task<> coroutines(Work work) {
    std::vector<task<>> all;
    for (int i = 0; i < Tasks; ++i) all.push_back(coroutine(work));
    co_await asyncio::gather(std::move(all));
}
void with_loop(Work work) { asyncio::run(coroutines(work)); }
template <class Kind>
void with(Work work) {
    std::vector<Kind> all;
    for (int i = 0; i < Tasks; ++i) all.emplace_back(work);
}

double microseconds(auto function) {
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - start)
        .count();
}
void row(const char* what, const char* unit, auto cell) {
    std::printf("%-20s", what);
    for (auto way : {with_loop, with<std::jthread>, with<process>})
        std::printf("%10.1f %-4s", cell(way), unit);
    std::printf("\n");
}
auto speed_up(Work work) {
    const double alone = Tasks * microseconds(work);
    return [=](auto way) { return alone / microseconds([=] { way(work); }); };
}

int main() {
    std::printf("%20s%12s%15s%17s\n", "", "event loop", "threads", "processes");
    with<std::jthread>(nothing), with<process>(nothing), with_loop(nothing);  // starts the workers
    row("starting one", "us", [](auto way) { return microseconds([=] { way(nothing); }) / Tasks; });
    row("waiting, speed-up", "x", speed_up(wait));
    row("computing, speed-up", "x", speed_up(compute));
    std::printf("%-20s%14s%15s%15s\n", "memory shared", "yes", "yes", "no");
}
