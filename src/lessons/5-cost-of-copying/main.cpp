#include <chrono>
#include <cstdio>
#include <interleave/process.hpp>
#include <interleave/trace.hpp>
#include <thread>
#include <utility>
#include <vector>

using interleave::process;
using Map = std::vector<std::pair<int, int>>;

constexpr int Points = 1000;

int look_at(Map points) { return points.empty() ? 0 : 1; }

double milliseconds(const char* how, auto function) {
    interleave::trace::span span(how);
    const auto start = std::chrono::steady_clock::now();
    function();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
        .count();
}

double with_process(const Map& points) {
    return milliseconds("a process", [&] {
        process child(look_at, points);
        child.wait();
    });
}

double with_thread(const Map& points) {
    return milliseconds("a thread", [&] {
        std::thread thread([&points] { return points.empty() ? 0 : 1; });
        thread.join();
    });
}

int main() {
    with_process(Map()), with_thread(Map());  // the first ones start the workers: not counted
    double process_times[5] = {}, thread_times[5] = {};
    for (int size : {1, 2, 4}) {
        const Map points(static_cast<std::size_t>(size * Points), {1, 2});
        process_times[size] = with_process(points);
        thread_times[size] = with_thread(points);
        std::printf("%2d x points: %7.3f ms for a process, %7.3f ms for a thread\n", size,
                    process_times[size], thread_times[size]);
    }
    std::printf("four times the points: %.1f times as long for a process, %.1f for a thread\n",
                process_times[4] / process_times[1], thread_times[4] / thread_times[1]);
}
