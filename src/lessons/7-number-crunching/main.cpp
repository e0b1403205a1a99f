#include <chrono>
#include <cstdio>
#include <interleave/gil.hpp>
#include <interleave/process.hpp>
#include <thread>
#include <vector>

using namespace interleave;

constexpr int Parts = 4;
constexpr int Steps = 200'000;

int part_of_sum(int part) {
    int sum = 0;
    for (int step = part; step < part + Steps; ++step) sum = (sum + step * step) % 100;
    return sum;
}

void in_sequence() {
    for (int part = 0; part < Parts; ++part) part_of_sum(part);
}

void with_threads(gil::mode mode) {
    gil lock(std::chrono::milliseconds(5), mode);
    std::vector<std::jthread> threads;
    for (int part = 0; part < Parts; ++part)
        threads.emplace_back([&lock, part] {
            gil::hold python(lock);
            part_of_sum(part);
        });
}  // here all threads are joined

void with_processes() {
    std::vector<process> children;
    for (int part = 0; part < Parts; ++part) children.emplace_back(part_of_sum, part);
}  // here all processes are waited for

double sequence = 0;

void measure(const char* how, auto way) {
    const auto start = std::chrono::steady_clock::now();
    way();
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - start;
    if (sequence == 0) sequence = took.count();
    std::printf("%s: %.2f ms, %.2f times as fast\n", how, took.count(), sequence / took.count());
}

int main() {
    with_threads(gil::mode::off), with_processes();  // starts the workers: not counted
    measure("in sequence", in_sequence);
    measure("threads under a GIL", [] { with_threads(gil::mode::on); });
    measure("free threads", [] { with_threads(gil::mode::off); });
    measure("processes", with_processes);
}
