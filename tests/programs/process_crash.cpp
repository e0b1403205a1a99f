// A process that crashes takes nobody with it: its parent is told how it ended and goes on.
#include <cstdio>
#include <cstdlib>
#include <interleave/channel.hpp>
#include <interleave/process.hpp>
#include <stdexcept>
#include <thread>

using interleave::process;

volatile int zero = 0;

int divide(int number) { return number / zero; }
void write_far() { *reinterpret_cast<volatile int*>(0xfffffff0u) = 1; }
void throw_error() { throw std::runtime_error("nobody catches this"); }
void crash_in_a_thread() {
    std::thread waits([] { interleave::channel<int>(1).receive(); });
    std::thread crashes([] { __builtin_trap(); });
    waits.join();
    crashes.join();
}
void leave() { std::exit(7); }

int main() {
    std::printf("division: %d\n", process(divide, 1).wait());
    std::printf("memory: %d\n", process(write_far).wait());
    std::printf("exception: %d\n", process(throw_error).wait());
    std::printf("in a thread: %d\n", process(crash_in_a_thread).wait());
    std::printf("exit: %d\n", process(leave).wait());
    process sleeper([] { std::this_thread::sleep_for(std::chrono::milliseconds(30)); });
    bool in_time = sleeper.wait_for(std::chrono::milliseconds(1)).has_value();
    std::printf("ended in time: %d, then %d\n", in_time, sleeper.wait());
    std::printf("the parent goes on\n");
}
