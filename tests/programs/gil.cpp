// interleave/gil.hpp: one at a time, switching, releasing, what bytecode can and can't lose. Exact losses need the
// lab; here only what holds on both machines.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <interleave/gil.hpp>
#include <interleave/io.hpp>
#include <thread>
#include <vector>

using namespace std::chrono_literals;
using interleave::bytecode;
using interleave::gil;
using interleave::interpreter;
using interleave::opcode;

constexpr int Rounds = 1500;

const std::vector<bytecode> plain = {{opcode::load_global},
                                     {opcode::load_constant, 1},
                                     {opcode::add},
                                     {opcode::store_global},
                                     {opcode::jump_backward}};
const std::vector<bytecode> with_call = {{opcode::load_global},      {opcode::call},
                                         {opcode::load_constant, 1}, {opcode::add},
                                         {opcode::store_global},     {opcode::jump_backward}};

int count(const std::vector<bytecode>& code, int rounds, std::chrono::nanoseconds interval,
          interpreter::switching where, std::uint64_t* switches = nullptr) {
    gil lock(interval);
    interpreter python(lock, where);
    std::vector<std::thread> threads;
    for (int i = 0; i < 2; ++i)
        threads.emplace_back([&] {
            gil::hold own(lock);
            python.run(code, rounds);
        });
    for (std::thread& each : threads) each.join();
    if (switches != nullptr) *switches = lock.switches();
    return python.global(0);
}

// Where a switch falls is chance on real workers: more rounds, until one falls into the window.
bool loses(const std::vector<bytecode>& code, interpreter::switching where) {
    for (int rounds = Rounds; rounds < 200 * Rounds; rounds *= 4)
        if (count(code, rounds, 20us, where) < 2 * rounds) return true;
    return false;
}

int most_inside(gil::mode mode) {
    gil lock(200us, mode);
    std::atomic<int> inside = 0, most = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i)
        threads.emplace_back([&] {
            gil::hold own(lock);
            for (int turn = 0; turn < 20; ++turn) {
                most = std::max(most.load(), ++inside);
                std::this_thread::sleep_for(100us);  // without releasing the lock
                --inside;
                lock.check_point();
            }
        });
    for (std::thread& each : threads) each.join();
    return most;
}

int main() {
    std::printf("with the GIL %d inside\n", most_inside(gil::mode::on));
    std::printf("without it more than one: %d\n", most_inside(gil::mode::off) > 1);

    using enum interpreter::switching;
    std::uint64_t switches = 0;
    std::printf("plain: %d\n", count(plain, Rounds, 20us, check_points, &switches));
    // Nor is it sure that the other thread is there in time to ask for the lock.
    for (int rounds = 4 * Rounds; switches <= 2 && rounds < 2000 * Rounds; rounds *= 4)
        count(plain, rounds, 20us, check_points, &switches);
    std::printf("switched: %d\n", switches > 2);
    std::printf("a call in the window loses: %d\n", loses(with_call, check_points));
    std::printf("switching anywhere loses: %d\n", loses(plain, every_bytecode));

    gil lock;
    std::vector<std::thread> threads;
    auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < 5; ++i)
        threads.emplace_back([&] {
            gil::hold own(lock);
            gil::released others(lock);
            interleave::io::wait("server", 100ms);
        });
    for (std::thread& each : threads) each.join();
    std::printf("five waits overlap: %d\n", std::chrono::steady_clock::now() - begin < 400ms);
    std::printf("read %zu, download %zu, times %d %d\n", interleave::io::read("table", 1000),
                interleave::io::download("page", 100).size(),
                interleave::io::read_time(500'000'000) == 1s + 100us,
                interleave::io::download_time(0) == 50ms);
}
