#include <atomic>
#include <chrono>
#include <cstdio>
#include <interleave/gil.hpp>
#include <interleave/io.hpp>
#include <thread>

using namespace std::chrono_literals;
using interleave::gil;
using Clock = std::chrono::steady_clock;

constexpr int IntervalMicroseconds = 5000;
constexpr int Answers = 20;

gil lock(IntervalMicroseconds * 1us);
std::atomic<bool> finished = false;

void compute() {
    gil::hold python(lock);
    while (!finished) {
        for (volatile int step = 0; step < 2000; step = step + 1) {
        }
        lock.check_point();
    }
}

void talk() {
    gil::hold python(lock);
    Clock::duration late{};
    for (int i = 0; i < Answers; ++i) {
        Clock::time_point answer_came;
        {
            gil::released others_may_run(lock);
            interleave::io::wait("server", 2ms);
            answer_came = Clock::now();
        }
        late += Clock::now() - answer_came;
    }
    finished = true;
    std::printf("%d answers, each %.2f ms late\n", Answers, late / 1us / 1000.0 / Answers);
}

int main() {
    std::thread busy(compute);
    std::thread friendly(talk);
    busy.join();
    friendly.join();
}
