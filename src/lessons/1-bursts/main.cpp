#include <chrono>
#include <interleave/io.hpp>
#include <interleave/trace.hpp>
#include <iostream>
#include <string>
#include <thread>

using namespace std::chrono_literals;
using namespace interleave;
using Clock = std::chrono::steady_clock;

constexpr int Rounds = 4;

void compute_for(std::chrono::milliseconds burst) {
    trace::span span("CPU burst");
    for (const auto end = Clock::now() + burst; Clock::now() < end;) {
        for (volatile int step = 0; step < 1000; step = step + 1) {
        }
    }
}

void task(std::string name, std::chrono::milliseconds cpu_burst,
          std::chrono::milliseconds io_burst) {
    trace::name_thread(name);
    const auto start = Clock::now();
    Clock::duration computing{};
    for (int round = 0; round < Rounds; ++round) {
        const auto burst_start = Clock::now();
        compute_for(cpu_burst);
        computing += Clock::now() - burst_start;
        io::wait("disk", io_burst);
    }
    const auto all = Clock::now() - start;
    const auto percent = (100 * computing + all / 2) / all;
    std::cout << name + ": " + std::to_string(percent) + " % of the time computing\n" << std::flush;
}

int main() {
    std::thread video(task, "video", 9ms, 1ms);
    std::thread backup(task, "backup", 1ms, 9ms);
    video.join();
    backup.join();
}
